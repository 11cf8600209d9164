// Checks a receipt in the reader's own browser, with the published keys alone, and with the log's proof where the reader asks for it.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import receiptText from '../documents/receipt.graphql';
import { ask, Refusal } from './api';
import type { ReceiptStatusQuery, ReceiptStatusQueryVariables } from './gql/graphql';
import { check, evidenceIn, readKeys, type Finding } from './verify';
import { moment, t, type Message } from './words';

const root = document.getElementById('verifier')!;
const given = document.querySelector<HTMLInputElement>('#code')?.value ?? '';

/** Says what a check found. */
function words({ what, values = {} }: Finding): string {
  const all = { ...values };
  if (what === 'signed') { all.kind = t(`verify.${values.kind}` as Message); all.at = moment(String(values.issuedAt)); }
  return t(`verify.${what}`, all);
}

function Verdict({ found }: { found: Finding[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [found]);
  const good = found.every((f) => f.ok);
  return (
    <div class={good ? 'sent' : 'problems'} role="status" tabIndex={-1} ref={box}><p><b>{t(good ? 'verify.good' : 'verify.bad')}</b></p>
      <ul class="plain">{found.map((f, i) => <li key={i} class={f.ok ? undefined : 'wrong'}><span aria-hidden="true">{f.ok ? '✓' : '✗'}</span> {words(f)}</li>)}</ul></div>
  );
}

function Verifier({ published }: { published: string }) {
  const [text, setText] = useState(given);
  const [keys, setKeys] = useState(published);
  const [found, setFound] = useState<Finding[]>();
  const [failed, fail] = useState('');
  const [code, setCode] = useState('');

  async function judge(...more: string[]): Promise<void> {
    fail('');
    try {
      const known = await readKeys(keys);
      setFound(await check(known, [text, ...more]));
      const all = evidenceIn(text);
      setCode(more.length === 0 && all.length === 1 && all[0]!.state === undefined ? all[0]!.code : '');
    } catch (e) { setFound(undefined); fail(t(e instanceof TypeError ? 'verify.key.none' : 'verify.unable')); }
  }
  async function prove(): Promise<void> {
    try { await judge(JSON.stringify(await ask<ReceiptStatusQuery, ReceiptStatusQueryVariables>(receiptText, { code }))); } catch (e) { fail(e instanceof Refusal ? e.message : t('failed')); }
  }
  return (
    <form onSubmit={(e) => { e.preventDefault(); void judge(); }}>
      <div class="field"><label for="receipt">{t('verify.receipt')}</label><p class="hint" id="receipt-hint">{t('verify.receipt.help')}</p><textarea id="receipt" rows={4} spellcheck={false} autocomplete="off" aria-describedby="receipt-hint" value={text} onInput={(e) => setText(e.currentTarget.value)} /></div>
      <div class="field"><label for="file">{t('verify.file')}</label><input id="file" type="file" accept=".json,.txt,application/json,text/plain" onChange={(e) => void e.currentTarget.files?.[0]?.text().then(setText)} /></div>
      <details><summary>{t('verify.keys')}</summary><div class="field"><label for="keys">{t('verify.keys')}</label><p class="hint" id="keys-hint">{t('verify.keys.help')}</p><textarea id="keys" rows={3} spellcheck={false} aria-describedby="keys-hint" value={keys} onInput={(e) => setKeys(e.currentTarget.value)} /></div></details>
      {failed && <p class="problems" role="alert">{failed}</p>}
      {found && <Verdict found={found} />}
      <div class="actions"><button disabled={!text.trim()}>{t('verify')}</button>{code && found?.every((f) => f.ok) && <button type="button" class="quiet" onClick={() => void prove()}>{t('verify.prove')}</button>}</div>
    </form>
  );
}

async function begin(): Promise<void> {
  const published = (await (await fetch('/log/key')).text()).trim();
  await readKeys(published); // an old browser, or a page without HTTPS, cannot
  render(<Verifier published={published} />, root);
}
begin().catch(() => { root.textContent = t('verify.unable'); });
