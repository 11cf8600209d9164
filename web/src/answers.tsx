// The answers of a department: the comments without one, most joined first, one answer for many; then their publication and the report.
import { useRef, useState } from 'preact/hooks';
import answeringText from '../documents/answering.graphql';
import publishText from '../documents/publish-answers.graphql';
import reportText from '../documents/publish-report.graphql';
import respondText from '../documents/respond.graphql';
import { ask, base, locale, newKey, Refusal } from './api';
import type { AdoptionOutcome, AnsweringQuery, AnsweringQueryVariables, PublishAnswersMutation, PublishAnswersMutationVariables, PublishReportMutation, PublishReportMutationVariables, RespondMutation, RespondMutationVariables } from './gql/graphql';
import { id, show, type Words } from './staff';
import { day, enums, number, t } from './words';

type Consultation = NonNullable<AnsweringQuery['consultation']>;

function Answers({ c, words, again }: { c: Consultation; words: Words; again: () => Promise<void> }) {
  const place = `minyi answer ${c.id}`;
  const [chosen, choose] = useState<string[]>([]);
  const [outcome, setOutcome] = useState<AdoptionOutcome>('ADOPTED');
  const [reason, setReason] = useState(() => localStorage.getItem(place) ?? '');
  const [summary, setSummary] = useState(() => localStorage.getItem(`${place} report`) ?? '');
  const [unanswered, setUnanswered] = useState('');
  const [said, say] = useState('');
  const key = useRef(newKey());
  const drafts = c.officialResponses.nodes.filter((r) => !r.publishedAt);

  const attempt = async (act: () => Promise<{ message: string }[]>, done: () => void) => {
    try {
      const problems = await act();
      say(problems.map((p) => p.message).join(' '));
      if (problems.length > 0) return;
      key.current = newKey();
      done();
      await again();
    } catch (e) { say(e instanceof Refusal ? e.message : t('failed')); }
  };
  const respond = () => attempt(async () => (await ask<RespondMutation, RespondMutationVariables>(respondText, { input: { commentIds: chosen, outcome, reason: reason ? [{ locale, text: reason }] : null, idempotencyKey: key.current } })).respondToComments.userErrors,
    () => { localStorage.removeItem(place); setReason(''); choose([]); });
  const publish = () => attempt(async () => (await ask<PublishAnswersMutation, PublishAnswersMutationVariables>(publishText, { input: { consultationId: c.id } })).publishOfficialResponses.userErrors, () => undefined);
  const report = () => attempt(async () => (await ask<PublishReportMutation, PublishReportMutationVariables>(reportText, { input: { consultationId: c.id, summary: [{ locale, text: summary }], unansweredReason: unanswered || null, idempotencyKey: key.current } })).publishFeedbackReport.userErrors,
    () => localStorage.removeItem(`${place} report`));

  return (
    <>
      <p class="lead"><a href={`${base}/consultations/${c.id}`}>{c.title}</a> · {words.ConsultationStatus?.[c.status]}{c.feedbackDueOn && ` · ${t('due')} ${c.feedbackDueOn}`} · <a href={`${base}/desk/consultations/${c.id}`}>{t('manage')}</a> · <a href={`${base}/desk/analysis/${c.id}`}>{t('analysis')}</a></p>
      <p>{t('desk.answered', { done: number.format(c.commentTally.answered), total: number.format(c.commentTally.total) })}</p>
      <p role="alert" class={said ? 'problems' : 'sr'}>{said}</p>
      <div class="two">
        <section class="text"><h2>{t('desk.unanswered')} <span class="quietly">{c.comments.totalCount}</span></h2>
          {c.comments.nodes.length === 0 && <p class="none">{t('me.none')}</p>}
          <ul class="list">{c.comments.nodes.map((n) => (
            <li class="comment" key={n.id}><label class="pick"><input type="checkbox" checked={chosen.includes(n.id)} onChange={(e) => choose(e.currentTarget.checked ? [...chosen, n.id] : chosen.filter((one) => one !== n.id))} /> <span class="body">{n.body}</span></label>
              <p class="meta">{n.clause?.citation ?? t('whole')} · {words.Stance?.[n.stance]} · {day(n.createdAt)}{n.endorsementCount > 0 && ` · ${t('joined', { n: n.endorsementCount })}`}</p></li>))}</ul>
        </section>
        <section class="panel"><h2>{t('desk.answer', { n: chosen.length })}</h2>
          <label for="outcome">{t('outcome')}</label>
          <select id="outcome" value={outcome} onChange={(e) => setOutcome(e.currentTarget.value as AdoptionOutcome)}>{Object.entries(words.AdoptionOutcome ?? {}).map(([value, word]) => <option key={value} value={value}>{word}</option>)}</select>
          <label for="reason">{t('desk.because')}</label>
          <textarea id="reason" rows={5} value={reason} onInput={(e) => { setReason(e.currentTarget.value); localStorage.setItem(place, e.currentTarget.value); }} />
          <div class="actions"><button type="button" disabled={chosen.length === 0} onClick={() => void respond()}>{t('desk.respond')}</button></div>
          <h2>{t('desk.drafts')} <span class="quietly">{drafts.length}</span></h2>
          {drafts.length > 0 && <ul class="list">{drafts.map((r) => <li class="comment" key={r.id}><p class="meta">{words.AdoptionOutcome?.[r.outcome]} · {t('comments.n', { n: r.comments.totalCount })}</p><p class="body">{r.reason}</p></li>)}</ul>}
          <div class="actions"><button type="button" class="quiet" disabled={drafts.length === 0} onClick={() => void publish()}>{t('desk.publish')}</button></div>
          <h2>{t('report')}</h2>
          {c.feedbackReport ? <p><a href={`${base}/consultations/${c.id}/report`}>{t('report.read')}</a></p> : <>
            <label for="summary">{t('desk.summary')}</label>
            <textarea id="summary" rows={4} value={summary} onInput={(e) => { setSummary(e.currentTarget.value); localStorage.setItem(`${place} report`, e.currentTarget.value); }} />
            {c.comments.totalCount > 0 && <><label for="unanswered">{t('desk.why')}</label><textarea id="unanswered" rows={2} value={unanswered} onInput={(e) => setUnanswered(e.currentTarget.value)} /></>}
            <div class="actions"><button type="button" onClick={() => confirm(t('desk.sure')) && void report()}>{t('desk.report')}</button></div></>}
        </section>
      </div>
    </>
  );
}

show('answers', async (again) => {
  const [words, { consultation }] = await Promise.all([enums(), ask<AnsweringQuery, AnsweringQueryVariables>(answeringText, { id })]);
  return consultation ? <Answers c={consultation} words={words} again={again} /> : <p class="none">{t('nothing')}</p>;
});
