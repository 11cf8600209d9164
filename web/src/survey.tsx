// The survey as a form, a section a page. The answers stay in the browser until the server has them.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import formText from '../documents/survey-form.graphql';
import submitText from '../documents/submit-survey.graphql';
import { ask, newKey, Refusal, signIn, token, type Problem } from './api';
import type { AnswerInput, SubmitSurveyMutation, SubmitSurveyMutationVariables, SurveyFormQuery, SurveyFormQueryVariables } from './gql/graphql';
import { Question } from './questions';
import { Problems, Received, type Receipt } from './parts';
import { shown, type Answers, type Asked } from './logic';
import { day, t } from './words';

const root = document.getElementById('wizard')!;
const survey = root.dataset.survey!;

type Kept = { version: number; page: number; key: string; answers: Answers };

function Wizard({ version, questions }: { version: number; questions: Asked[] }) {
  const place = `minyi survey ${survey} ${version}`;
  const [kept, setKept] = useState<Kept>(() => JSON.parse(localStorage.getItem(place) ?? 'null') as Kept | null ?? { version, page: 0, key: newKey(), answers: {} });
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const [receipt, setReceipt] = useState<Receipt | null>();
  const heading = useRef<HTMLHeadingElement>(null);
  const asked = shown(questions, kept.answers);
  const pages = [...new Set(asked.map((q) => q.page))].sort((a, b) => a - b);
  const at = Math.min(kept.page, pages.length - 1);
  const here = asked.filter((q) => q.page === pages[at]);
  useEffect(() => { localStorage.setItem(place, JSON.stringify(kept)); }, [kept]);

  const turn = (page: number) => { setProblems([]); setKept({ ...kept, page }); requestAnimationFrame(() => heading.current?.focus()); };
  const answer = (key: string, value: AnswerInput | undefined) => setKept((k) => { const answers = { ...k.answers }; if (value) answers[key] = value; else delete answers[key]; return { ...k, answers }; });

  async function next(e: Event) {
    e.preventDefault();
    const missing = here.filter((q) => q.required && !kept.answers[q.key]).map((q) => ({ field: ['answers', q.key], message: `${q.title}: ${t('wizard.must')}` }));
    if (missing.length > 0) { setProblems(missing); return; }
    if (at < pages.length - 1) { turn(at + 1); return; }
    if (!token()) { signIn(); return; }
    setBusy(true);
    try {
      const answers = asked.flatMap((q) => kept.answers[q.key] ?? []);
      const { submitSurveyResponse: got } = await ask<SubmitSurveyMutation, SubmitSurveyMutationVariables>(submitText, { input: { surveyId: survey, version, answers, idempotencyKey: kept.key } });
      if (!got.surveyResponse) { setProblems(got.userErrors); return; }
      localStorage.removeItem(place);
      setReceipt(got.receipt ?? null);
    } catch (e) {
      setProblems([{ message: e instanceof Refusal ? e.message : t('failed') }]);
    } finally { setBusy(false); }
  }

  if (receipt !== undefined) return <Received words={t('wizard.done')} receipt={receipt} />;
  return (
    <form class="step" onSubmit={next} noValidate>
      <h2 tabIndex={-1} ref={heading}>{here[0]?.section || t('wizard.of', { page: at + 1, pages: pages.length })}</h2>
      <p class="hint">{here[0]?.section && `${t('wizard.of', { page: at + 1, pages: pages.length })} · `}{t('wizard.kept')}</p>
      <progress value={at + 1} max={pages.length} aria-label={t('wizard.of', { page: at + 1, pages: pages.length })} />
      <Problems all={problems} at={(p) => `#q-${p.field?.[1] ?? ''}`} />
      {here.map((q) => <Question key={q.key} question={q} value={kept.answers[q.key]} wrong={problems.find((p) => p.field?.[1] === q.key)?.message} change={(v) => answer(q.key, v)} />)}
      <div class="actions">
        {at > 0 && <button type="button" class="quiet" onClick={() => turn(at - 1)}>{t('wizard.back')}</button>}
        <button disabled={busy}>{at < pages.length - 1 ? t('wizard.next') : busy ? t('sending') : token() ? t('wizard.send') : t('signin')}</button>
      </div>
    </form>
  );
}

async function begin(): Promise<void> {
  const read = () => ask<SurveyFormQuery, SurveyFormQueryVariables>(formText, { id: survey });
  const { survey: found } = await read().catch(read); // a token that is no longer good was dropped
  if (!found) return;
  const answered = found.viewerResponse;
  root.replaceChildren();
  render(answered ? <p class="sent">{t('wizard.already')} {day(answered.createdAt)}</p> : <Wizard version={found.version} questions={found.questions as Asked[]} />, root);
}
if (root.dataset.open === 'true') void begin();
