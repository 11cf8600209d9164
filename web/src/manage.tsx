// A consultation as its department runs it: its period, its surveys, its texts. Every change has a public reason.
import { useState } from 'preact/hooks';
import addText from '../documents/add-survey.graphql';
import closeText from '../documents/close.graphql';
import correctText from '../documents/correct-consultation.graphql';
import extendText from '../documents/extend.graphql';
import manageText from '../documents/manage.graphql';
import withdrawText from '../documents/withdraw.graphql';
import { ask, base } from './api';
import type { AddSurveyMutation, AddSurveyMutationVariables, CloseMutation, CloseMutationVariables, CorrectConsultationMutation, CorrectConsultationMutationVariables, ExtendMutation, ExtendMutationVariables, ManageQuery, ManageQueryVariables, WithdrawMutation, WithdrawMutationVariables } from './gql/graphql';
import { Field, id, may, show, texts, Translated, useChange, Wrong, type Texts, type Words } from './staff';
import { enums, t } from './words';

type Consultation = NonNullable<ManageQuery['consultation']>;
type Part = { c: Consultation; again: () => Promise<void> };

function Period({ c, again }: Part) {
  const [closesOn, setClosesOn] = useState(c.commentPeriod.closesOn);
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const done = async () => { setReason(''); await again(); };
  return (
    <section><h2>{t('manage.period')}</h2><Wrong all={problems} />
      <Field label={t('audit.reason')} hint={t('manage.reason')} rows={2} value={reason} change={setReason} />
      <Field label={t('launch.closes')} type="date" value={closesOn} change={setClosesOn} />
      <div class="actions">
        <button type="button" class="quiet" disabled={busy} onClick={() => void change<ExtendMutation, ExtendMutationVariables>(extendText, () => ({ input: { consultationId: c.id, closesOn, reason } }), done)}>{t('manage.extend')}</button>
        {c.status === 'OPEN' && <button type="button" class="quiet" disabled={busy} onClick={() => confirm(t('manage.sure')) && void change<CloseMutation, CloseMutationVariables>(closeText, () => ({ input: { consultationId: c.id, reason } }), done)}>{t('manage.close')}</button>}
        <button type="button" class="quiet" disabled={busy} onClick={() => confirm(t('manage.sure')) && void change<WithdrawMutation, WithdrawMutationVariables>(withdrawText, () => ({ input: { consultationId: c.id, reason } }), done)}>{t('manage.withdraw')}</button>
      </div>
    </section>
  );
}

function Surveys({ c, free, again }: Part & { free: { id: string; title: string }[] }) {
  const { problems, busy, change } = useChange();
  const add = (survey: string) => change<AddSurveyMutation, AddSurveyMutationVariables>(addText, () => ({ input: { consultationId: c.id, surveyId: survey } }), again);
  return (
    <section><h2>{t('survey')}</h2><Wrong all={problems} /><ul class="plain ruled">{c.surveys.map((s) => <li key={s.id}><a href={`${base}/desk/surveys/${s.id}`}>{s.title}</a></li>)}</ul>
      {free.map((s) => <div class="actions" key={s.id}><button type="button" class="quiet" disabled={busy} onClick={() => void add(s.id)}>{t('wizard.add')}{t('colon')}{s.title}</button></div>)}</section>
  );
}

function Correct({ c, again }: Part) {
  const [title, setTitle] = useState<Texts>({});
  const [notice, setNotice] = useState<Texts>({});
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const list = (value: Texts) => (texts(value).length > 0 ? texts(value) : null);
  const correct = () => change<CorrectConsultationMutation, CorrectConsultationMutationVariables>(correctText, () => ({ input: { consultationId: c.id, title: list(title), notice: list(notice), reason: reason || null } }), again);
  return (
    <details><summary>{t('manage.correct')}</summary><p class="hint">{t('manage.correct.help')}</p><Wrong all={problems} />
      <Translated label={t('title')} value={title} change={setTitle} /><Translated label={t('launch.notice')} rows={4} value={notice} change={setNotice} /><Field label={t('audit.reason')} value={reason} change={setReason} />
      <div class="actions"><button type="button" disabled={busy} onClick={() => void correct()}>{t('save')}</button></div></details>
  );
}

function Page({ found, c, words, again }: Part & { found: ManageQuery; words: Words }) {
  const runs = may(found.viewer, 'RUN_CONSULTATION', c.department.code);
  const free = found.desk?.nodes.flatMap((i) => i.kind === 'SURVEY_TO_LAUNCH' && i.subject?.__typename === 'Survey' && i.subject.department.code === c.department.code ? [i.subject] : []) ?? [];
  return (
    <>
      <p class="lead"><a href={`${base}/consultations/${c.id}`}>{c.title}</a> · <span class={`status ${c.status}`}>{words.ConsultationStatus?.[c.status]}</span></p>
      <p>{c.profile.title} · {t('closes')} {c.commentPeriod.closesOn} ({c.profile.timezone}){c.feedbackDueOn && ` · ${t('due')} ${c.feedbackDueOn}`} · {t('desk.answered', { done: c.commentTally.answered, total: c.commentTally.total })}</p>
      <ul class="inline"><li><a href={`${base}/desk/answers/${c.id}`}>{t('desk.answers')}</a></li><li><a href={`${base}/desk/analysis/${c.id}`}>{t('analysis')}</a></li>{c.draft && <li><a href={`${base}/desk/drafts/${c.draft.id}`}>{t('draft')}</a></li>}</ul>
      {c.commentPeriod.extensions.length > 0 && <ul>{c.commentPeriod.extensions.map((e) => <li key={e.to + e.kind}>{words.PeriodChangeKind?.[e.kind]}{t('colon')}{e.from} → {e.to} ({e.reason})</li>)}</ul>}
      {runs && !['REPORTED', 'WITHDRAWN'].includes(c.status) && <Period c={c} again={again} />}
      {runs && ['OPEN', 'UPCOMING'].includes(c.status) && <Surveys c={c} free={free} again={again} />}
      {may(found.viewer, 'CORRECT_TEXT', c.department.code) && <Correct c={c} again={again} />}
    </>
  );
}

show('manage', async (again) => {
  const [words, found] = await Promise.all([enums(), ask<ManageQuery, ManageQueryVariables>(manageText, { id })]);
  return found.consultation ? <Page key={found.consultation.status + found.consultation.commentPeriod.closesAt} found={found} c={found.consultation} words={words} again={again} /> : <p class="none">{t('nothing')}</p>;
});
