// The survey editor: the questions, how they look to residents, and a trial that counts nothing.
import { useState } from 'preact/hooks';
import createText from '../documents/create-survey.graphql';
import reviseText from '../documents/revise-survey.graphql';
import deskText from '../documents/survey-desk.graphql';
import trialText from '../documents/trial.graphql';
import writtenText from '../documents/written-survey.graphql';
import { ask, base, Refusal, token } from './api';
import { freeKey, moved, QuestionEditor } from './editor';
import type { CreateSurveyInput, CreateSurveyMutation, CreateSurveyMutationVariables, QuestionInput, ResultsVisibility, ReviseSurveyMutation, ReviseSurveyMutationVariables, SurveyDeskQuery, SurveyDeskQueryVariables, TrialQuery, TrialQueryVariables, WrittenSurveyQuery, WrittenSurveyQueryVariables } from './gql/graphql';
import { shown, type Answers, type Asked } from './logic';
import { Question } from './questions';
import { download, id, may, of, Pick, show, texts, Translated, useChange, useKept, Wrong, type Words } from './staff';
import { enums, t } from './words';

const fresh = id === 'new';
type Survey = NonNullable<WrittenSurveyQuery['survey']>;
type Form = Omit<CreateSurveyInput, 'idempotencyKey'>;

/** The questions as residents see them, with a trial of the answers by the server. */
function Preview({ survey }: { survey: Survey }) {
  const [answers, setAnswers] = useState<Answers>({});
  const [tried, setTried] = useState<TrialQuery['survey']>();
  const [wrong, setWrong] = useState('');
  const asked = shown(survey.questions as Asked[], answers);
  const problems = tried?.trial?.userErrors ?? [];
  const attempt = async () => {
    try { setWrong(''); setTried((await ask<TrialQuery, TrialQueryVariables>(trialText, { id: survey.id, answers: asked.flatMap((q) => answers[q.key] ?? []) })).survey ?? null); } catch (e) { setWrong(e instanceof Refusal ? e.message : t('failed')); }
  };
  return (
    <section class="panel"><h2>{t('editor.preview', { n: survey.version })}</h2><p class="hint">{t('editor.trial.help')}</p>
      <div class="actions"><button type="button" class="quiet" onClick={() => void download(`/export/survey.json?id=${survey.id}`, `${survey.title}.json`)}>{t('editor.file')}</button></div>
      {asked.map((q) => <div key={q.key}><Question question={q} value={answers[q.key]} wrong={problems.find((p) => p.field[1] === q.key)?.message} change={(v) => setAnswers((all) => { const next = { ...all }; if (v) next[q.key] = v; else delete next[q.key]; return next; })} /><p class="hint">{survey.protections.find((p) => p.question === q.key)?.words}</p></div>)}
      <Wrong all={wrong ? [{ message: wrong }] : problems} />{tried?.trial && problems.length === 0 && <p class="sent" role="status">{t('editor.trial.ok')}</p>}
      <div class="actions"><button type="button" onClick={() => void attempt()}>{t('editor.trial')}</button></div>
    </section>
  );
}

function Editor({ begun, survey, found, words, again }: { begun: Form; survey?: Survey; found: SurveyDeskQuery; words: Words; again: () => Promise<void> }) {
  const [f, keep, drop] = useKept<Form>(`survey ${id} ${survey?.version ?? 0}`, begun);
  const [open, setOpen] = useState<string>();
  const { problems, setProblems, busy, change } = useChange();
  const departments = found.departments.nodes.filter((d) => may(found.viewer, 'WRITE_SURVEY', d.code));
  const known = new Set(survey?.questions.map((q) => q.key));
  const set = (questions: QuestionInput[]) => keep({ ...f, questions });
  const save = () => fresh
    ? change<CreateSurveyMutation, CreateSurveyMutationVariables>(createText, (key) => ({ input: { ...f, idempotencyKey: key } }), (got) => { drop(); location.assign(`${base}/desk/surveys/${got.createSurvey.survey!.id}`); })
    : change<ReviseSurveyMutation, ReviseSurveyMutationVariables>(reviseText, (key) => ({ input: { surveyId: id, questions: f.questions, idempotencyKey: key } }), async () => { drop(); await again(); });
  const load = async (file: File | undefined) => {
    try { if (file) keep({ ...f, ...(JSON.parse(await file.text()) as { input: Form }).input, departmentId: f.departmentId }); } catch { setProblems([{ message: t('editor.load.failed') }]); }
  };

  if (departments.length === 0) return <p class="none">{t('desk.no')}</p>;
  return (
    <div class="two"><form class="text" onSubmit={(e) => { e.preventDefault(); void save(); }}><Wrong all={problems} />
      {fresh && <>
        <Pick label={t('department')} value={String(f.departmentId)} words={Object.fromEntries(departments.map((d) => [d.id, d.name]))} change={(departmentId) => keep({ ...f, departmentId })} />
        <Translated label={t('title')} value={of(f.title)} change={(title) => keep({ ...f, title: texts(title) })} />
        <Translated label={t('editor.introduction')} rows={3} value={of(f.introduction)} change={(introduction) => keep({ ...f, introduction: texts(introduction) })} />
        <Pick label={t('editor.visibility')} value={f.resultsVisibility ?? 'AFTER_CLOSE'} words={words.ResultsVisibility ?? {}} change={(v) => keep({ ...f, resultsVisibility: v as ResultsVisibility })} />
        <div class="field"><label for="form">{t('editor.load')}</label><input id="form" type="file" accept=".json" onChange={(e) => void load(e.currentTarget.files?.[0])} /></div></>}
      <h2>{t('questions')} <span class="quietly">{f.questions.length}</span></h2>
      <ol class="questions">{f.questions.map((q, i) => (
        <li key={q.key}><p><b>{q.title[0]?.text ?? q.key}</b> <span class="quietly">{words.QuestionKind?.[q.kind]} · {q.key}{q.required && ` · ${t('required')}`}</span></p>
          <div class="actions"><button type="button" class="small quiet" aria-expanded={open === q.key} aria-label={`${t('edit')} ${i + 1}`} onClick={() => setOpen(open === q.key ? undefined : q.key)}>{t('edit')}</button>
            {i > 0 && <button type="button" class="small quiet" aria-label={`${t('wizard.up')} ${i + 1}`} onClick={() => set(moved(f.questions, i, -1))}>↑</button>}
            <button type="button" class="small quiet" aria-label={`${t('wizard.remove')} ${i + 1}`} onClick={() => set(f.questions.filter((_, n) => n !== i))}>×</button></div>
          {open === q.key && <QuestionEditor question={q} earlier={f.questions.slice(0, i)} words={words} fixed={known.has(q.key)} change={(part) => set(f.questions.map((o, n) => (n === i ? { ...o, ...part } : o)))} />}</li>))}</ol>
      <div class="actions"><button type="button" class="quiet" onClick={() => { const key = freeKey('q', f.questions.map((q) => q.key)); set([...f.questions, { key, kind: 'SINGLE_CHOICE', title: [] }]); setOpen(key); }}>{t('editor.add')}</button>
        <button disabled={busy || f.questions.length === 0}>{fresh ? t('save') : t('editor.revise', { n: survey!.version + 1 })}</button>
        {survey && !survey.consultation && may(found.viewer, 'RUN_CONSULTATION', survey.department.code) && <a class="button quiet" href={`${base}/desk/launch/${survey.id}`}>{t('launch')}</a>}</div>
    </form>{survey && <Preview key={survey.version} survey={survey} />}</div>
  );
}

/** The whole form in all languages, as it can be sent to createSurvey again. */
async function written(): Promise<Form> {
  const response = await fetch(`/export/survey.json?id=${encodeURIComponent(id)}`, { headers: { Authorization: `Bearer ${token()}` } });
  if (!response.ok) throw new Refusal('FAILED', t('failed'));
  return ((await response.json()) as { input: Form }).input;
}

show('survey-desk', async (again) => {
  const [words, found] = await Promise.all([enums(), ask<SurveyDeskQuery, SurveyDeskQueryVariables>(deskText, {})]);
  const first = found.departments.nodes.find((d) => may(found.viewer, 'WRITE_SURVEY', d.code));
  if (fresh) return <Editor begun={{ departmentId: first?.id ?? '', title: [], introduction: [], questions: [], resultsVisibility: 'AFTER_CLOSE' }} found={found} words={words} again={again} />;
  const [{ survey }, begun] = await Promise.all([ask<WrittenSurveyQuery, WrittenSurveyQueryVariables>(writtenText, { id }), written()]);
  if (!survey) return <p class="none">{t('nothing')}</p>;
  return <><h2>{survey.title}</h2><Editor key={survey.version} begun={begun} survey={survey} found={found} words={words} again={again} /></>;
});
