// What an analyst does with a pile of comments: themes, coded by rule or by suggestion and always confirmed, campaigns, and crossed answers.
import { useState } from 'preact/hooks';
import analysisText from '../documents/analysis.graphql';
import ruleText from '../documents/code-by-rule.graphql';
import codeText from '../documents/code-comments.graphql';
import createText from '../documents/create-theme.graphql';
import crossText from '../documents/cross-table.graphql';
import mergeText from '../documents/merge-themes.graphql';
import respondText from '../documents/respond-to-group.graphql';
import previewText from '../documents/theme-preview.graphql';
import suggestText from '../documents/theme-suggestions.graphql';
import { ask, base, Refusal } from './api';
import type { AdoptionOutcome, RespondToGroupMutation, RespondToGroupMutationVariables, AnalysisQuery, AnalysisQueryVariables, CodeByRuleMutation, CodeByRuleMutationVariables, CodeCommentsMutation, CodeCommentsMutationVariables, CreateThemeMutation, CreateThemeMutationVariables, CrossTableQuery, CrossTableQueryVariables, MergeThemesMutation, MergeThemesMutationVariables, Stance, ThemePreviewQuery, ThemePreviewQueryVariables, ThemeSuggestionsQuery, ThemeSuggestionsQueryVariables } from './gql/graphql';
import { Tasks } from './coding';
import { Field, id, may, Pick, show, texts, Translated, useChange, useKept, Wrong, type Texts, type Words } from './staff';
import { enums, number, t } from './words';

export type Consultation = NonNullable<AnalysisQuery['consultation']>;
export type Theme = Consultation['themes'][number];
type Part = { c: Consultation; words: Words; again: () => Promise<void> };
type Touched = NonNullable<Extract<NonNullable<ThemePreviewQuery['node']>, { __typename: 'Theme' }>['touchedBy']>;
type Suggested = NonNullable<Extract<NonNullable<ThemeSuggestionsQuery['node']>, { __typename: 'Theme' }>['suggestions']>;

/** Codes the comments that a rule touches, after a look at what it would touch. */
function ByRule({ theme, words, again }: { theme: Theme } & Omit<Part, 'c'>) {
  const [said, setSaid] = useState('');
  const [stance, setStance] = useState('');
  const [touched, setTouched] = useState<Touched>();
  const { problems, setProblems, busy, change } = useChange();
  const rule = { words: said.split(/[\s,，、]+/).filter(Boolean), stance: (stance || null) as Stance | null };
  const preview = async () => {
    try {
      const { node } = await ask<ThemePreviewQuery, ThemePreviewQueryVariables>(previewText, { theme: theme.id, rule });
      setProblems([]);
      if (node?.__typename === 'Theme') setTouched(node.touchedBy ?? undefined);
    } catch (e) { setProblems([{ message: e instanceof Refusal ? e.message : t('failed') }]); }
  };
  const code = () => change<CodeByRuleMutation, CodeByRuleMutationVariables>(ruleText, (key) => ({ input: { themeId: theme.id, rule, count: touched!.totalCount, idempotencyKey: key } }), async () => { setTouched(undefined); await again(); });
  return (
    <><Wrong all={problems} />
      <Field label={t('theme.words')} hint={t('theme.words.help')} value={said} change={(v) => { setSaid(v); setTouched(undefined); }} />
      <Pick label={t('theme.stance')} value={stance} none={t('all')} words={words.Stance ?? {}} change={(v) => { setStance(v); setTouched(undefined); }} />
      <div class="actions"><button type="button" class="quiet" disabled={busy || rule.words.length === 0 && !stance} onClick={() => void preview()}>{t('theme.preview')}</button>{touched && <button type="button" disabled={busy || touched.totalCount === 0} onClick={() => void code()}>{t('theme.code', { n: touched.totalCount })}</button>}</div>
      {touched && <ul class="list">{touched.nodes.map((n) => <li class="comment" key={n.id}><p class="body">{n.body}</p></li>)}</ul>}
    </>
  );
}

/** Comments that may be about the theme. A person says which are. */
function Suggestions({ theme, again }: { theme: Theme; again: () => Promise<void> }) {
  const [found, setFound] = useState<Suggested>();
  const [chosen, choose] = useState<string[]>([]);
  const { problems, busy, change } = useChange();
  const read = async () => {
    const { node } = await ask<ThemeSuggestionsQuery, ThemeSuggestionsQueryVariables>(suggestText, { theme: theme.id });
    if (node?.__typename === 'Theme') setFound(node.suggestions ?? []);
  };
  const code = () => change<CodeCommentsMutation, CodeCommentsMutationVariables>(codeText, () => ({ input: { themeId: theme.id, commentIds: chosen, suggested: true } }), async () => { choose([]); await read(); await again(); });
  return (
    <><Wrong all={problems} /><div class="actions"><button type="button" class="quiet" onClick={() => void read()}>{t('theme.suggest')}</button></div>
      {found && found.length === 0 && <p class="none">{t('me.none')}</p>}
      {found && found.length > 0 && <><ul class="list">{found.flatMap(({ comment: one, likeness }) => one ? [<li class="comment" key={one.id}><label class="pick"><input type="checkbox" checked={chosen.includes(one.id)} onChange={(e) => choose(e.currentTarget.checked ? [...chosen, one.id] : chosen.filter((k) => k !== one.id))} /> <span class="body">{one.body} <span class="quietly">{Math.round(likeness * 100)} %</span></span></label></li>] : [])}</ul>
        <div class="actions"><button type="button" disabled={busy || chosen.length === 0} onClick={() => void code()}>{t('theme.code', { n: chosen.length })}</button></div></>}
    </>
  );
}

function Merge({ theme, others, again }: { theme: Theme; others: Theme[]; again: () => Promise<void> }) {
  const [into, setInto] = useState(others[0]?.id ?? '');
  const [reason, setReason] = useState('');
  const { problems, busy, change } = useChange();
  const merge = () => change<MergeThemesMutation, MergeThemesMutationVariables>(mergeText, () => ({ input: { themeId: theme.id, intoId: into, reason } }), again);
  if (others.length === 0) return null;
  return <><Wrong all={problems} /><Pick label={t('theme.into')} value={into} words={Object.fromEntries(others.map((o) => [o.id, o.title]))} change={setInto} /><Field label={t('audit.reason')} value={reason} change={setReason} /><div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => void merge()}>{t('theme.merge')}</button></div></>;
}

/** Answers every comment of a theme or a campaign as one. The answer is a draft until it is published. */
function Respond({ group, words, again }: { group: { id: string; officialResponse?: { outcome: AdoptionOutcome } | null } } & Omit<Part, 'c'>) {
  const [outcome, setOutcome] = useState<AdoptionOutcome>('ADOPTED');
  const [reason, keep, drop] = useKept<Texts>(`answer ${group.id}`, {});
  const { problems, busy, change } = useChange();
  const respond = () => change<RespondToGroupMutation, RespondToGroupMutationVariables>(respondText, (key) => ({ input: { groupId: group.id, outcome, reason: texts(reason), idempotencyKey: key } }), async () => { drop(); await again(); });
  if (group.officialResponse) return <p>{t('answer')}{t('colon')}{words.AdoptionOutcome?.[group.officialResponse.outcome]}</p>;
  return (
    <details><summary>{t('group.answer')}</summary><p class="hint">{t('group.answer.help')}</p><Wrong all={problems} />
      <Pick label={t('outcome')} value={outcome} words={words.AdoptionOutcome ?? {}} change={(v) => setOutcome(v as AdoptionOutcome)} /><Translated label={t('desk.because')} rows={3} value={reason} change={keep} />
      <div class="actions"><button type="button" disabled={busy} onClick={() => void respond()}>{t('desk.respond')}</button></div></details>
  );
}

function Themes({ c, words, again }: Part) {
  const themes = c.themes.filter((one) => !one.mergedInto);
  const [title, setTitle] = useState<Texts>({});
  const [definition, setDefinition] = useState('');
  const [example, setExample] = useState('');
  const { problems, busy, change } = useChange();
  const create = () => change<CreateThemeMutation, CreateThemeMutationVariables>(createText, (key) => ({ input: { consultationId: c.id, title: texts(title), definition, example, idempotencyKey: key } }), async () => { setTitle({}); setDefinition(''); setExample(''); await again(); });
  return (
    <section><h2>{t('themes')} <span class="quietly">{themes.length}</span></h2>
      {themes.map((theme) => (
        <details key={theme.id} class="card"><summary><b>{theme.title}</b> · {t('comments.n', { n: theme.size })}</summary>
          <p>{theme.definition}</p><p class="hint">{theme.example}</p>
          <ByRule theme={theme} words={words} again={again} /><Suggestions theme={theme} again={again} /><Merge theme={theme} others={themes.filter((o) => o.id !== theme.id)} again={again} />{c.status === 'CLOSED' && <Respond group={theme} words={words} again={again} />}</details>))}
      <details><summary>{t('theme.new')}</summary><form class="step" onSubmit={(e) => { e.preventDefault(); void create(); }}><Wrong all={problems} />
        <Translated label={t('title')} value={title} change={setTitle} /><Field label={t('theme.definition')} rows={2} value={definition} change={setDefinition} /><Field label={t('theme.example')} rows={2} value={example} change={setExample} /><div class="actions"><button disabled={busy}>{t('save')}</button></div></form></details>
    </section>
  );
}

function Campaigns({ c, words, again }: Part) {
  return (
    <section><h2>{t('campaigns')} <span class="quietly">{c.campaigns.totalCount}</span></h2><p class="hint">{t('campaigns.help')}</p>
      {c.campaigns.nodes.length === 0 ? <p class="none">{t('me.none')}</p> : <ul class="list">{c.campaigns.nodes.map((one) => <li class="comment" key={one.id}><p class="meta">{t('comments.n', { n: number.format(one.size) })} · {t('people', { n: number.format(one.people) })}</p><p class="body">{one.sharedText}</p>{c.status === 'CLOSED' && <Respond group={one} words={words} again={again} />}</li>)}</ul>}
    </section>
  );
}

function Crossed({ c }: { c: Consultation }) {
  const surveys = c.surveys.map((s) => ({ ...s, questions: s.questions.filter((q) => q.__typename === 'SingleChoiceQuestion' || q.__typename === 'RatingQuestion') })).filter((s) => s.questions.length > 1);
  const [survey, setSurvey] = useState(surveys[0]);
  const [row, setRow] = useState(survey?.questions[0]?.key ?? '');
  const [column, setColumn] = useState(survey?.questions[1]?.key ?? '');
  const [table, setTable] = useState<NonNullable<CrossTableQuery['survey']>['crossTable']>();
  const [wrong, setWrong] = useState('');
  if (!survey) return null;
  const questions = Object.fromEntries(survey.questions.map((q) => [q.key, q.title]));
  const read = async () => {
    try { setWrong(''); setTable((await ask<CrossTableQuery, CrossTableQueryVariables>(crossText, { survey: survey.id, row, column })).survey?.crossTable ?? null); } catch (e) { setWrong(e instanceof Refusal ? e.message : t('failed')); }
  };
  return (
    <section><h2>{t('cross')}</h2><Wrong all={wrong ? [{ message: wrong }] : []} />
      {surveys.length > 1 && <Pick label={t('survey')} value={survey.id} words={Object.fromEntries(surveys.map((s) => [s.id, s.title]))} change={(at) => { const s = surveys.find((one) => one.id === at)!; setSurvey(s); setRow(s.questions[0]!.key); setColumn(s.questions[1]!.key); }} />}
      <div class="filters"><Pick label={t('cross.rows')} value={row} words={questions} change={setRow} /><Pick label={t('cross.columns')} value={column} words={questions} change={setColumn} /><button type="button" onClick={() => void read()}>{t('show')}</button></div>
      {table === null && <p class="none">{t('responses.few')}</p>}
      {table && <><p class="hint">{table.note}</p><div class="scroll" tabIndex={0} role="region" aria-label={t('cross')}><table><thead><tr><th></th>{table.columns.map((o) => <th key={o.option.key} class="num">{o.option.title}</th>)}<th class="num">{t('cross.sum')}</th></tr></thead>
        <tbody>{table.rows.map((r) => <tr key={r.option.key}><th scope="row">{r.option.title}</th>{r.cells.map((cell, i) => <td key={i} class="num">{number.format(cell.count)}</td>)}<td class="num">{number.format(r.total)}</td></tr>)}
          <tr><th scope="row">{t('cross.sum')}</th>{table.columns.map((o) => <td key={o.option.key} class="num">{number.format(o.count)}</td>)}<td class="num">{number.format(table.total)}</td></tr></tbody></table></div></>}
    </section>
  );
}

show('analysis', async (again) => {
  const [words, { viewer, consultation: c }] = await Promise.all([enums(), ask<AnalysisQuery, AnalysisQueryVariables>(analysisText, { id })]);
  if (!c || !may(viewer, 'READ_CODING', c.department.code)) return <p class="none">{t('desk.no')}</p>;
  return <><p class="lead"><a href={`${base}/consultations/${c.id}`}>{c.title}</a> · {words.ConsultationStatus?.[c.status]}</p>
    <p>{t('analysis.counts', { total: number.format(c.commentTally.total), distinct: number.format(c.commentTally.distinct), people: number.format(c.commentTally.people) })}</p>
    <Themes c={c} words={words} again={again} /><Tasks c={c} me={viewer?.accountCode ?? ''} words={words} codes={may(viewer, 'CODE_COMMENTS', c.department.code)} again={again} /><Campaigns c={c} words={words} again={again} /><Crossed c={c} /></>;
});
