// A request for information, as its applicant and those who handle it see it: what happened, what is due, and why on that day.
import { useState } from 'preact/hooks';
import checkText from '../documents/check-reply.graphql';
import correctText from '../documents/correct-request.graphql';
import replyText from '../documents/draft-reply.graphql';
import extendText from '../documents/extend-request.graphql';
import applicantText from '../documents/read-applicant.graphql';
import eventText from '../documents/record-event.graphql';
import requestText from '../documents/request.graphql';
import signText from '../documents/sign-reply.graphql';
import withdrawText from '../documents/withdraw-request.graphql';
import { ask, token } from './api';
import type { ApplicantPurpose, CheckReplyMutation, CheckReplyMutationVariables, CorrectRequestMutation, CorrectRequestMutationVariables, DisclosureEventKind, DisclosureOutcome, DraftReplyMutation, DraftReplyMutationVariables, ExtendRequestMutation, ExtendRequestMutationVariables, ReadApplicantMutation, ReadApplicantMutationVariables, RecordEventMutation, RecordEventMutationVariables, RequestQuery, RequestQueryVariables, SignReplyMutation, SignReplyMutationVariables, WithdrawRequestMutation, WithdrawRequestMutationVariables } from './gql/graphql';
import { Field, id, may, Pick, show, some, useChange, Wrong, type Words } from './staff';
import { enums, t } from './words';

type Request = Extract<NonNullable<RequestQuery['node']>, { __typename: 'DisclosureRequest' }>;
type Tracking = NonNullable<Request['tracking']>;
type Part = { request: Request; words: Words; again: () => Promise<void> };

function Due({ due, words }: { due: NonNullable<Tracking['due']>; words: Words }) {
  return (
    <section><h2>{t('request.due')} {due.dueOn}</h2>
      <p class="hint">{due.sourceArticle}{due.calendarVersion && ` · ${t('request.calendar')} ${due.calendarVersion}`}{due.provisional && ` · ${t('request.provisional')}`}</p>
      {due.history.some((h) => h.from) && <ul>{due.history.filter((h) => h.from).map((h, i) => <li key={i}>{h.on}: {h.from} → {h.to ?? '–'} ({words.DisclosureEventKind?.[h.because] ?? h.because})</li>)}</ul>}
      <details><summary>{t('request.count')}</summary><ol class="plain">{due.steps.map((s) => <li key={s.day}>{s.day} · {s.number > 0 ? s.number : '–'} · {words.DeadlineReason?.[s.reason]} {s.name}</li>)}</ol></details>
    </section>
  );
}

function Tracked({ tracking: k, words }: { tracking: Tracking; words: Words }) {
  return (
    <>
      <section><h2>{t('request.text')}</h2><p class="body">{k.text}</p><p class="meta">{words.WantedForm?.[k.wantedForm]} · {words.ApplicantKind?.[k.applicantKind]}</p></section>
      {k.due && <Due due={k.due} words={words} />}
      {k.correctBy && <p>{t('request.correct.by')} {k.correctBy}</p>}{k.payBy && <p>{t('request.pay.by')} {k.payBy.dueOn}</p>}
      <section><h2>{t('timeline')}</h2><ol class="plain ruled">{k.steps.map((s, i) => (
        <li key={i}><p class="meta"><b>{words.DisclosureEventKind?.[s.kind]}</b> · {s.on}{s.party && ` · ${s.party}`}{s.days > 0 && ` · +${s.days}`}{s.amountYuan > 0 && ` · ¥${s.amountYuan}`}{s.outcome && ` · ${words.DisclosureOutcome?.[s.outcome]}`}</p>
          {s.text && <p class="body">{s.text}</p>}{s.legalBasis && <p class="hint">{s.legalBasis}</p>}{s.withheldParts && <p class="hint">{s.withheldParts}</p>}</li>))}</ol></section>
      {k.opinions.length > 0 && <ul>{k.opinions.map((o) => <li key={o.party}>{o.party}: {o.askedOn} → {o.givenOn ?? `${t('due')} ${o.limit.dueOn}`}</li>)}</ul>}
      {k.reply && <p>{t('request.replied')} {k.reply.on}{!k.reply.inTime && ` · ${t('late', { n: k.reply.workingDaysLate })}`}</p>}
      {k.remedies.length > 0 && <section><h2>{t('request.remedies')}</h2><ul>{k.remedies.map((r) => <li key={r.kind}>{words.RemedyKind?.[r.kind]}{t('colon')}{r.months ? t('request.months', { n: r.months }) : t('request.days', { n: r.days ?? 0 })}{r.ordered && ` · ${t('request.first')}`}</li>)}</ul></section>}
    </>
  );
}

function Applicant({ request, again }: Omit<Part, 'words'>) {
  const [text, setText] = useState('');
  const { problems, busy, change } = useChange();
  const correct = () => change<CorrectRequestMutation, CorrectRequestMutationVariables>(correctText, () => ({ input: { disclosureRequestId: request.id, text } }), again);
  const withdraw = () => change<WithdrawRequestMutation, WithdrawRequestMutationVariables>(withdrawText, () => ({ input: { disclosureRequestId: request.id } }), again);
  if (['REPLIED', 'ABANDONED', 'WITHDRAWN'].includes(request.state)) return null;
  return (
    <section><Wrong all={problems} />
      {request.state === 'AWAITING_CORRECTION' && <><Field label={t('request.correction')} rows={4} value={text} change={setText} /><div class="actions"><button type="button" disabled={busy} onClick={() => void correct()}>{t('request.correct')}</button></div></>}
      <div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => confirm(t('request.sure')) && void withdraw()}>{t('request.withdraw')}</button></div>
    </section>
  );
}

const events = ['CONFIRMED', 'CORRECTION_NOTICE', 'CORRECTED', 'THIRD_PARTY_ASKED', 'AGENCY_ASKED', 'OPINION_RECEIVED', 'FEE_NOTICE_RECEIVED', 'FEE_PAID', 'REPLY_POSTED', 'REPLY_HANDED_OVER', 'REPLY_SENT', 'WITHDRAWN'];
const blank = { kind: 'CONFIRMED', on: '', text: '', answerBy: '', party: '', amount: '' };

function Record({ request, words, again }: Part) {
  const [e, set] = useState(blank);
  const { problems, busy, change } = useChange();
  const record = () => change<RecordEventMutation, RecordEventMutationVariables>(eventText, () => ({
    input: { disclosureRequestId: request.id, kind: e.kind as DisclosureEventKind, on: e.on || null, text: e.text || null, answerBy: e.answerBy || null, party: e.party || null, amountYuan: e.amount ? Number(e.amount) : null },
  }), async () => { set(blank); await again(); });
  return (
    <details><summary>{t('request.record')}</summary><Wrong all={problems} />
      <Pick label={t('request.event')} value={e.kind} words={some(words.DisclosureEventKind ?? {}, events)} change={(kind) => set({ ...e, kind })} />
      <Field label={t('request.on')} type="date" value={e.on} change={(on) => set({ ...e, on })} />
      <Field label={t('request.note')} rows={3} value={e.text} change={(text) => set({ ...e, text })} />
      {e.kind === 'CORRECTION_NOTICE' && <Field label={t('request.correct.by')} type="date" value={e.answerBy} change={(answerBy) => set({ ...e, answerBy })} />}
      {e.kind === 'OPINION_RECEIVED' && <Pick label={t('request.party')} value={e.party} none="–" words={Object.fromEntries(request.tracking!.opinions.map((o) => [o.party, o.party]))} change={(party) => set({ ...e, party })} />}
      {e.kind === 'FEE_NOTICE_RECEIVED' && <Field label={t('request.fee')} type="number" value={e.amount} change={(amount) => set({ ...e, amount })} />}
      <div class="actions"><button type="button" disabled={busy} onClick={() => void record()}>{t('save')}</button></div></details>
  );
}

function Extend({ request, again }: Omit<Part, 'words'>) {
  const [days, setDays] = useState('20');
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const extend = () => change<ExtendRequestMutation, ExtendRequestMutationVariables>(extendText, () => ({ input: { disclosureRequestId: request.id, days: Number(days), reason } }), again);
  return <details><summary>{t('request.extend')}</summary><Wrong all={problems} /><Field label={t('request.extend.days')} type="number" value={days} change={setDays} /><Field label={t('audit.reason')} rows={2} value={reason} change={setReason} /><div class="actions"><button type="button" disabled={busy} onClick={() => void extend()}>{t('request.extend')}</button></div></details>;
}

function Reply({ request, words, again }: Part) {
  const [r, set] = useState({ outcome: 'GRANTED' as DisclosureOutcome, text: '', legalBasis: '', withheldParts: '' });
  const { problems, busy, change } = useChange();
  const draft = () => change<DraftReplyMutation, DraftReplyMutationVariables>(replyText, () => ({ input: { disclosureRequestId: request.id, outcome: r.outcome, text: r.text, legalBasis: r.legalBasis || null, withheldParts: r.withheldParts || null } }), again);
  return (
    <details><summary>{t('request.reply')}</summary><Wrong all={problems} />
      <Pick label={t('outcome')} value={r.outcome} words={words.DisclosureOutcome ?? {}} change={(outcome) => set({ ...r, outcome: outcome as DisclosureOutcome })} />
      <Field label={t('request.reply.text')} rows={6} value={r.text} change={(text) => set({ ...r, text })} />
      {r.outcome !== 'GRANTED' && <Field label={t('bases')} rows={2} value={r.legalBasis} change={(legalBasis) => set({ ...r, legalBasis })} />}
      {r.outcome === 'PARTLY_GRANTED' && <Field label={t('request.withheld')} rows={2} value={r.withheldParts} change={(withheldParts) => set({ ...r, withheldParts })} />}
      <div class="actions"><button type="button" disabled={busy} onClick={() => void draft()}>{t('save')}</button></div></details>
  );
}

function Signing({ request, checks, signs, again }: Omit<Part, 'words'> & { checks: boolean; signs: boolean }) {
  const { problems, busy, change } = useChange();
  const drafted = request.tracking!.steps.some((s) => s.kind === 'REPLY_DRAFTED');
  if (!drafted || ['DECIDED', 'REPLIED', 'WITHDRAWN', 'ABANDONED'].includes(request.state)) return null;
  return (
    <section><Wrong all={problems} /><div class="actions">
      {checks && <button type="button" disabled={busy} onClick={() => void change<CheckReplyMutation, CheckReplyMutationVariables>(checkText, () => ({ input: { disclosureRequestId: request.id } }), again)}>{t('request.check')}</button>}
      {signs && <button type="button" disabled={busy} onClick={() => confirm(t('desk.sure')) && void change<SignReplyMutation, SignReplyMutationVariables>(signText, () => ({ input: { disclosureRequestId: request.id } }), again)}>{t('request.sign')}</button>}
    </div></section>
  );
}

function Who({ request, words }: Omit<Part, 'again'>) {
  const [purpose, setPurpose] = useState<ApplicantPurpose>('HANDLE');
  const [who, setWho] = useState<NonNullable<ReadApplicantMutation['readDisclosureApplicant']['applicant']>>();
  const { problems, busy, change } = useChange();
  const read = () => change<ReadApplicantMutation, ReadApplicantMutationVariables>(applicantText, () => ({ input: { disclosureRequestId: request.id, purpose } }), (got) => setWho(got.readDisclosureApplicant.applicant!));
  return (
    <details><summary>{t('apply.who')}</summary><p class="hint">{t('request.audited')}</p><Wrong all={problems} />
      {who ? <p>{who.name} · {who.proof} · {who.contact}</p> : <><Pick label={t('request.purpose')} value={purpose} words={words.ApplicantPurpose ?? {}} change={(p) => setPurpose(p as ApplicantPurpose)} /><div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => void read()}>{t('request.who')}</button></div></>}</details>
  );
}

if (token()) show('request', async (again) => {
  const [words, { viewer, node }] = await Promise.all([enums(), ask<RequestQuery, RequestQueryVariables>(requestText, { id })]);
  if (node?.__typename !== 'DisclosureRequest' || !node.tracking) return null;
  const can = (action: string) => may(viewer, action, node.department.code);
  const part = { request: node, words, again };
  return (
    <div class="two"><div class="text"><Tracked tracking={node.tracking} words={words} /></div>
      <div class="panel">{node.viewerIsApplicant && <Applicant {...part} />}
        {can('HANDLE_DISCLOSURE') && <><Record {...part} /><Reply {...part} /></>}{can('SIGN_DISCLOSURE') && <Extend {...part} />}
        <Signing {...part} checks={can('CHECK_DISCLOSURE')} signs={can('SIGN_DISCLOSURE')} />{can('READ_APPLICANT') && <Who {...part} />}</div></div>
  );
});
