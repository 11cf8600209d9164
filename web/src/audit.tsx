// The audit log: every action of staff, chained by hashes.
import { useEffect, useState } from 'preact/hooks';
import auditText from '../documents/audit.graphql';
import { ask, Refusal } from './api';
import type { AuditQuery, AuditQueryVariables } from './gql/graphql';
import { Field, Pick, show, Wrong, type Words } from './staff';
import { enums, t } from './words';

type Log = NonNullable<AuditQuery['auditLog']>;
const at = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'medium' });
const titleOf = (s: Log['nodes'][number]['subject']): string => (!s ? '' : s.__typename === 'Consultation' ? s.consultation : 'title' in s ? s.title : 'name' in s ? s.name : s.__typename);

function Audit({ departments, words }: { departments: AuditQuery['departments']['nodes']; words: Words }) {
  const [wanted, want] = useState({ action: '', actor: '', departmentId: '' });
  const [entries, setEntries] = useState<Log['nodes']>([]);
  const [log, setLog] = useState<Log>();
  const [wrong, setWrong] = useState('');
  const read = async (after: string | null) => {
    try {
      const { auditLog } = await ask<AuditQuery, AuditQueryVariables>(auditText, { after, filter: Object.fromEntries(Object.entries(wanted).filter(([, v]) => v)) });
      setWrong('');
      setEntries(after ? [...entries, ...(auditLog?.nodes ?? [])] : auditLog?.nodes ?? []);
      setLog(auditLog ?? undefined);
    } catch (e) { setWrong(e instanceof Refusal ? e.message : t('failed')); }
  };
  useEffect(() => { void read(null); }, []);
  return (
    <><Wrong all={wrong ? [{ message: wrong }] : []} />
      <form class="filters" onSubmit={(e) => { e.preventDefault(); void read(null); }}>
        <Field label={t('audit.action')} value={wanted.action} change={(action) => want({ ...wanted, action })} /><Field label={t('audit.actor')} value={wanted.actor} change={(actor) => want({ ...wanted, actor })} />
        <Pick label={t('department')} value={wanted.departmentId} none={t('all')} words={Object.fromEntries(departments.map((d) => [d.id, d.name]))} change={(departmentId) => want({ ...wanted, departmentId })} /><button>{t('show')}</button></form>
      {log && <p>{t('found', { n: log.totalCount })}</p>}
      <div class="scroll" tabIndex={0} role="region" aria-label={t('audit')}><table><thead><tr><th>{t('number')}</th><th>{t('audit.when')}</th><th>{t('audit.actor')}</th><th>{t('audit.action')}</th><th>{t('audit.subject')}</th></tr></thead>
        <tbody>{entries.map((e) => <tr key={e.id}><td class="num">{e.seq}</td><td>{at.format(new Date(e.createdAt))}</td><td>{e.actor}<br /><span class="quietly">{e.roles.map((r) => `${words.Role?.[r.role]} ${r.department ?? ''}`).join(t('comma'))}</span></td><td>{e.action} <span class="quietly">{e.department}</span></td><td>{titleOf(e.subject)}<details><summary>{t('audit.more')}</summary><pre>{e.summary}</pre><code>{e.hash}</code></details></td></tr>)}</tbody></table></div>
      {log?.pageInfo.hasNextPage && <div class="actions"><button type="button" class="quiet" onClick={() => void read(log.pageInfo.endCursor ?? null)}>{t('more')}</button></div>}
    </>
  );
}

show('audit', async () => {
  const [words, { departments }] = await Promise.all([enums(), ask<AuditQuery, AuditQueryVariables>(auditText, { filter: { action: 'none' } })]);
  return <Audit departments={departments.nodes} words={words} />;
});
