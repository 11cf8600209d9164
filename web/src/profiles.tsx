// The rules of consultations: new ones, and what the rules of a profile are from now on.
import { useState } from 'preact/hooks';
import createText from '../documents/create-profile.graphql';
import profilesText from '../documents/profiles.graphql';
import reviseText from '../documents/revise-profile.graphql';
import type { Part } from './admin';
import { ask } from './api';
import type { CreateProfileMutation, CreateProfileMutationVariables, DayUnit, PolicyKind, ProfilesQuery, ProfilesQueryVariables, ReviseProfileMutation, ReviseProfileMutationVariables, ShorteningRule, SourceMark } from './gql/graphql';
import { Field, inEach, may, Pick, texts, Translated, useChange, Wrong, type Texts, type Words } from './staff';
import { t } from './words';

const none = {
  code: '', title: {} as Texts, country: '', kinds: [] as PolicyKind[], usualFor: [] as PolicyKind[], minimumDays: '', unit: 'CALENDAR' as DayUnit, warnBelow: '', shortening: 'WITH_REASON' as ShorteningRule, feedbackDueDays: '', feedbackDueUnit: 'CALENDAR' as DayUnit,
  closeTime: '24:00', timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, calendar: '', hearingNoticeDays: '', sourceArticle: {} as Texts, sourceMark: 'UNVERIFIED' as SourceMark, effectiveFrom: '',
};
type Rules = typeof none;
type Profile = ProfilesQuery['jurisdictionProfiles'][number];
const count = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const written = (n: number | null | undefined): string => (n === null || n === undefined ? '' : String(n));
const input = (p: Rules) => ({ ...p, title: texts(p.title), sourceArticle: texts(p.sourceArticle), minimumDays: count(p.minimumDays), warnBelow: count(p.warnBelow), feedbackDueDays: count(p.feedbackDueDays), hearingNoticeDays: count(p.hearingNoticeDays), calendar: p.calendar || null });

/** The rules of a profile as the form has them. */
async function rulesOf(id: string): Promise<Rules> {
  const all = await inEach(async (locale) => (await ask<ProfilesQuery, ProfilesQueryVariables>(profilesText, { locale })).jurisdictionProfiles.find((p) => p.id === id)!);
  const { id: _, title, sourceArticle, ...p } = all.first;
  return { ...p, title: all.texts((one: Profile) => one.title), sourceArticle: all.texts((one: Profile) => one.sourceArticle), minimumDays: written(p.minimumDays), warnBelow: written(p.warnBelow), feedbackDueDays: written(p.feedbackDueDays), hearingNoticeDays: written(p.hearingNoticeDays), calendar: p.calendar ?? '' };
}

function Kinds({ label, value, among, words, change }: { label: string; value: PolicyKind[]; among?: PolicyKind[]; words: Words; change: (kinds: PolicyKind[]) => void }) {
  const all = Object.entries(words.PolicyKind ?? {}) as [PolicyKind, string][];
  return <fieldset><legend>{label}</legend>{all.filter(([kind]) => among?.includes(kind) ?? true).map(([kind, word]) => <label key={kind}><input type="checkbox" checked={value.includes(kind)} onChange={(e) => change(e.currentTarget.checked ? [...value, kind] : value.filter((k) => k !== kind))} /> {word}</label>)}</fieldset>;
}

/** The form of all rules. A profile that exists keeps its code. */
function Form({ begun, found, words, again, close }: Part & { begun?: Rules; close: () => void }) {
  const [p, set] = useState(begun ?? none);
  const { problems, busy, change } = useChange();
  const done = async () => { close(); await again(); };
  const save = () => begun
    ? change<ReviseProfileMutation, ReviseProfileMutationVariables>(reviseText, () => ({ input: input(p) }), done)
    : change<CreateProfileMutation, CreateProfileMutationVariables>(createText, () => ({ input: input(p) }), done);
  const unit = words.DayUnit ?? {};
  return (
    <form class="step" onSubmit={(e) => { e.preventDefault(); void save(); }}><Wrong all={problems} />
      {begun ? <p class="hint">{p.code} · {t('admin.revise.help')}</p> : <Field label={t('admin.code')} value={p.code} change={(code) => set({ ...p, code })} />}
      <Translated label={t('admin.name')} value={p.title} change={(title) => set({ ...p, title })} /><Field label={t('admin.country')} value={p.country} change={(country) => set({ ...p, country })} />
      <Kinds label={t('write.kind')} value={p.kinds} words={words} change={(kinds) => set({ ...p, kinds, usualFor: p.usualFor.filter((k) => kinds.includes(k)) })} />
      {p.kinds.length > 0 && <Kinds label={t('admin.usual')} value={p.usualFor} among={p.kinds} words={words} change={(usualFor) => set({ ...p, usualFor })} />}
      <Field label={t('admin.minimum')} type="number" value={p.minimumDays} change={(minimumDays) => set({ ...p, minimumDays })} /><Pick label={t('admin.unit')} value={p.unit} words={unit} change={(v) => set({ ...p, unit: v as DayUnit })} />
      <Field label={t('admin.warn')} type="number" value={p.warnBelow} change={(warnBelow) => set({ ...p, warnBelow })} /><Pick label={t('admin.shortening')} value={p.shortening} words={words.ShorteningRule ?? {}} change={(v) => set({ ...p, shortening: v as ShorteningRule })} />
      <Field label={t('admin.feedback')} type="number" value={p.feedbackDueDays} change={(feedbackDueDays) => set({ ...p, feedbackDueDays })} /><Pick label={t('admin.unit.feedback')} value={p.feedbackDueUnit} words={unit} change={(v) => set({ ...p, feedbackDueUnit: v as DayUnit })} />
      <Field label={t('admin.hearing')} type="number" value={p.hearingNoticeDays} change={(hearingNoticeDays) => set({ ...p, hearingNoticeDays })} />
      <Field label={t('admin.close')} value={p.closeTime} change={(closeTime) => set({ ...p, closeTime })} /><Field label={t('admin.zone')} value={p.timezone} change={(timezone) => set({ ...p, timezone })} />
      <Pick label={t('admin.calendars')} value={p.calendar} none="–" words={Object.fromEntries(found.workingCalendars.map((k) => [k.code, k.code]))} change={(calendar) => set({ ...p, calendar })} />
      <Translated label={t('source')} value={p.sourceArticle} change={(sourceArticle) => set({ ...p, sourceArticle })} /><Pick label={t('admin.mark')} value={p.sourceMark} words={words.SourceMark ?? {}} change={(v) => set({ ...p, sourceMark: v as SourceMark })} />
      <Field label={t('admin.effective')} type="date" value={p.effectiveFrom} change={(effectiveFrom) => set({ ...p, effectiveFrom })} />
      <div class="actions"><button disabled={busy}>{t('save')}</button><button type="button" class="quiet" onClick={close}>{t('cancel')}</button></div></form>
  );
}

export function Profiles(part: Part) {
  const { found, words } = part;
  const [open, setOpen] = useState<{ id: string; begun?: Rules }>();
  const manages = may(found.viewer, 'MANAGE_PROFILES');
  const close = () => setOpen(undefined);
  const unit = words.DayUnit ?? {};
  return (
    <section><h2>{t('admin.profiles')}</h2>
      <ul class="plain ruled">{found.jurisdictionProfiles.map((r) => <li key={r.id}>{r.title} <span class="quietly">{r.code} · {r.country}{r.minimumDays !== null && r.minimumDays !== undefined && ` · ${t('admin.least', { n: r.minimumDays })} (${unit[r.unit]})`} · {r.timezone}</span> {manages && <button type="button" class="small quiet" aria-label={`${t('edit')} ${r.code}`} onClick={() => void rulesOf(r.id).then((begun) => setOpen({ id: r.id, begun }))}>{t('edit')}</button>}<p class="hint">{r.sourceArticle}</p>
        {open?.id === r.id && <Form key={r.id} begun={open.begun} close={close} {...part} />}</li>)}</ul>
      {manages && open?.id !== '' && <div class="actions"><button type="button" class="quiet" onClick={() => setOpen({ id: '' })}>{t('admin.profile')}</button></div>}
      {open?.id === '' && <Form close={close} {...part} />}
    </section>
  );
}
