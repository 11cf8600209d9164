// What an administrator looks after: departments, roles, calendars of working days and the rules of consultations.
import { useState } from 'preact/hooks';
import adminText from '../documents/admin.graphql';
import departmentText from '../documents/create-department.graphql';
import grantText from '../documents/grant-role.graphql';
import calendarText from '../documents/load-calendar.graphql';
import revokeText from '../documents/revoke-role.graphql';
import rolesText from '../documents/roles.graphql';
import { ask } from './api';
import type { AdminQuery, AdminQueryVariables, CalendarDayInput, CreateDepartmentMutation, CreateDepartmentMutationVariables, GrantRoleMutation, GrantRoleMutationVariables, LoadCalendarMutation, LoadCalendarMutationVariables, RevokeRoleMutation, RevokeRoleMutationVariables, Role, RolesQuery, RolesQueryVariables } from './gql/graphql';
import { Profiles } from './profiles';
import { Field, may, Pick, show, texts, Translated, useChange, Wrong, type Texts, type Words } from './staff';
import { day, enums, t } from './words';

export type Part = { found: AdminQuery; words: Words; again: () => Promise<void> };

function Departments({ found, again }: Omit<Part, 'words'>) {
  const [code, setCode] = useState('');
  const [name, setName] = useState<Texts>({});
  const { problems, busy, change } = useChange();
  const create = () => change<CreateDepartmentMutation, CreateDepartmentMutationVariables>(departmentText, (key) => ({ input: { code, name: texts(name), idempotencyKey: key } }), async () => { setCode(''); setName({}); await again(); });
  return (
    <section><h2>{t('admin.departments')} <span class="quietly">{found.departments.nodes.length}</span></h2>
      <ul class="plain ruled">{found.departments.nodes.map((d) => <li key={d.id}>{d.name} <span class="quietly">{d.code}</span></li>)}</ul>
      {may(found.viewer, 'MANAGE_DEPARTMENTS') && <details><summary>{t('admin.department')}</summary><form class="step" onSubmit={(e) => { e.preventDefault(); void create(); }}><Wrong all={problems} />
        <Field label={t('admin.code')} hint={t('admin.code.help')} value={code} change={setCode} /><Translated label={t('admin.name')} value={name} change={setName} /><div class="actions"><button disabled={busy}>{t('save')}</button></div></form></details>}
    </section>
  );
}

function Roles({ found, roles, words, again }: Part & { roles: NonNullable<RolesQuery['grantedRoles']> }) {
  const [account, setAccount] = useState('');
  const [role, setRole] = useState<Role>('EDITOR');
  const [department, setDepartment] = useState('');
  const { problems, busy, change } = useChange();
  const grant = () => change<GrantRoleMutation, GrantRoleMutationVariables>(grantText, () => ({ input: { accountCode: account.trim(), role, departmentId: department || null } }), async () => { setAccount(''); await again(); });
  const revoke = (r: (typeof roles.nodes)[number]) => change<RevokeRoleMutation, RevokeRoleMutationVariables>(revokeText, () => ({ input: { accountCode: r.accountCode, role: r.role, departmentId: r.department?.id ?? null } }), again);
  return (
    <section><h2>{t('admin.roles')} <span class="quietly">{roles.totalCount}</span></h2><p class="hint">{t('admin.roles.help')}</p><Wrong all={problems} />
      <ul class="plain ruled">{roles.nodes.map((r) => <li key={r.id}>{words.Role?.[r.role]} · {r.department?.name ?? t('admin.everywhere')} · <code>{r.accountCode}</code> · {day(r.grantedAt)} <button type="button" class="small quiet" disabled={busy} onClick={() => confirm(t('admin.sure')) && void revoke(r)}>{t('admin.revoke')}</button></li>)}</ul>
      <form class="step" onSubmit={(e) => { e.preventDefault(); void grant(); }}>
        <Field label={t('admin.account')} hint={t('admin.account.help')} value={account} change={setAccount} />
        <Pick label={t('admin.role')} value={role} words={words.Role ?? {}} change={(r) => setRole(r as Role)} />
        <Pick label={t('department')} value={department} none={t('admin.everywhere')} words={Object.fromEntries(found.departments.nodes.map((d) => [d.id, d.name]))} change={setDepartment} />
        <div class="actions"><button disabled={busy}>{t('admin.grant')}</button></div>
      </form>
    </section>
  );
}

/** Reads lines such as "2026-10-01 国庆节", and with a plus sign before the day where people work: "+2026-10-10". */
function daysOf(lines: string): CalendarDayInput[] {
  return lines.split('\n').filter((l) => l.trim()).map((l) => {
    const [, plus, on, name] = /^\s*(\+?)\s*(\S+)\s*(.*?)\s*$/.exec(l)!;
    return { day: on!, working: plus === '+', name: name! };
  });
}

function Calendars({ found, again }: Omit<Part, 'words'>) {
  const [c, set] = useState({ code: '', extends: '', source: '', coversFrom: '', coversTo: '', days: '' });
  const { problems, busy, change } = useChange();
  const load = () => change<LoadCalendarMutation, LoadCalendarMutationVariables>(calendarText, (key) => ({ input: { ...c, extends: c.extends || null, days: daysOf(c.days), idempotencyKey: key } }), again);
  return (
    <section><h2>{t('admin.calendars')}</h2>
      <ul class="plain ruled">{found.workingCalendars.map((k) => <li key={k.id}>{k.code} · {t('version', { n: k.version })} · {k.coversFrom}–{k.coversTo} · {k.source}</li>)}</ul>
      {may(found.viewer, 'LOAD_CALENDAR') && <details><summary>{t('admin.calendar')}</summary><form class="step" onSubmit={(e) => { e.preventDefault(); void load(); }}><Wrong all={problems} />
        <Field label={t('admin.code')} value={c.code} change={(code) => set({ ...c, code })} />
        <Pick label={t('admin.extends')} value={c.extends} none="–" words={Object.fromEntries(found.workingCalendars.map((k) => [k.code, k.code]))} change={(v) => set({ ...c, extends: v })} />
        <Field label={t('source')} value={c.source} change={(source) => set({ ...c, source })} />
        <Field label={t('admin.from')} type="date" value={c.coversFrom} change={(coversFrom) => set({ ...c, coversFrom })} /><Field label={t('admin.to')} type="date" value={c.coversTo} change={(coversTo) => set({ ...c, coversTo })} />
        <Field label={t('admin.days')} hint={t('admin.days.help')} rows={8} value={c.days} change={(days) => set({ ...c, days })} />
        <div class="actions"><button disabled={busy}>{t('save')}</button></div></form></details>}
    </section>
  );
}

show('admin', async (again) => {
  const [words, found] = await Promise.all([enums(), ask<AdminQuery, AdminQueryVariables>(adminText, {})]);
  const roles = may(found.viewer, 'READ_ROLES') ? (await ask<RolesQuery, RolesQueryVariables>(rolesText, {})).grantedRoles : undefined;
  return <><p class="hint">{t('signin.done', { name: found.viewer?.name ?? '' })} · {t('admin.you')} <code>{found.viewer?.accountCode}</code></p>
    <Departments found={found} again={again} />{roles && <Roles found={found} roles={roles} words={words} again={again} />}<Calendars found={found} again={again} /><Profiles found={found} words={words} again={again} /></>;
});
