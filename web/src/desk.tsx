// The desk of staff: what waits for them in their roles, and the comments that wait for a moderator, many at once.
import { useState } from 'preact/hooks';
import deskText from '../documents/desk.graphql';
import moderateText from '../documents/moderate.graphql';
import moderationText from '../documents/moderation.graphql';
import remindersText from '../documents/reminders.graphql';
import { ask, base, Refusal } from './api';
import type { RemindersQuery, RemindersQueryVariables, DeskQuery, DeskQueryVariables, ModerateMutation, ModerateMutationVariables, ModerationDecision, ModerationQuery, ModerationQueryVariables, ModerationReason } from './gql/graphql';
import { may, show, type Words } from './staff';
import { day, enums, t } from './words';

type Item = NonNullable<DeskQuery['desk']>['nodes'][number];
type Queued = NonNullable<ModerationQuery['moderationQueue']>['nodes'][number];

/** Where the work on an item is done. */
function place(item: Item): string {
  const s = item.subject;
  if (s?.__typename === 'Draft') return `${base}/desk/drafts/${s.id}`;
  if (s?.__typename === 'Survey') return `${base}/desk/surveys/${s.id}`;
  if (s?.__typename === 'Consultation') return `${base}/desk/${item.kind === 'CONSULTATION_CLOSING' ? 'consultations' : 'answers'}/${s.id}`;
  return `${base}/desk`;
}
const titleOf = (s: Item['subject']): string => (s?.__typename === 'Consultation' ? s.consultation : s?.__typename === 'Draft' || s?.__typename === 'Survey' ? s.title : '');

function Inbox({ items, words }: { items: Item[]; words: Words }) {
  if (items.length === 0) return <p class="none">{t('desk.none')}</p>;
  return <ul class="plain ruled">{items.map((i) => (
    <li key={`${i.kind} ${i.subject?.__typename} ${titleOf(i.subject)}`}><p class="meta">{words.DeskItemKind?.[i.kind]} · {i.dueAt ? `${t('due')} ${day(i.dueAt)}` : `${t('desk.since')} ${day(i.since)}`}</p><a href={place(i)}>{titleOf(i.subject)}</a></li>))}</ul>;
}

function Queue({ name, comments, words }: { name: string; comments: Queued[]; words: Words }) {
  const [chosen, choose] = useState<string[]>([]);
  const [reason, setReason] = useState<ModerationReason>('PERSONAL_DATA');
  const [said, say] = useState('');
  const [gone, drop] = useState<string[]>([]);
  const shown = comments.filter((c) => !gone.includes(c.id));

  async function decide(decision: ModerationDecision) {
    try {
      const { moderateComments: got } = await ask<ModerateMutation, ModerateMutationVariables>(moderateText, { input: { commentIds: chosen, decision, reason: decision === 'HIDE' ? reason : null } });
      if (!got.comments) { say(got.userErrors[0]?.message ?? t('failed')); return; }
      drop([...gone, ...chosen]);
      say(t('desk.decided', { n: chosen.length }));
      choose([]);
    } catch (e) { say(e instanceof Refusal ? e.message : t('failed')); }
  }

  if (comments.length === 0) return null;
  return (
    <section aria-labelledby={`queue-${name}`}><h2 id={`queue-${name}`}>{name} <span class="quietly">{shown.length}</span></h2>
      <p role="status">{said}</p>
      <ul class="list">{shown.map((c) => (
        <li class="comment" key={c.id}>
          <label class="pick"><input type="checkbox" checked={chosen.includes(c.id)} onChange={(e) => choose(e.currentTarget.checked ? [...chosen, c.id] : chosen.filter((id) => id !== c.id))} /> <span class="body">{c.body}</span></label>
          <p class="meta"><a href={`${base}/consultations/${c.consultation.id}`}>{c.consultation.title}</a> · {c.clause?.citation ?? t('whole')} · {words.Stance?.[c.stance]} · {day(c.createdAt)}{c.moderationCase && c.moderationCase.openReports > 0 && ` · ${t('desk.reports', { n: c.moderationCase.openReports })}`}</p>
        </li>))}</ul>
      <div class="filters">
        <button type="button" class="quiet" onClick={() => choose(chosen.length === shown.length ? [] : shown.map((c) => c.id))}>{t('desk.all')}</button>
        <button type="button" disabled={chosen.length === 0} onClick={() => void decide('PUBLISH')}>{words.ModerationDecision?.PUBLISH} ({chosen.length})</button>
        <div><label for={`reason-${name}`}>{t('desk.reason')}</label><select id={`reason-${name}`} value={reason} onChange={(e) => setReason(e.currentTarget.value as ModerationReason)}>{Object.entries(words.ModerationReason ?? {}).map(([value, word]) => <option key={value} value={value}>{word}</option>)}</select></div>
        <button type="button" class="quiet" disabled={chosen.length === 0} onClick={() => void decide('HIDE')}>{words.ModerationDecision?.HIDE} ({chosen.length})</button>
      </div>
    </section>
  );
}

/** What staff begin themselves, as their roles allow. */
function Begin({ viewer }: { viewer: DeskQuery['viewer'] }) {
  const places: [string, string, string][] = [['WRITE_DRAFT', 'desk/write', t('desk.write')], ['WRITE_SURVEY', 'desk/surveys/new', t('editor.new')], ['HANDLE_DISCLOSURE', 'disclosures/new?paper=1', t('desk.paper')], ['KEEP_READING_POINTS', 'desk/reading-points', t('reading-points')], ['MANAGE_DEPARTMENTS', 'desk/admin', t('admin')], ['READ_AUDIT', 'desk/audit', t('audit')]];
  return <ul class="inline">{places.filter(([action]) => may(viewer, action)).map(([, to, name]) => <li key={to}><a href={`${base}/${to}`}>{name}</a></li>)}</ul>;
}

type Reminder = NonNullable<RemindersQuery['disclosureReminders']>['nodes'][number];

function Requests({ all, words }: { all: Reminder[]; words: Words }) {
  if (all.length === 0) return null;
  return <section><h2>{t('desk.requests')} <span class="quietly">{all.length}</span></h2><ul class="plain ruled">{all.map((r) => <li key={r.id}><p class="meta">{words.DisclosureState?.[r.state]}{r.dueOn && ` · ${t('request.due')} ${r.dueOn}`}{r.overdueDays > 0 && ` · ${t('late', { n: r.overdueDays })}`}</p><a href={`${base}/disclosures/${r.id}`}>{r.number}</a> <span class="quietly">{words.DisclosureTopic?.[r.topic]}</span></li>)}</ul></section>;
}

/** The running requests to the departments in which the reader handles them. */
async function reminders({ viewer, departments }: DeskQuery): Promise<Reminder[]> {
  const mine = departments.nodes.filter((d) => viewer?.rights.some((r) => r.action === 'READ_DISCLOSURE' && r.department === d.code));
  const found = await Promise.all(mine.map((d) => ask<RemindersQuery, RemindersQueryVariables>(remindersText, { department: d.id })));
  return found.flatMap((f) => f.disclosureReminders?.nodes ?? []);
}

show('desk', async () => {
  const [words, found] = await Promise.all([enums(), ask<DeskQuery, DeskQueryVariables>(deskText, {})]);
  const { viewer, desk } = found;
  const queue = may(viewer, 'READ_MODERATION') ? await ask<ModerationQuery, ModerationQueryVariables>(moderationText, {}) : undefined;
  return <><p class="hint">{t('signin.done', { name: viewer?.name ?? '' })}</p><Begin viewer={viewer} /><h2>{t('desk.inbox')} <span class="quietly">{desk?.totalCount}</span></h2><Inbox items={desk?.nodes ?? []} words={words} /><Requests all={await reminders(found)} words={words} />
    {queue && <><Queue name={t('desk.pending')} comments={queue.moderationQueue?.nodes ?? []} words={words} /><Queue name={t('desk.reported')} comments={queue.reported?.nodes ?? []} words={words} /></>}</>;
});
