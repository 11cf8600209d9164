// A request for government information. Staff enter here what came on paper.
import { useState } from 'preact/hooks';
import applyText from '../documents/apply.graphql';
import enterText from '../documents/enter-request.graphql';
import submitText from '../documents/submit-request.graphql';
import { ask, base } from './api';
import type { ApplicantKind, ApplyQuery, ApplyQueryVariables, DisclosureEventKind, DisclosureTopic, EnterRequestMutation, EnterRequestMutationVariables, SubmitRequestMutation, SubmitRequestMutationVariables, WantedForm } from './gql/graphql';
import { Received, type Receipt } from './parts';
import { Field, may, param, Pick, show, some, useChange, useKept, Wrong, type Words } from './staff';
import { enums, t } from './words';

const channels = ['SUBMITTED_IN_PERSON', 'MAIL_SIGNED_FOR', 'SUBMITTED_BY_MAIL', 'SUBMITTED_BY_FAX', 'SUBMITTED_ONLINE'];

function Apply({ found, words }: { found: ApplyQuery; words: Words }) {
  const paper = param('paper') !== '';
  const departments = found.departments.nodes.filter((d) => !paper || may(found.viewer, 'HANDLE_DISCLOSURE', d.code));
  const [w, keep, drop] = useKept(paper ? 'enter' : 'apply', { department: departments[0]?.id ?? '', topic: 'OTHER' as DisclosureTopic, text: '', form: 'ELECTRONIC' as WantedForm, kind: 'NATURAL_PERSON' as ApplicantKind, channel: 'MAIL_SIGNED_FOR' as DisclosureEventKind, on: '' });
  const [applicant, setApplicant] = useState({ name: '', proof: '', contact: '' }); // who applies never stays in the browser
  const [done, setDone] = useState<{ number: string; id: string; receipt?: Receipt | null }>();
  const { problems, busy, change } = useChange();
  const asked = () => ({ departmentId: w.department, applicantKind: w.kind, applicant, topic: w.topic, text: w.text, wantedForm: w.form });
  const received = (r: { id: string; number: string } | null | undefined, receipt?: Receipt | null) => { drop(); setDone({ number: r!.number, id: r!.id, receipt }); };
  const send = () => paper
    ? change<EnterRequestMutation, EnterRequestMutationVariables>(enterText, (key) => ({ input: { ...asked(), channel: w.channel, on: w.on, idempotencyKey: key } }), (got) => received(got.enterDisclosureRequest.disclosureRequest))
    : change<SubmitRequestMutation, SubmitRequestMutationVariables>(submitText, (key) => ({ input: { ...asked(), idempotencyKey: key } }), (got) => received(got.submitDisclosureRequest.disclosureRequest, got.submitDisclosureRequest.receipt));

  if (done) return <Received words={t('apply.done', { number: done.number })} receipt={done.receipt}><p><a href={`${base}/disclosures/${done.id}`}>{t('apply.track')}</a></p></Received>;
  if (departments.length === 0) return <p class="none">{t('desk.no')}</p>;
  return (
    <form class="step" onSubmit={(e) => { e.preventDefault(); void send(); }}><Wrong all={problems} />
      {!paper && found.viewer?.assurance !== 'VERIFIED' && <p class="notice">{t('apply.verified')}</p>}
      <Pick label={t('department')} value={w.department} words={Object.fromEntries(departments.map((d) => [d.id, d.name]))} change={(department) => keep({ ...w, department })} />
      {paper && <><Pick label={t('apply.channel')} value={w.channel} words={some(words.DisclosureEventKind ?? {}, channels)} change={(channel) => keep({ ...w, channel: channel as DisclosureEventKind })} /><Field label={t('apply.on')} type="date" value={w.on} change={(on) => keep({ ...w, on })} /></>}
      <Pick label={t('topic')} value={w.topic} words={words.DisclosureTopic ?? {}} change={(topic) => keep({ ...w, topic: topic as DisclosureTopic })} />
      <Field label={t('apply.text')} hint={t('apply.text.help')} rows={6} value={w.text} change={(text) => keep({ ...w, text })} />
      <Pick label={t('apply.form')} value={w.form} words={words.WantedForm ?? {}} change={(form) => keep({ ...w, form: form as WantedForm })} />
      <Pick label={t('apply.kind')} value={w.kind} words={words.ApplicantKind ?? {}} change={(kind) => keep({ ...w, kind: kind as ApplicantKind })} />
      <fieldset><legend>{t('apply.who')}</legend><p class="hint">{t('apply.who.help')}</p>
        <Field label={t('admin.name')} value={applicant.name} change={(name) => setApplicant({ ...applicant, name })} /><Field label={t('apply.proof')} value={applicant.proof} change={(proof) => setApplicant({ ...applicant, proof })} /><Field label={t('apply.contact')} value={applicant.contact} change={(contact) => setApplicant({ ...applicant, contact })} /></fieldset>
      <div class="actions"><button disabled={busy}>{busy ? t('sending') : t('apply.send')}</button></div>
    </form>
  );
}

show('apply', async () => {
  const [words, found] = await Promise.all([enums(), ask<ApplyQuery, ApplyQueryVariables>(applyText, {})]);
  return <Apply found={found} words={words} />;
});
