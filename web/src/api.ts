// The whole client: a POST with the reader's token. What everybody may read is in the page already.
export type Problem = { code?: string; field?: string[]; message: string };

/** What no change of the input mends. The code is stable, and the message is in the reader's language. */
export class Refusal extends Error {
  constructor(readonly code: string, message: string) { super(message); }
}

export const locale = location.pathname.split('/')[1] ?? 'zh';
export const base = `/${locale}`;

const place = 'minyi token';
export const token = (): string => sessionStorage.getItem(place) ?? localStorage.getItem(place) ?? '';

/** Keeps a token: that of a person until the window closes, a browser key as long as the browser does. */
export function keep(value: string, lasting = false): void { (lasting ? localStorage : sessionStorage).setItem(place, value); }
export function leave(): void { sessionStorage.removeItem(place); localStorage.removeItem(place); }

/** Signs out: the token goes, and all that the reader began to write. */
export function signOut(): void {
  leave();
  for (const key of Object.keys(localStorage)) if (key.startsWith('minyi ')) localStorage.removeItem(key);
}

type Reply<R> = { data?: R | null; errors?: { message: string; extensions?: { code?: string } }[] };

/** Asks or does something as the holder of the token. A token that is no longer good is dropped. */
export async function ask<R, V>(query: string, variables: V): Promise<R> {
  const held = token();
  const headers: Record<string, string> = { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', 'Accept-Language': locale };
  if (held) headers.Authorization = `Bearer ${held}`;
  const response = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  const reply = (await response.json()) as Reply<R>;
  const first = reply.errors?.[0];
  if (first) {
    const code = first.extensions?.code ?? 'INTERNAL';
    if (code === 'UNAUTHENTICATED' || code === 'TOKEN_EXPIRED') leave();
    throw new Refusal(code, first.message);
  }
  return reply.data as R;
}

/** A key that makes a repeated request harmless, also where a page came by plain HTTP and randomUUID is missing. */
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');

/** Leads to the sign-in page, which leads back here. */
export function signIn(): void {
  sessionStorage.setItem('minyi back', location.pathname + location.search + '#write');
  location.assign(`${base}/sign-in`);
}
