// What the pages of the desk share: who is signed in, a page that is read again after each change, and fields.
import { render } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ask, locale, newKey, Refusal, signIn, token, type Problem } from './api';
import type { LocalizedTextInput } from './gql/graphql';
import { t } from './words';

export type Words = Record<string, Record<string, string>>;
export type Texts = Record<string, string>;
type Right = { action: string; department?: string | null };

/** What the address names at its end. */
export const id = decodeURIComponent(location.pathname.split('/').pop()!);
export const param = (name: string): string => new URLSearchParams(location.search).get(name) ?? '';

/** The languages of the site, the reader's first. */
export const locales = [locale, ...Array.from(document.querySelectorAll<HTMLLinkElement>('link[rel=alternate][hreflang]'), (l) => l.hreflang)];
/** The texts of a list by their languages, and back. */
export const of = (list: { locale: string; text: string }[] | null | undefined): Texts => Object.fromEntries((list ?? []).map((one) => [one.locale, one.text]));
export const texts = (value: Texts): LocalizedTextInput[] => Object.entries(value).filter(([, text]) => text.trim() !== '').map(([at, text]) => ({ locale: at, text }));

/**
 * Reads the same object in each language of the site. A text that a language does not have comes in another one, so that a text which is that of the
 * first language counts as missing.
 */
export async function inEach<R>(read: (at: string) => Promise<R>): Promise<{ first: R; texts: (of: (one: R) => string) => Texts }> {
  const all = await Promise.all(locales.map(read));
  const first = all[0]!;
  return { first, texts: (text) => Object.fromEntries(all.flatMap((one, i) => (i > 0 && text(one) === text(first) ? [] : [[locales[i]!, text(one)]]))) };
}

/** Loads a file that only the reader may have: a link would ask for it without the token. */
export async function download(path: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { Authorization: `Bearer ${token()}` } });
  if (!response.ok) throw new Refusal('FAILED', t('failed'));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Whether the reader may do it in the department; without one, in any department. */
export const may = (viewer: { rights: Right[] } | null | undefined, action: string, department?: string): boolean => viewer?.rights.some((r) => r.action === action && (!department || !r.department || r.department === department)) ?? false;

/** Shows a page of the desk, and again after each change. */
export function show(place: string, view: (again: () => Promise<void>) => Promise<preact.ComponentChild>): void {
  const root = document.getElementById(place)!;
  async function again(): Promise<void> {
    try { render(await view(again), root); } catch (e) {
      if (!token()) { signIn(); return; }
      render(<p class="problems" role="alert">{e instanceof Refusal ? e.message : t('failed')}</p>, root);
    }
  }
  if (token()) void again();
  else signIn();
}

/** A value that stays in the browser until it is dropped, so that nothing typed is lost. */
export function useKept<V>(name: string, initial: V): [V, (value: V) => void, () => void] {
  const place = `minyi ${name}`;
  const [value, set] = useState<V>(() => JSON.parse(localStorage.getItem(place) ?? 'null') as V | null ?? initial);
  return [value, (next) => { set(next); localStorage.setItem(place, JSON.stringify(next)); }, () => { localStorage.removeItem(place); set(initial); }];
}

type Payload = { userErrors: Problem[] };

/** Runs changes, one at a time. It keeps their problems, and gives a key that makes a repeated attempt harmless. */
export function useChange() {
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const key = useRef(newKey());
  async function change<R extends Record<string, unknown>, V>(document: string, variables: (key: string) => V, done: (reply: R) => unknown): Promise<void> {
    setBusy(true);
    try {
      const reply = await ask<R, V>(document, variables(key.current));
      const found = Object.values(reply).flatMap((p) => (p as Payload).userErrors);
      setProblems(found);
      if (found.length > 0) return;
      key.current = newKey();
      await done(reply);
    } catch (e) { setProblems([{ message: e instanceof Refusal ? e.message : t('failed') }]); } finally { setBusy(false); }
  }
  return { problems, setProblems, busy, change };
}

/** Says what is wrong, and takes the focus. */
export function Wrong({ all }: { all: Problem[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { if (all.length > 0) box.current?.focus(); }, [all]);
  if (all.length === 0) return null;
  return <div class="problems" role="alert" tabIndex={-1} ref={box}><b>{t('problem')}</b><ul>{all.map((p) => <li key={p.message}>{p.message}{p.field && p.field.length > 0 && <span class="quietly"> {p.field.join(' › ')}</span>}</li>)}</ul></div>;
}

type Input = { label: string; value: string; change: (value: string) => void; hint?: string; type?: 'date' | 'time' | 'number' | 'url'; rows?: number; required?: boolean; lang?: string };

/** A line, or with rows a text. */
export function Field({ label, value, change, hint, type, rows, required, lang }: Input) {
  const at = useId();
  const all = { id: at, value, required, lang, 'aria-describedby': hint ? `${at}-hint` : undefined };
  return (
    <div class="field"><label for={at}>{label}</label>{hint && <p class="hint" id={`${at}-hint`}>{hint}</p>}
      {rows ? <textarea {...all} rows={rows} onInput={(e) => change(e.currentTarget.value)} /> : <input {...all} type={(type ?? 'text') as 'text'} onInput={(e) => change(e.currentTarget.value)} />}
    </div>
  );
}

/** A text in each language of the site. */
export function Translated({ label, value, change, rows, hint }: { label: string; value: Texts; change: (value: Texts) => void; rows?: number; hint?: string }) {
  return <>{locales.map((at) => <Field key={at} lang={at} label={locales.length > 1 ? `${label} (${new Intl.DisplayNames([locale], { type: 'language' }).of(at)})` : label} value={value[at] ?? ''} hint={at === locale ? hint : undefined} rows={rows} change={(text) => change({ ...value, [at]: text })} />)}</>;
}

/** Some of the words. */
export const some = (words: Record<string, string>, keys: string[]): Record<string, string> => Object.fromEntries(keys.filter((k) => k in words).map((k) => [k, words[k]!]));

/** A choice of one, from the words of an enum or of anything else. */
export function Pick({ label, value, words, change, none }: { label: string; value: string; words: Record<string, string>; change: (value: string) => void; none?: string }) {
  const at = useId();
  return <div class="field"><label for={at}>{label}</label><select id={at} value={value} onChange={(e) => change(e.currentTarget.value)}>{none !== undefined && <option value="">{none}</option>}{Object.entries(words).map(([key, word]) => <option key={key} value={key}>{word}</option>)}</select></div>;
}
