// One version of a draft: its text with the warnings of the import, which can be edited, and its way through the review into force.
import { useState } from 'preact/hooks';
import compareText from '../documents/compare.graphql';
import draftText from '../documents/draft-desk.graphql';
import editText from '../documents/edit-clause.graphql';
import reviseText from '../documents/revise-draft.graphql';
import basesText from '../documents/set-bases.graphql';
import submitText from '../documents/submit-draft.graphql';
import { ask, base } from './api';
import type { CompareQuery, CompareQueryVariables, DraftDeskQuery, DraftDeskQueryVariables, EditClauseMutation, EditClauseMutationVariables, LegalBasisInput, ReviseDraftMutation, ReviseDraftMutationVariables, SetBasesMutation, SetBasesMutationVariables, SubmitDraftMutation, SubmitDraftMutationVariables } from './gql/graphql';
import { Adopt, Review, Steps } from './review';
import { download, Field, id, may, show, useChange, Wrong, type Words } from './staff';
import { enums, t } from './words';

export type Draft = Extract<NonNullable<DraftDeskQuery['node']>, { __typename: 'Draft' }>;
export type Part = { draft: Draft; words: Words; again: () => Promise<void> };
type Clause = Draft['clauses']['nodes'][number];

function Line({ c, words, editable, again }: { c: Clause; words: Words; editable: boolean; again: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const [heading, setHeading] = useState(c.heading);
  const [text, setText] = useState(c.text);
  const { problems, busy, change } = useChange();
  const save = () => change<EditClauseMutation, EditClauseMutationVariables>(editText, () => ({ input: { clauseId: c.id, heading, text } }), async () => { setOpen(false); await again(); });
  if (open) return (
    <li class={`row ${c.kind}`}><form onSubmit={(e) => { e.preventDefault(); void save(); }}><Wrong all={problems} /><p><b>{c.label}</b></p>
      <Field label={t('draft.heading')} value={heading} change={setHeading} /><Field label={t('draft.text')} value={text} rows={4} change={setText} />
      <div class="actions"><button disabled={busy}>{t('save')}</button><button type="button" class="quiet" onClick={() => setOpen(false)}>{t('cancel')}</button></div></form></li>);
  return (
    <li class={`row ${c.kind}`}><p class="body"><b>{c.label}</b> {c.heading && <b>{c.heading} </b>}{c.text} {c.change && c.change !== 'UNCHANGED' && <span class="status">{words.ComparedChange?.[c.change]}</span>}
      {editable && <button type="button" class="small quiet" aria-label={`${t('edit')} ${c.label || c.text.slice(0, 12)}`} onClick={() => setOpen(true)}>{t('edit')}</button>}</p></li>);
}

/** What differs from another version, word by word. */
function Changes({ draft, words }: { draft: Draft; words: Words }) {
  const others = draft.policyRecord.drafts.nodes.filter((d) => d.version < draft.version);
  const [found, setFound] = useState<CompareQuery['compareDrafts']>();
  const [from, setFrom] = useState<string>();
  if (others.length === 0) return null;
  const compare = async (other: string) => {
    setFrom(other);
    setFound((await ask<CompareQuery, CompareQueryVariables>(compareText, { from: other, to: draft.id, changes: ['CHANGED', 'MOVED', 'NEW', 'SPLIT', 'MERGED', 'GONE'] })).compareDrafts);
  };
  return (
    <section><h2>{t('compare')}</h2>
      <div class="actions">{others.map((d) => <button key={d.id} type="button" class="quiet" aria-pressed={from === d.id} onClick={() => void compare(d.id)}>{t('compare.with', { n: d.version })}</button>)}</div>
      {found && found.clauses.nodes.length === 0 && <p class="none">{t('compare.same')}</p>}
      {found && found.clauses.nodes.length > 0 && <ul class="list">{found.clauses.nodes.map((c, i) => (
        <li class="comment" key={i}><p class="meta">{c.after?.citation ?? c.after?.label ?? c.before?.citation ?? c.before?.label} · {words.ComparedChange?.[c.change]}</p>
          <p class="body">{[...c.heading, ...c.text].map((m, n) => m.kind === 'INSERTED' ? <ins key={n}>{m.text}</ins> : m.kind === 'DELETED' ? <del key={n}>{m.text}</del> : m.text)}</p></li>))}</ul>}
      {found && found.clauses.totalCount > found.clauses.nodes.length && <div class="actions"><button type="button" class="quiet" onClick={() => void download(`/export/comparison.docx?from=${from}&to=${draft.id}`, `${draft.title}.docx`)}>{t('draft.table')}</button></div>}
    </section>
  );
}

function Bases({ draft, editable, again }: { draft: Draft; editable: boolean; again: () => Promise<void> }) {
  const [bases, setBases] = useState<LegalBasisInput[]>(draft.legalBases.map((b) => ({ ...b })));
  const { problems, busy, change } = useChange();
  const set = (i: number, part: Partial<LegalBasisInput>) => setBases(bases.map((b, n) => (n === i ? { ...b, ...part } : b)));
  const save = () => change<SetBasesMutation, SetBasesMutationVariables>(basesText, () => ({ input: { draftId: draft.id, legalBases: bases.filter((b) => b.title.trim()).map((b) => ({ title: b.title, article: b.article || null, url: b.url || null, note: b.note || null })) } }), again);
  return (
    <section><h2>{t('bases')}</h2><Wrong all={problems} />
      {!editable && <ul>{draft.legalBases.map((b) => <li key={b.title}>{b.title} {b.article}</li>)}</ul>}
      {editable && <>{bases.map((b, i) => <div class="filters" key={i}><Field label={t('draft.law')} value={b.title} change={(title) => set(i, { title })} /><Field label={t('draft.article')} value={b.article ?? ''} change={(article) => set(i, { article })} /><Field label="URL" type="url" value={b.url ?? ''} change={(url) => set(i, { url })} /></div>)}
        <div class="actions"><button type="button" class="quiet" onClick={() => setBases([...bases, { title: '' }])}>{t('draft.basis')}</button><button type="button" disabled={busy} onClick={() => void save()}>{t('save')}</button></div></>}
    </section>
  );
}

function Next({ draft, again }: Omit<Part, 'words'>) {
  const [text, setText] = useState('');
  const { problems, busy, change } = useChange();
  const revise = () => change<ReviseDraftMutation, ReviseDraftMutationVariables>(reviseText, (key) => ({ input: { draftId: draft.id, text: text || null, idempotencyKey: key } }), (got) => location.assign(`${base}/desk/drafts/${got.reviseDraft.draft!.id}`));
  const submit = () => change<SubmitDraftMutation, SubmitDraftMutationVariables>(submitText, () => ({ input: { draftId: draft.id } }), again);
  return (
    <section><Wrong all={problems} />
      {draft.state === 'DRAFT' ? <div class="actions"><button type="button" disabled={busy} onClick={() => void submit()}>{t('draft.submit')}</button></div>
        : <details><summary>{t('draft.revise')}</summary><Field label={t('write.text')} hint={t('draft.revise.help')} rows={8} value={text} change={setText} /><div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => void revise()}>{t('draft.revise')}</button></div></details>}
    </section>
  );
}

function Page({ draft, words, rights, again, more }: Part & { rights: DraftDeskQuery['viewer']; more: () => Promise<void> }) {
  const department = draft.policyRecord.department.code;
  const writes = may(rights, 'WRITE_DRAFT', department);
  const newest = draft.policyRecord.drafts.nodes.every((d) => d.version <= draft.version);
  const editable = writes && newest && ['DRAFT', 'SUBMITTED', 'EDITED', 'REVIEWED', 'APPROVED'].includes(draft.state);
  return (
    <>
      <p class="meta"><a href={`${base}/policies/${draft.policyRecord.id}`}>{draft.policyRecord.title}</a> · {t('version', { n: draft.version })} · <span class="status">{words.DraftState?.[draft.state]}</span></p>
      <h2>{draft.title}</h2>
      <p class="inline meta">{['docx', 'md', 'xml'].map((kind) => <button type="button" class="small quiet" key={kind} onClick={() => void download(`/export/draft.${kind}?id=${draft.id}`, `${draft.title}.${kind}`)}>.{kind}</button>)}{draft.policyRecord.drafts.nodes.filter((d) => d.id !== draft.id).map((d) => <a key={d.id} href={`${base}/desk/drafts/${d.id}`}>{t('version', { n: d.version })}</a>)}</p>
      <div class="two">
        <section class="text"><h2 class="sr">{t('draft')}</h2>
          {draft.importWarnings.length > 0 && <details open><summary>{t('draft.warnings', { n: draft.importWarnings.length })}</summary><ul>{draft.importWarnings.map((w) => <li key={`${w.kind} ${w.line}`}>{w.message}</li>)}</ul></details>}
          {draft.explanatoryNote && <details><summary>{t('note')}</summary><p class="body">{draft.explanatoryNote}</p></details>}
          <ol class="plain">{draft.clauses.nodes.map((c) => <Line key={`${c.id} ${c.text.length}`} c={c} words={words} editable={editable} again={again} />)}</ol>
          {draft.clauses.pageInfo.hasNextPage && <button type="button" class="quiet" onClick={() => void more()}>{t('more')}</button>}
        </section>
        <div class="panel">
          <Steps draft={draft} words={words} />
          {writes && newest && <Next draft={draft} again={again} />}
          {newest && may(rights, 'REVIEW_DRAFT', department) && <Review draft={draft} words={words} again={again} />}
          {newest && draft.state === 'APPROVED' && may(rights, 'RUN_CONSULTATION', department) && <p><a class="button" href={`${base}/desk/launch/${draft.id}`}>{t('launch')}</a></p>}
          {newest && ['APPROVED', 'PUBLISHED'].includes(draft.state) && may(rights, 'ADOPT_DRAFT', department) && <Adopt draft={draft} words={words} again={again} />}
          <Changes draft={draft} words={words} />
          <Bases draft={draft} editable={editable} again={again} />
        </div>
      </div>
    </>
  );
}

let read: Clause[] = [];
let after: string | null = null;
show('draft-desk', async (again) => {
  const words = await enums();
  const { viewer, node } = await ask<DraftDeskQuery, DraftDeskQueryVariables>(draftText, { id, after });
  if (node?.__typename !== 'Draft') return <p class="none">{t('nothing')}</p>;
  const whole = { ...node, clauses: { ...node.clauses, nodes: [...read, ...node.clauses.nodes] } };
  const afresh = () => { read = []; after = null; return again(); };
  const more = () => { read = whole.clauses.nodes; after = node.clauses.pageInfo.endCursor ?? null; return again(); };
  return <Page draft={whole} words={words} rights={viewer} again={afresh} more={more} />;
});
