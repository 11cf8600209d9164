import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from './api';
import { t } from './words';

/** Says what is wrong, takes the focus, and leads to each place. */
export function Problems({ all, at }: { all: Problem[]; at: (p: Problem) => string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { if (all.length > 0) box.current?.focus(); }, [all]);
  if (all.length === 0) return null;
  return (
    <div class="problems" role="alert" tabIndex={-1} ref={box}>
      <b>{t('problem')}</b>
      <ul>{all.map((p) => <li key={p.message}><a href={at(p)}>{p.message}</a></li>)}</ul>
    </div>
  );
}

/** The receipt that proves what was received. */
export function Received({ words, code, children }: { words: string; code: string; children?: preact.ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div class="sent" role="status" tabIndex={-1} ref={box}>
      <p><b>{words}</b></p>
      {children}
      {code && <><p class="hint">{t('receipt.keep')}</p><p><code>{code}</code></p></>}
    </div>
  );
}
