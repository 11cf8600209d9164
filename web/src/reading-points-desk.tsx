// The reading points of a department: new ones, what they say from now on, and their end.
import { useState } from 'preact/hooks';
import closeText from '../documents/close-reading-point.graphql';
import confirmText from '../documents/confirm-reading-point.graphql';
import openText from '../documents/open-reading-point.graphql';
import pointText from '../documents/reading-point.graphql';
import deskText from '../documents/reading-points-desk.graphql';
import reviseText from '../documents/revise-reading-point.graphql';
import { ask } from './api';
import type { CloseReadingPointMutation, CloseReadingPointMutationVariables, ConfirmReadingPointMutation, ConfirmReadingPointMutationVariables, OpeningDay, OpeningExceptionInput, OpeningHoursInput, OpenReadingPointMutation, OpenReadingPointMutationVariables, ReadingPointInput, ReadingPointKind, ReadingPointQuery, ReadingPointQueryVariables, ReadingPointsDeskQuery, ReadingPointsDeskQueryVariables, ReviseReadingPointMutation, ReviseReadingPointMutationVariables } from './gql/graphql';
import { Field, inEach, may, Pick, show, texts, Translated, useChange, useKept, Wrong, type Texts, type Words } from './staff';
import { enums, t } from './words';

type Point = ReadingPointsDeskQuery['readingPoints']['nodes'][number];
type Said = Extract<NonNullable<ReadingPointQuery['node']>, { __typename: 'ReadingPoint' }>;
type Part = { found: ReadingPointsDeskQuery; words: Words; again: () => Promise<void> };

const none = { kind: 'LIBRARY' as ReadingPointKind, name: {} as Texts, address: {} as Texts, words: {} as Texts, hours: [] as OpeningHoursInput[], exceptions: [] as OpeningExceptionInput[], contact: '', north: '', east: '' };
type Written = typeof none;
const input = (w: Written): ReadingPointInput => ({ kind: w.kind, name: texts(w.name), address: texts(w.address), openingHours: texts(w.words), hours: w.hours, exceptions: w.exceptions.map((e) => ({ ...e, opens: e.opens || null, closes: e.closes || null })), contact: w.contact, position: w.north && w.east ? { latitude: Number(w.north), longitude: Number(w.east) } : null });

/** What a reading point says now, in all languages. */
async function writtenOf(id: string): Promise<Written> {
  const all = await inEach(async (locale) => (await ask<ReadingPointQuery, ReadingPointQueryVariables>(pointText, { id, locale })).node as Said);
  const { kind, contact, position, hours, exceptions } = all.first;
  return { kind, contact, name: all.texts((p) => p.name), address: all.texts((p) => p.address), words: all.texts((p) => p.openingHours), hours, exceptions, north: position ? String(position.latitude) : '', east: position ? String(position.longitude) : '' };
}

function Fields({ w, set, words }: { w: Written; set: (w: Written) => void; words: Words }) {
  return (
    <><Pick label={t('points.kind')} value={w.kind} words={words.ReadingPointKind ?? {}} change={(kind) => set({ ...w, kind: kind as ReadingPointKind })} />
      <Translated label={t('admin.name')} value={w.name} change={(name) => set({ ...w, name })} /><Translated label={t('address')} value={w.address} change={(address) => set({ ...w, address })} />
      <Translated label={t('opening-hours')} rows={2} value={w.words} change={(said) => set({ ...w, words: said })} /><Hours w={w} set={set} words={words} /><Field label={t('contact')} value={w.contact} change={(contact) => set({ ...w, contact })} />
      <div class="filters"><Field label={t('points.north')} type="number" value={w.north} change={(north) => set({ ...w, north })} /><Field label={t('points.east')} type="number" value={w.east} change={(east) => set({ ...w, east })} /></div></>
  );
}

/** A copy of a list in which one entry is another, or none. */
const put = <T,>(list: T[], at: number, ...entry: T[]): T[] => [...list.slice(0, at), ...entry, ...list.slice(at + 1)];

/** When a place is open: times on kinds of days, and days that differ. */
function Hours({ w, set, words }: { w: Written; set: (w: Written) => void; words: Words }) {
  const hours = (next: OpeningHoursInput[]) => set({ ...w, hours: next });
  const exceptions = (next: OpeningExceptionInput[]) => set({ ...w, exceptions: next });
  return (
    <><fieldset><legend>{t('points.hours')}</legend>{w.hours.map((h, i) => (
      <div class="filters" key={i}><Pick label={t('points.day')} value={h.day} words={words.OpeningDay ?? {}} change={(day) => hours(put(w.hours, i, { ...h, day: day as OpeningDay }))} />
        <Field label={t('points.opens')} type="time" value={h.opens} change={(opens) => hours(put(w.hours, i, { ...h, opens }))} /><Field label={t('points.closes')} type="time" value={h.closes} change={(closes) => hours(put(w.hours, i, { ...h, closes }))} />
        <button type="button" class="small quiet" onClick={() => hours(put(w.hours, i))}>{t('points.less')}</button></div>))}
      <button type="button" class="small quiet" onClick={() => hours([...w.hours, { day: 'WORKING_DAY', opens: '09:00', closes: '17:00' }])}>{t('points.more')}</button></fieldset>
    <fieldset><legend>{t('points.days')}</legend>{w.exceptions.map((e, i) => (
      <div class="filters" key={i}><Field label={t('points.date')} type="date" required value={e.date} change={(date) => exceptions(put(w.exceptions, i, { ...e, date }))} />
        <Field label={t('points.opens')} type="time" value={e.opens ?? ''} change={(opens) => exceptions(put(w.exceptions, i, { ...e, opens }))} /><Field label={t('points.closes')} type="time" value={e.closes ?? ''} change={(closes) => exceptions(put(w.exceptions, i, { ...e, closes }))} />
        <Field label={t('points.reason')} value={e.reason} change={(reason) => exceptions(put(w.exceptions, i, { ...e, reason }))} /><button type="button" class="small quiet" onClick={() => exceptions(put(w.exceptions, i))}>{t('points.less')}</button></div>))}
      <button type="button" class="small quiet" onClick={() => exceptions([...w.exceptions, { date: '', opens: null, closes: null, reason: '' }])}>{t('points.more-days')}</button></fieldset></>
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
  const confirmed = () => change<ConfirmReadingPointMutation, ConfirmReadingPointMutationVariables>(confirmText, () => ({ input: { readingPointId: point.id } }), done);
  const end = () => change<CloseReadingPointMutation, CloseReadingPointMutationVariables>(closeText, () => ({ input: { readingPointId: point.id, reason } }), done);
  return (
    <form class="step" onSubmit={(e) => { e.preventDefault(); void revise(); }}><Wrong all={problems} /><Fields w={w} set={set} words={words} />
      <div class="actions"><button disabled={busy}>{t('save')}</button><button type="button" class="quiet" disabled={busy} onClick={() => void confirmed()}>{t('points.confirm')}</button><button type="button" class="quiet" onClick={close}>{t('cancel')}</button></div>
      <details><summary>{t('points.close')}</summary><Field label={t('points.why')} rows={2} value={reason} change={setReason} /><div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => confirm(t('points.sure')) && void end()}>{t('points.close')}</button></div></details></form>
  );
}

function Points(part: Part) {
  const { found, words, again } = part;
  const [open, setOpen] = useState<{ id: string; begun: Written }>();
  return (
    <>{found.readingPoints.nodes.length === 0 ? <p class="none">{t('nothing')}</p> : <ul class="plain ruled">{found.readingPoints.nodes.map((p) => (
      <li key={p.id}><b>{p.name}</b> <span class="quietly">{words.ReadingPointKind?.[p.kind]} · {p.department.name}</span>
        <p class="hint">{p.address} · {p.openingHours} · {p.contact}{p.unconfirmed && <> · {t('unconfirmed')} {p.verifiedOn}</>}</p>
        {open?.id === p.id ? <Revise point={p} begun={open.begun} words={words} again={again} close={() => setOpen(undefined)} /> : may(found.viewer, 'KEEP_READING_POINTS', p.department.code) && <button type="button" class="small quiet" aria-label={`${t('edit')} ${p.name}`} onClick={() => void writtenOf(p.id).then((begun) => setOpen({ id: p.id, begun }))}>{t('edit')}</button>}</li>))}</ul>}
    <Open {...part} /></>
  );
}

show('reading-points-desk', async (again) => {
  const [words, found] = await Promise.all([enums(), ask<ReadingPointsDeskQuery, ReadingPointsDeskQueryVariables>(deskText, {})]);
  return <Points found={found} words={words} again={again} />;
});
