// Coding tasks: samples of comments that several people code without seeing what the others choose, and how much they agree.
import { useState } from 'preact/hooks';
import createText from '../documents/create-task.graphql';
import recordText from '../documents/record-codes.graphql';
import taskText from '../documents/task.graphql';
import type { Consultation, Theme } from './analysis';
import { ask } from './api';
import type { CreateTaskMutation, CreateTaskMutationVariables, RecordCodesMutation, RecordCodesMutationVariables, TaskQuery, TaskQueryVariables } from './gql/graphql';
import { Field, useChange, Wrong, type Words } from './staff';
import { day, t } from './words';

type Task = NonNullable<Consultation['codingTasks']>['nodes'][number];
type Mine = Extract<NonNullable<TaskQuery['node']>, { __typename: 'CodingTask' }>;
type Comment = Mine['comments']['nodes'][number];

/** One comment with the themes to choose from. */
function Choose({ task, comment: c, themes, words, done }: { task: string; comment: Comment; themes: Theme[]; words: Words; done: () => void }) {
  const [chosen, choose] = useState<string[]>([]);
  const { problems, busy, change } = useChange();
  const save = () => change<RecordCodesMutation, RecordCodesMutationVariables>(recordText, () => ({ input: { codingTaskId: task, commentId: c.id, themeIds: chosen } }), done);
  return (
    <form onSubmit={(e) => { e.preventDefault(); void save(); }}><Wrong all={problems} />
      <blockquote class="quoted body">{c.body}</blockquote><p class="meta">{c.clause?.citation ?? t('whole')} · {words.Stance?.[c.stance]}</p>
      <fieldset><legend>{t('themes')}</legend>{themes.map((one) => <label key={one.id}><input type="checkbox" checked={chosen.includes(one.id)} onChange={(e) => choose(e.currentTarget.checked ? [...chosen, one.id] : chosen.filter((k) => k !== one.id))} /> <span>{one.title} <span class="hint">{one.definition}</span></span></label>)}</fieldset>
      <div class="actions"><button disabled={busy}>{chosen.length > 0 ? t('task.save') : t('task.none')}</button></div></form>
  );
}

/** The comments that the reader still has to code, one at a time. */
function Code({ task, themes, words, again }: { task: Task; themes: Theme[]; words: Words; again: () => Promise<void> }) {
  const [left, setLeft] = useState<Comment[]>();
  const begin = async () => {
    const open: Comment[] = [];
    let after: string | null | undefined;
    do {
      const { node } = await ask<TaskQuery, TaskQueryVariables>(taskText, { id: task.id, after });
      const mine = node as Mine;
      open.push(...mine.comments.nodes.filter((c) => !mine.viewerCoded?.includes(c.id)));
      after = mine.comments.pageInfo.hasNextPage ? mine.comments.pageInfo.endCursor : undefined;
    } while (after && open.length === 0);
    setLeft(open);
  };
  const next = async () => { if (left!.length > 1) { setLeft(left!.slice(1)); return; } setLeft(undefined); await again(); };
  if (!left) return <div class="actions"><button type="button" onClick={() => void begin()}>{t('task.mine')} ({task.viewerCoded!.length} / {task.total})</button></div>;
  return left[0] ? <Choose key={left[0].id} task={task.id} comment={left[0]} themes={themes} words={words} done={() => void next()} /> : null;
}

function Create({ c, me, again }: { c: Consultation; me: string; again: () => Promise<void> }) {
  const [coders, setCoders] = useState(me);
  const [sample, setSample] = useState('');
  const { problems, busy, change } = useChange();
  const create = () => change<CreateTaskMutation, CreateTaskMutationVariables>(createText, (key) => ({ input: { consultationId: c.id, accountCodes: coders.split(/\s+/).filter(Boolean), sample: sample ? Number(sample) : null, idempotencyKey: key } }), async () => { setSample(''); await again(); });
  return (
    <details><summary>{t('task.new')}</summary><p class="hint">{t('task.blind')}</p><form class="step" onSubmit={(e) => { e.preventDefault(); void create(); }}><Wrong all={problems} />
      <Field label={t('task.coders')} hint={t('task.coders.help', { code: me })} rows={3} value={coders} change={setCoders} /><Field label={t('task.sample')} type="number" value={sample} change={setSample} />
      <div class="actions"><button disabled={busy}>{t('save')}</button></div></form></details>
  );
}

const measure = (value: number | null | undefined): string => value?.toFixed(2) ?? '–';

export function Tasks({ c, me, words, codes, again }: { c: Consultation; me: string; words: Words; codes: boolean; again: () => Promise<void> }) {
  const tasks = c.codingTasks?.nodes ?? [];
  const themes = c.themes.filter((one) => !one.mergedInto);
  return (
    <section><h2>{t('tasks')} <span class="quietly">{tasks.length}</span></h2>
      {tasks.length > 0 && <ul class="list">{tasks.map((k) => (
        <li class="comment" key={k.id}><p>{day(k.createdAt)} · {t('task.progress', { total: k.total, done: k.done.join(t('comma')) })}</p>
          {k.agreement && <><h3>{t('task.agreement')}</h3><ul>{k.agreement.map((a) => <li key={a.theme?.id}>{t('task.kappa', { theme: a.theme?.title ?? '', kappa: measure(a.kappa), alpha: measure(a.alpha), n: a.comments })}</li>)}</ul></>}
          {k.viewerCoded && k.viewerCoded.length < k.total && <Code task={k} themes={themes} words={words} again={again} />}</li>))}</ul>}
      {codes && <Create c={c} me={me} again={again} />}
    </section>
  );
}
