// One question of each kind. A table is one group of choices a row, and an order is made by buttons: both work on phones and by keyboard.
import type { AnswerInput } from './gql/graphql';
import type { Asked } from './logic';
import { t } from './words';

type Part = { question: Asked; value?: AnswerInput; change: (value: AnswerInput | undefined) => void };

export function Question({ question, value, wrong, change }: Part & { wrong?: string }) {
  const Kind = kinds[question.__typename] ?? Text;
  return (
    <fieldset id={`q-${question.key}`} tabIndex={-1}>
      <legend>{question.title}{question.required && <span class="quietly"> {t('required')}</span>}</legend>
      {question.help && <p class="hint">{question.help}</p>}
      {wrong && <p class="wrong">{wrong}</p>}
      <Kind question={question} value={value} change={change} />
      {question.notApplicable && <label><input type="checkbox" checked={value?.notApplicable ?? false} onChange={(e) => change(e.currentTarget.checked ? { question: question.key, notApplicable: true } : undefined)} /> {t('wizard.na')}</label>}
    </fieldset>
  );
}

function Choice({ question, value, change, many }: Part & { many: boolean }) {
  const chosen = value?.choices ?? [];
  const other = value?.other;
  const set = (choices: string[], other?: string | null) => change(choices.length > 0 || other !== undefined && other !== null ? { question: question.key, choices, ...(other !== undefined && other !== null ? { other } : {}) } : undefined);
  const pick = (key: string, on: boolean, exclusive: boolean) => {
    if (!many) { set([key]); return; }
    const alone = new Set(question.options?.filter((o) => o.exclusive).map((o) => o.key));
    const rest = exclusive ? [] : chosen.filter((c) => c !== key && !alone.has(c));
    set(on ? [...rest, key] : rest, exclusive && on ? undefined : other);
  };
  return (
    <>
      {question.options?.map((o) => <label key={o.key}><input type={many ? 'checkbox' : 'radio'} name={question.key} checked={chosen.includes(o.key)} onChange={(e) => pick(o.key, e.currentTarget.checked, o.exclusive)} /> {o.title}</label>)}
      {question.allowOther && <>
        <label><input type={many ? 'checkbox' : 'radio'} name={question.key} checked={other !== undefined && other !== null} onChange={(e) => set(many ? chosen : [], e.currentTarget.checked ? '' : undefined)} /> {t('wizard.other')}</label>
        {other !== undefined && other !== null && <input aria-label={t('wizard.other')} value={other} onInput={(e) => set(many ? chosen : [], e.currentTarget.value)} />}
      </>}
    </>
  );
}

const One = (p: Part) => <Choice {...p} many={false} />;
const Many = (p: Part) => <Choice {...p} many />;

function Rating({ question, value, change }: Part) {
  const least = question.least ?? 1;
  return <div class="inline">{Array.from({ length: (question.most ?? 5) - least + 1 }, (_, i) => least + i).map((n) => <label key={n}><input type="radio" name={question.key} checked={value?.number === n} onChange={() => change({ question: question.key, number: n })} /> {n}</label>)}</div>;
}

function Numeric({ question, value, change }: Part) {
  const bounded = question.from !== null && question.from !== undefined && question.to !== null && question.to !== undefined;
  return <p><input type="text" inputMode="decimal" aria-label={question.title} value={value?.number ?? ''} onChange={(e) => { const n = Number(e.currentTarget.value); change(e.currentTarget.value.trim() !== '' && Number.isFinite(n) ? { question: question.key, number: n } : undefined); }} /> {question.unit} {bounded && <span class="quietly">{t('wizard.range', { from: question.from!, to: question.to! })}</span>}</p>;
}

function Text({ question, value, change }: Part) {
  return <textarea rows={4} aria-label={question.title} value={value?.text ?? ''} onInput={(e) => change(e.currentTarget.value ? { question: question.key, text: e.currentTarget.value } : undefined)} />;
}

function Day({ question, value, change }: Part) {
  return <input type="date" aria-label={question.title} value={value?.date ?? ''} onInput={(e) => change(e.currentTarget.value ? { question: question.key, date: e.currentTarget.value } : undefined)} />;
}

function Table({ question, value, change }: Part) {
  const rows = value?.rows ?? [];
  return <>{question.rows?.map((row) => (
    <fieldset key={row.key}><legend>{row.title}</legend><div class="inline">
      {question.options?.map((o) => <label key={o.key}><input type="radio" name={`${question.key}-${row.key}`} checked={rows.some((r) => r.row === row.key && r.choice === o.key)} onChange={() => change({ question: question.key, rows: [...rows.filter((r) => r.row !== row.key), { row: row.key, choice: o.key }] })} /> {o.title}</label>)}
    </div></fieldset>))}</>;
}

function Order({ question, value, change }: Part) {
  const ranking = value?.ranking ?? [];
  const title = (key: string) => question.options?.find((o) => o.key === key)?.title ?? key;
  const set = (r: string[]) => change(r.length > 0 ? { question: question.key, ranking: r } : undefined);
  const swap = (i: number, j: number) => { const r = [...ranking]; [r[i], r[j]] = [r[j]!, r[i]!]; set(r); };
  return (
    <>
      {ranking.length > 0 && <ol class="rank" aria-label={t('wizard.rank')}>{ranking.map((key, i) => (
        <li key={key}><span>{i + 1}. {title(key)}</span>
          {i > 0 && <button type="button" class="quiet" aria-label={`${t('wizard.up')}: ${title(key)}`} onClick={() => swap(i, i - 1)}>↑</button>}
          {i < ranking.length - 1 && <button type="button" class="quiet" aria-label={`${t('wizard.down')}: ${title(key)}`} onClick={() => swap(i, i + 1)}>↓</button>}
          <button type="button" class="quiet" aria-label={`${t('wizard.remove')}: ${title(key)}`} onClick={() => set(ranking.filter((k) => k !== key))}>×</button>
        </li>))}</ol>}
      <div class="actions">{question.options?.filter((o) => !ranking.includes(o.key)).map((o) => <button key={o.key} type="button" class="quiet" onClick={() => set([...ranking, o.key])}>{t('wizard.add')}: {o.title}</button>)}</div>
    </>
  );
}

const kinds: Record<string, (p: Part) => preact.JSX.Element> = { SingleChoiceQuestion: One, MultipleChoiceQuestion: Many, RatingQuestion: Rating, NumberQuestion: Numeric, TextQuestion: Text, DateQuestion: Day, MatrixQuestion: Table, RankingQuestion: Order };
