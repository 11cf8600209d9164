// The review of a draft: three steps by three people and five gates, each tied to the text that was read; and the draft's way into force.
import { useState } from 'preact/hooks';
import adoptText from '../documents/adopt.graphql';
import reviewText from '../documents/record-review.graphql';
import type { AdoptMutation, AdoptMutationVariables, RecordReviewMutation, RecordReviewMutationVariables, ReviewGate, ReviewStage } from './gql/graphql';
import type { Draft, Part } from './draft-desk';
import { Field, useChange, Wrong, type Words } from './staff';
import { day, t } from './words';

const gates: ReviewGate[] = ['POLITICAL', 'LEGAL', 'POLICY', 'SECRECY', 'TEXT'];
const stageAfter: Partial<Record<Draft['state'], ReviewStage>> = { SUBMITTED: 'EDIT', EDITED: 'REVIEW', REVIEWED: 'PUBLISH' };

export function Steps({ draft, words }: { draft: Draft; words: Words }) {
  return (
    <section><h2>{t('review')}</h2>
      <ol class="plain">{draft.reviews?.map((r) => (
        <li key={r.id} class="comment"><p class="meta"><b>{words.ReviewStage?.[r.stage]}</b> · {words.ReviewDecision?.[r.decision]} · {r.actorName} · {day(r.createdAt)}{!r.valid && ` · ${t('review.void')}`}</p>
          {r.reason && <p class="body">{r.reason}</p>}
          {r.verdicts.length > 0 && <p class="meta">{r.verdicts.map((v) => `${v.passed ? '✓' : '✗'} ${words.ReviewGate?.[v.gate]}${v.note ? `: ${v.note}` : ''}`).join(' · ')}</p>}</li>))}</ol>
      {draft.missingForApproval && draft.missingForApproval.length > 0 && <p>{t('review.missing')}{t('colon')}{draft.missingForApproval.map((g) => words.ReviewGate?.[g]).join(t('comma'))}</p>}
      <p class="meta">{t('review.hash')} <code>{draft.contentHash.slice(0, 16)}…</code></p>
    </section>
  );
}

export function Review({ draft, words, again }: Part) {
  const [passed, setPassed] = useState<Partial<Record<ReviewGate, boolean>>>({});
  const [notes, setNotes] = useState<Partial<Record<ReviewGate, string>>>({});
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const stage = stageAfter[draft.state];
  if (!stage) return null;
  const decide = (decision: 'APPROVE' | 'RETURN') => change<RecordReviewMutation, RecordReviewMutationVariables>(reviewText, () => ({
    input: { draftId: draft.id, stage, decision, reason, contentHash: draft.contentHash, verdicts: gates.filter((g) => passed[g] !== undefined).map((gate) => ({ gate, passed: passed[gate]!, note: notes[gate] ?? '' })) },
  }), again);
  return (
    <section><h2>{t('review.step', { step: words.ReviewStage?.[stage] ?? stage })}</h2><p class="hint">{t('review.help')}</p><Wrong all={problems} />
      {gates.map((g) => (
        <fieldset key={g}><legend>{words.ReviewGate?.[g]}</legend>
          <div class="inline"><label><input type="radio" name={g} checked={passed[g] === true} onChange={() => setPassed((p) => ({ ...p, [g]: true }))} /> {t('review.passed')}</label><label><input type="radio" name={g} checked={passed[g] === false} onChange={() => setPassed((p) => ({ ...p, [g]: false }))} /> {t('review.failed')}</label></div>
          {passed[g] === false && <Field label={t('review.note')} value={notes[g] ?? ''} change={(note) => setNotes((n) => ({ ...n, [g]: note }))} />}</fieldset>))}
      <div class="actions"><button type="button" disabled={busy} onClick={() => void decide('APPROVE')}>{words.ReviewDecision?.APPROVE}</button></div>
      <Field label={t('review.reason')} rows={3} value={reason} change={setReason} />
      <div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => void decide('RETURN')}>{words.ReviewDecision?.RETURN}</button></div>
    </section>
  );
}

export function Adopt({ draft, again }: Part) {
  const [on, setOn] = useState('');
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const adopt = () => change<AdoptMutation, AdoptMutationVariables>(adoptText, () => ({ input: { draftId: draft.id, effectiveOn: on, notConsultedReason: reason || null } }), again);
  return (
    <details><summary>{t('adopt')}</summary><Wrong all={problems} />
      <Field label={t('effective')} type="date" value={on} change={setOn} />
      <Field label={t('adopt.reason')} hint={t('adopt.help')} rows={2} value={reason} change={setReason} />
      <div class="actions"><button type="button" disabled={busy || !on} onClick={() => confirm(t('adopt.sure')) && void adopt()}>{t('adopt')}</button></div>
    </details>
  );
}
