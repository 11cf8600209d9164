// The ways to sign in that the installation offers: its providers, a browser key, and development tokens on the server's own machine.
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import keyText from '../documents/browser-key.graphql';
import viewerText from '../documents/viewer.graphql';
import { ask, base, keep, signOut, token } from './api';
import type { BrowserKeyMutation, BrowserKeyMutationVariables, ViewerQuery, ViewerQueryVariables } from './gql/graphql';
import { enums, t } from './words';

type Provider = { issuer: string; clientId: string; scopes: string[] };
type Offers = { providers: Provider[]; browserKeys: boolean; developmentTokens: boolean };
type Discovery = { authorization_endpoint: string; token_endpoint: string };
type Begun = { provider: Provider; state: string; verifier: string };

const root = document.getElementById('sign-in')!;
const here = `${location.origin}${location.pathname}`;
const begunAt = 'minyi sign-in';

/** Leads back to the page from which the reader came: always one of this site. */
function back(): void {
  const to = sessionStorage.getItem('minyi back') ?? '';
  sessionStorage.removeItem('minyi back');
  location.assign(to.startsWith(`${base}/`) ? to : `${base}/me`);
}

const text64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = (): string => text64(crypto.getRandomValues(new Uint8Array(32)));
const discover = (p: Provider): Promise<Discovery> => fetch(`${p.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`).then((r) => r.json() as Promise<Discovery>);

/** Leads to a provider, by the code flow with PKCE. */
async function lead(provider: Provider): Promise<void> {
  const begun: Begun = { provider, state: random(), verifier: random() };
  const challenge = text64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.verifier))));
  const { authorization_endpoint } = await discover(provider);
  sessionStorage.setItem(begunAt, JSON.stringify(begun));
  const to = new URL(authorization_endpoint);
  for (const [name, value] of Object.entries({ response_type: 'code', client_id: provider.clientId, redirect_uri: here, scope: provider.scopes.join(' '), state: begun.state, code_challenge: challenge, code_challenge_method: 'S256' })) to.searchParams.set(name, value);
  location.assign(to.href);
}

/** Takes the code that a provider gave, and gets a token for it. */
async function arrive(code: string, state: string): Promise<void> {
  const begun = JSON.parse(sessionStorage.getItem(begunAt) ?? 'null') as Begun | null;
  sessionStorage.removeItem(begunAt);
  if (!begun || begun.state !== state) throw new Error('this sign-in did not begin here');
  const { token_endpoint } = await discover(begun.provider);
  const response = await fetch(token_endpoint, { method: 'POST', body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: here, client_id: begun.provider.clientId, code_verifier: begun.verifier }) });
  const got = (await response.json()) as { access_token?: string; id_token?: string };
  const signed = [got.access_token, got.id_token].find((one) => one?.split('.').length === 3); // an access token may be opaque
  if (!signed) throw new Error('there is no token');
  keep(signed);
}

/** Works for a browser key. */
async function work(): Promise<void> {
  const challenge: unknown = await fetch('/altcha/challenge').then((r) => r.json());
  const solution = await new Promise<unknown>((resolve, reject) => {
    const worker = new Worker(root.dataset.solver!, { type: 'module' });
    worker.onmessage = ({ data }) => { worker.terminate(); resolve(data); };
    worker.onerror = reject;
    worker.postMessage(challenge);
  });
  const { createBrowserKey: got } = await ask<BrowserKeyMutation, BrowserKeyMutationVariables>(keyText, { input: { solution: btoa(JSON.stringify({ challenge, solution })) } });
  if (!got.browserKey) throw new Error(got.userErrors[0]?.message);
  keep(got.browserKey.token, true);
}

async function pretend(subject: string, roles: string[]): Promise<void> {
  const response = await fetch('/sign-in/development', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ subject, roles }) });
  if (!response.ok) throw new Error('not from this machine');
  keep(((await response.json()) as { token: string }).token);
}

const staff = ['EDITOR', 'REVIEWER', 'PUBLISHER', 'MODERATOR', 'ANALYST'];

function SignIn({ offers, found, roles }: { offers: Offers; found: ViewerQuery; roles: Record<string, string> }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const [department, setDepartment] = useState(found.departments.nodes[0]?.code ?? '');
  const attempt = (act: () => Promise<void>, then: () => void) => async () => {
    setBusy(true);
    setFailed('');
    try { await act(); then(); } catch { setFailed(t('signin.failed')); setBusy(false); }
  };
  useEffect(() => {
    const search = new URLSearchParams(location.search);
    const code = search.get('code');
    if (code) void attempt(() => arrive(code, search.get('state') ?? ''), back)();
  }, []);
  const none = offers.providers.length === 0 && !offers.browserKeys && !offers.developmentTokens;
  return (
    <>
      {failed && <p class="problems" role="alert">{failed}</p>}
      {found.viewer && <p class="sent">{t('signin.done', { name: found.viewer.name })} <button type="button" class="quiet" onClick={() => { signOut(); location.reload(); }}>{t('signout')}</button></p>}
      {offers.providers.map((p) => <p key={p.issuer}><button type="button" disabled={busy} onClick={() => void attempt(() => lead(p), () => undefined)()}>{t('signin.with', { name: new URL(p.issuer).host })}</button></p>)}
      {offers.browserKeys && <section><h2>{t('signin.key')}</h2><p class="hint">{t('signin.key.help')}</p><p><button type="button" class="quiet" disabled={busy} onClick={() => void attempt(work, back)()}>{busy ? t('signin.key.works') : t('signin.key')}</button></p></section>}
      {offers.developmentTokens && <section class="notice"><h2>{t('signin.dev')}</h2><p class="hint">{t('signin.dev.help')}</p>
        <div class="actions"><button type="button" class="quiet" disabled={busy} onClick={() => void attempt(() => pretend('li', []), back)()}>{t('signin.resident')}</button></div>
        <label for="department">{t('department')}</label>
        <select id="department" value={department} onChange={(e) => setDepartment(e.currentTarget.value)}>{found.departments.nodes.map((d) => <option key={d.code} value={d.code}>{d.name}</option>)}</select>
        <div class="actions">{staff.map((role) => <button key={role} type="button" class="quiet" disabled={busy} onClick={() => void attempt(() => pretend(role.toLowerCase(), [`${department}:${role}`]), () => location.assign(`${base}/desk`))()}>{roles[role] ?? role}</button>)}</div></section>}
      {none && <p class="none">{t('signin.none')}</p>}
    </>
  );
}

async function begin(): Promise<void> {
  const [offers, words] = await Promise.all([fetch('/sign-in.json').then((r) => r.json() as Promise<Offers>), enums()]);
  const read = () => ask<ViewerQuery, ViewerQueryVariables>(viewerText, {});
  const found = await read().catch(read); // a token that is no longer good was dropped
  render(<SignIn offers={offers} found={found} roles={words.Role ?? {}} />, root);
}
if (token() === '' && !crypto.subtle) root.textContent = t('signin.none');
else void begin();
