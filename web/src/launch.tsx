// The launch of a consultation: what is asked, by which rules, and until when. The server reckons the earliest lawful day.
import { useEffect, useState } from 'preact/hooks';
import launchText from '../documents/launch-consultation.graphql';
import pageText from '../documents/launch.graphql';
import plannedText from '../documents/planned-period.graphql';
import { ask, base } from './api';
import type { IdentityLevel, LaunchConsultationMutation, LaunchConsultationMutationVariables, LaunchQuery, LaunchQueryVariables, ModerationMode, PlannedQuery, PlannedQueryVariables } from './gql/graphql';
import { Field, id, may, Pick, show, texts, Translated, useChange, useKept, Wrong, type Words } from './staff';
import { enums, t } from './words';

type Wanted = { record: string; surveys: string[]; profile: string; closesOn: string; reason: string; title: Record<string, string>; notice: Record<string, string>; identity: IdentityLevel; moderation: ModerationMode };

function Launch({ found, words }: { found: LaunchQuery; words: Words }) {
  const draft = found.node?.__typename === 'Draft' ? found.node : undefined;
  const survey = found.node?.__typename === 'Survey' ? found.node : undefined;
  const department = draft?.policyRecord.department.code ?? survey?.department.code ?? '';
  const records = found.policyRecords.nodes.filter((r) => r.department.code === department);
  const [w, keep, drop] = useKept<Wanted>(`launch ${id}`, { record: draft?.policyRecord.id ?? records[0]?.id ?? '', surveys: survey ? [survey.id] : [], profile: '', closesOn: '', reason: '', title: {}, notice: {}, identity: 'PSEUDONYMOUS', moderation: 'AFTER_PUBLISHING' });
  const [plan, setPlan] = useState<PlannedQuery['plannedPeriod']>();
  const { problems, setProblems, busy, change } = useChange();
  const kind = draft?.policyRecord.kind ?? records.find((r) => r.id === w.record)?.kind;
  const free = found.desk?.nodes.flatMap((i) => i.kind === 'SURVEY_TO_LAUNCH' && i.subject?.__typename === 'Survey' && i.subject.department.code === department ? [i.subject] : []) ?? [];

  useEffect(() => {
    if (!w.record) return;
    ask<PlannedQuery, PlannedQueryVariables>(plannedText, { record: w.record, profile: w.profile || null, closesOn: w.closesOn || null, reason: w.reason || null })
      .then((got) => setPlan(got.plannedPeriod)).catch((e: Error) => setProblems([{ message: e.message }]));
  }, [w.record, w.profile, w.closesOn, w.reason]);

  const launch = () => change<LaunchConsultationMutation, LaunchConsultationMutationVariables>(launchText, (key) => ({
    input: { policyRecordId: w.record, draftId: draft?.id ?? null, surveyIds: w.surveys, profile: w.profile || null, closesOn: w.closesOn || plan!.closesOn, shorteningReason: w.reason || null, title: texts(w.title).length > 0 ? texts(w.title) : null, notice: texts(w.notice), identityLevel: w.identity, moderation: w.moderation, idempotencyKey: key },
  }), (got) => { drop(); location.assign(`${base}/desk/consultations/${got.launchConsultation.consultation!.id}`); });

  if (!draft && !survey || !may(found.viewer, 'RUN_CONSULTATION', department)) return <p class="none">{t('desk.no')}</p>;
  return (
    <form class="step" onSubmit={(e) => { e.preventDefault(); if (confirm(t('launch.sure'))) void launch(); }}>
      <Wrong all={problems} />
      {draft ? <p class="lead">{draft.title} · {t('version', { n: draft.version })}</p> : <Pick label={t('policy')} value={w.record} words={Object.fromEntries(records.map((r) => [r.id, r.title]))} change={(record) => keep({ ...w, record })} />}
      {free.length > 0 && <fieldset><legend>{t('survey')}</legend>{free.map((s) => <label key={s.id}><input type="checkbox" checked={w.surveys.includes(s.id)} onChange={(e) => keep({ ...w, surveys: e.currentTarget.checked ? [...w.surveys, s.id] : w.surveys.filter((one) => one !== s.id) })} /> {s.title}</label>)}</fieldset>}
      <Translated label={t('title')} hint={t('launch.title')} value={w.title} change={(title) => keep({ ...w, title })} />
      <Translated label={t('launch.notice')} rows={5} value={w.notice} change={(notice) => keep({ ...w, notice })} />
      <Pick label={t('rules')} value={w.profile} none={t('launch.usual')} words={Object.fromEntries(found.jurisdictionProfiles.filter((p) => kind && p.kinds.includes(kind)).map((p) => [p.code, p.title]))} change={(profile) => keep({ ...w, profile })} />
      <Field label={t('launch.closes')} type="date" value={w.closesOn || plan?.closesOn || ''} change={(closesOn) => keep({ ...w, closesOn })} />
      {plan && <div class="notice" role="status">
        <p>{plan.profile.title}{plan.earliestClosesOn && ` · ${t('launch.earliest')} ${plan.earliestClosesOn}`}{plan.feedbackDueOn && ` · ${t('report.due')} ${plan.feedbackDueOn}`} · {plan.profile.timezone}</p>
        <p class="hint">{plan.profile.sourceArticle}</p>
        {plan.warnings.map((one) => <p key={one.message}>{one.message}</p>)}
        {plan.refusal && <p class="wrong">{plan.refusal.message}</p>}
      </div>}
      <Field label={t('shortened')} rows={2} hint={t('launch.reason')} value={w.reason} change={(reason) => keep({ ...w, reason })} />
      <Pick label={t('who')} value={w.identity} words={words.IdentityLevel ?? {}} change={(identity) => keep({ ...w, identity: identity as IdentityLevel })} />
      <Pick label={t('launch.moderation')} value={w.moderation} words={words.ModerationMode ?? {}} change={(moderation) => keep({ ...w, moderation: moderation as ModerationMode })} />
      <div class="actions"><button disabled={busy || Boolean(plan?.refusal)}>{t('launch')}</button></div>
    </form>
  );
}

show('launch', async () => {
  const [words, found] = await Promise.all([enums(), ask<LaunchQuery, LaunchQueryVariables>(pageText, { id })]);
  return <Launch found={found} words={words} />;
});
