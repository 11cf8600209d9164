// One question in the survey editor. What its kind needs is asked, and the keys stay, so that answers keep their meaning over versions.
import type { OptionInput, QuestionInput, QuestionKind, ShowIfInput } from './gql/graphql';
import { Field, of, Pick, texts, Translated, type Words } from './staff';
import { t } from './words';

const numeric = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const choices: QuestionKind[] = ['SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'MATRIX', 'RANKING'];
const bounded: QuestionKind[] = ['MULTIPLE_CHOICE', 'RANKING', 'RATING', 'NUMBER', 'TEXT'];

/** A key that no other has: a letter and the first free number. */
export function freeKey(letter: string, taken: string[]): string {
  let n = taken.length + 1;
  while (taken.includes(`${letter}${n}`)) n++;
  return `${letter}${n}`;
}

/** Moves what stands at a place up or down. */
export function moved<T>(list: T[], at: number, by: number): T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  next.splice(at + by, 0, one!);
  return next;
}

/** The titles of the options or rows, with buttons that move them. */
function Options({ label, letter, list, exclusive, change }: { label: string; letter: string; list: OptionInput[]; exclusive: boolean; change: (list: OptionInput[]) => void }) {
  const set = (i: number, part: Partial<OptionInput>) => change(list.map((o, n) => (n === i ? { ...o, ...part } : o)));
  return (
    <fieldset><legend>{label}</legend>
      {list.map((o, i) => (
        <div class="filters" key={o.key}><Translated label={`${label} ${i + 1}`} value={of(o.title)} change={(title) => set(i, { title: texts(title) })} />
          {exclusive && <label><input type="checkbox" checked={o.exclusive ?? false} onChange={(e) => set(i, { exclusive: e.currentTarget.checked })} /> {t('editor.alone')}</label>}
          <div class="actions">{i > 0 && <button type="button" class="small quiet" aria-label={`${t('wizard.up')}: ${label} ${i + 1}`} onClick={() => change(moved(list, i, -1))}>↑</button>}<button type="button" class="small quiet" aria-label={`${t('wizard.remove')}: ${label} ${i + 1}`} onClick={() => change(list.filter((_, n) => n !== i))}>×</button></div></div>))}
      <div class="actions"><button type="button" class="quiet" onClick={() => change([...list, { key: freeKey(letter, list.map((o) => o.key)), title: [] }])}>{t('wizard.add')}{t('colon')}{label}</button></div>
    </fieldset>
  );
}

/** When the question is asked: after some answers to one earlier question. Other conditions of the question stay as they are. */
function Condition({ question: q, earlier, change }: { question: QuestionInput; earlier: QuestionInput[]; change: (part: Partial<QuestionInput>) => void }) {
  const rest = (q.showIf ?? []).slice(1);
  const now: ShowIfInput | undefined = q.showIf?.[0];
  const asked = earlier.filter((e) => (e.options ?? []).length > 0);
  const on = asked.find((e) => e.key === now?.question);
  if (asked.length === 0) return null;
  return (
    <fieldset><legend>{t('editor.if')}</legend>
      <Pick label={t('editor.question')} value={now?.question ?? ''} none={t('editor.always')} words={Object.fromEntries(asked.map((e) => [e.key, e.title[0]?.text ?? e.key]))} change={(key) => change({ showIf: key ? [{ question: key, anyOf: [] }, ...rest] : rest })} />
      {on?.options?.map((o) => <label key={o.key}><input type="checkbox" checked={now?.anyOf?.includes(o.key) ?? false} onChange={(e) => change({ showIf: [{ ...now!, anyOf: e.currentTarget.checked ? [...(now?.anyOf ?? []), o.key] : (now?.anyOf ?? []).filter((k) => k !== o.key) }, ...rest] })} /> {o.title[0]?.text ?? o.key}</label>)}
      {rest.length > 0 && <p class="hint">{t('editor.more', { n: rest.length })}</p>}
    </fieldset>
  );
}

export function QuestionEditor({ question: q, earlier, words, fixed, change }: { question: QuestionInput; earlier: QuestionInput[]; words: Words; fixed: boolean; change: (part: Partial<QuestionInput>) => void }) {
  return (
    <>
      <Translated label={t('editor.title')} value={of(q.title)} change={(title) => change({ title: texts(title) })} />
      {fixed ? <p class="meta">{words.QuestionKind?.[q.kind]}</p> : <Pick label={t('editor.kind')} value={q.kind} words={words.QuestionKind ?? {}} change={(kind) => change({ kind: kind as QuestionKind })} />}
      <Translated label={t('editor.help')} value={of(q.help)} change={(help) => change({ help: texts(help) })} />
      <label><input type="checkbox" checked={q.required ?? false} onChange={(e) => change({ required: e.currentTarget.checked })} /> {t('editor.required')}</label>
      <Field label={t('editor.page')} type="number" value={String(q.page ?? 1)} change={(v) => change({ page: Number(v) || 1 })} />
      <Translated label={t('editor.section')} value={of(q.section)} change={(section) => change({ section: texts(section) })} />
      {q.kind === 'MATRIX' && <Options label={t('editor.row')} letter="r" list={q.rows ?? []} exclusive={false} change={(rows) => change({ rows })} />}
      {choices.includes(q.kind) && <Options label={t('editor.option')} letter="o" list={q.options ?? []} exclusive={q.kind === 'MULTIPLE_CHOICE'} change={(options) => change({ options })} />}
      {(q.kind === 'SINGLE_CHOICE' || q.kind === 'MULTIPLE_CHOICE') && <label><input type="checkbox" checked={q.allowOther ?? false} onChange={(e) => change({ allowOther: e.currentTarget.checked })} /> {t('editor.other')}</label>}
      {['RATING', 'NUMBER', 'DATE', 'MATRIX'].includes(q.kind) && <label><input type="checkbox" checked={q.notApplicable ?? false} onChange={(e) => change({ notApplicable: e.currentTarget.checked })} /> {t('wizard.na')}</label>}
      {bounded.includes(q.kind) && <div class="filters"><Field label={t('editor.min')} type="number" value={q.min === null || q.min === undefined ? '' : String(q.min)} change={(v) => change({ min: numeric(v) })} /><Field label={t('editor.max')} type="number" value={q.max === null || q.max === undefined ? '' : String(q.max)} change={(v) => change({ max: numeric(v) })} /></div>}
      {q.kind === 'NUMBER' && <><Translated label={t('editor.unit')} value={of(q.unit)} change={(unit) => change({ unit: texts(unit) })} /><Field label={t('editor.decimals')} type="number" value={String(q.decimals ?? 0)} change={(v) => change({ decimals: Number(v) || 0 })} /></>}
      <Condition question={q} earlier={earlier} change={change} />
    </>
  );
}
