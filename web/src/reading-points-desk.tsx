// The reading points of a department: new ones, what they say from now on, and their end.
import { useState } from 'preact/hooks';
import closeText from '../documents/close-reading-point.graphql';
import openText from '../documents/open-reading-point.graphql';
import pointText from '../documents/reading-point.graphql';
import deskText from '../documents/reading-points-desk.graphql';
import reviseText from '../documents/revise-reading-point.graphql';
import { ask } from './api';
import type { CloseReadingPointMutation, CloseReadingPointMutationVariables, OpenReadingPointMutation, OpenReadingPointMutationVariables, ReadingPointInput, ReadingPointKind, ReadingPointQuery, ReadingPointQueryVariables, ReadingPointsDeskQuery, ReadingPointsDeskQueryVariables, ReviseReadingPointMutation, ReviseReadingPointMutationVariables } from './gql/graphql';
import { Field, inEach, may, Pick, show, texts, Translated, useChange, useKept, Wrong, type Texts, type Words } from './staff';
import { enums, t } from './words';

type Point = ReadingPointsDeskQuery['readingPoints']['nodes'][number];
type Said = Extract<NonNullable<ReadingPointQuery['node']>, { __typename: 'ReadingPoint' }>;
type Part = { found: ReadingPointsDeskQuery; words: Words; again: () => Promise<void> };

const none = { kind: 'LIBRARY' as ReadingPointKind, name: {} as Texts, address: {} as Texts, hours: {} as Texts, contact: '', north: '', east: '' };
type Written = typeof none;
const input = (w: Written): ReadingPointInput => ({ kind: w.kind, name: texts(w.name), address: texts(w.address), openingHours: texts(w.hours), contact: w.contact, position: w.north && w.east ? { latitude: Number(w.north), longitude: Number(w.east) } : null });

/** What a reading point says now, in all languages. */
async function writtenOf(id: string): Promise<Written> {
  const all = await inEach(async (locale) => (await ask<ReadingPointQuery, ReadingPointQueryVariables>(pointText, { id, locale })).node as Said);
  const { kind, contact, position } = all.first;
  return { kind, contact, name: all.texts((p) => p.name), address: all.texts((p) => p.address), hours: all.texts((p) => p.openingHours), north: position ? String(position.latitude) : '', east: position ? String(position.longitude) : '' };
}

function Fields({ w, set, words }: { w: Written; set: (w: Written) => void; words: Words }) {
  return (
    <><Pick label={t('points.kind')} value={w.kind} words={words.ReadingPointKind ?? {}} change={(kind) => set({ ...w, kind: kind as ReadingPointKind })} />
      <Translated label={t('admin.name')} value={w.name} change={(name) => set({ ...w, name })} /><Translated label={t('address')} value={w.address} change={(address) => set({ ...w, address })} />
      <Translated label={t('opening-hours')} rows={2} value={w.hours} change={(hours) => set({ ...w, hours })} /><Field label={t('contact')} value={w.contact} change={(contact) => set({ ...w, contact })} />
      <div class="filters"><Field label={t('points.north')} type="number" value={w.north} change={(north) => set({ ...w, north })} /><Field label={t('points.east')} type="number" value={w.east} change={(east) => set({ ...w, east })} /></div></>
  );
}

function Open({ found, words, again }: Part) {
  const mine = found.departments.nodes.filter((d) => may(found.viewer, 'KEEP_READING_POINTS', d.code));
  const [department, setDepartment] = useState(mine[0]?.id ?? '');
  const [w, keep, drop] = useKept<Written>('reading point', none);
  const { problems, busy, change } = useChange();
  const open = () => change<OpenReadingPointMutation, OpenReadingPointMutationVariables>(openText, (key) => ({ input: { departmentId: department, readingPoint: input(w), idempotencyKey: key } }), async () => { drop(); await again(); });
  if (mine.length === 0) return <p class="none">{t('desk.no')}</p>;
  return (
    <section><h2>{t('points.open')}</h2><form class="step" onSubmit={(e) => { e.preventDefault(); void open(); }}><Wrong all={problems} />
      <Pick label={t('department')} value={department} words={Object.fromEntries(mine.map((d) => [d.id, d.name]))} change={setDepartment} /><Fields w={w} set={keep} words={words} />
      <div class="actions"><button disabled={busy}>{t('points.open')}</button></div></form></section>
  );
}

function Revise({ point, begun, words, again, close }: { point: Point; begun: Written; close: () => void } & Omit<Part, 'found'>) {
  const [w, set] = useState(begun);
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const done = async () => { close(); await again(); };
  const revise = () => change<ReviseReadingPointMutation, ReviseReadingPointMutationVariables>(reviseText, () => ({ input: { readingPointId: point.id, readingPoint: input(w) } }), done);
  const end = () => change<CloseReadingPointMutation, CloseReadingPointMutationVariables>(closeText, () => ({ input: { readingPointId: point.id, reason } }), done);
  return (
    <form class="step" onSubmit={(e) => { e.preventDefault(); void revise(); }}><Wrong all={problems} /><Fields w={w} set={set} words={words} />
      <div class="actions"><button disabled={busy}>{t('save')}</button><button type="button" class="quiet" onClick={close}>{t('cancel')}</button></div>
      <details><summary>{t('points.close')}</summary><Field label={t('points.why')} rows={2} value={reason} change={setReason} /><div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => confirm(t('points.sure')) && void end()}>{t('points.close')}</button></div></details></form>
  );
}

function Points(part: Part) {
  const { found, words, again } = part;
  const [open, setOpen] = useState<{ id: string; begun: Written }>();
  return (
    <>{found.readingPoints.nodes.length === 0 ? <p class="none">{t('nothing')}</p> : <ul class="plain ruled">{found.readingPoints.nodes.map((p) => (
      <li key={p.id}><b>{p.name}</b> <span class="quietly">{words.ReadingPointKind?.[p.kind]} · {p.department.name}</span>
        <p class="hint">{p.address} · {p.openingHours} · {p.contact}</p>
        {open?.id === p.id ? <Revise point={p} begun={open.begun} words={words} again={again} close={() => setOpen(undefined)} /> : may(found.viewer, 'KEEP_READING_POINTS', p.department.code) && <button type="button" class="small quiet" aria-label={`${t('edit')} ${p.name}`} onClick={() => void writtenOf(p.id).then((begun) => setOpen({ id: p.id, begun }))}>{t('edit')}</button>}</li>))}</ul>}
    <Open {...part} /></>
  );
}

show('reading-points-desk', async (again) => {
  const [words, found] = await Promise.all([enums(), ask<ReadingPointsDeskQuery, ReadingPointsDeskQueryVariables>(deskText, {})]);
  return <Points found={found} words={words} again={again} />;
});
