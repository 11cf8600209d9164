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

export type Receipt = { code: string; content: string; issuedAt: string };

/** Saves a receipt with its content as a file, which the page of receipts can check. */
function save(receipt: Receipt): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify({ receipt })], { type: 'application/json' }));
  link.download = `receipt-${receipt.issuedAt.slice(0, 19).replaceAll(':', '')}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** The receipt that proves what was received. */
export function Received({ words, receipt, children }: { words: string; receipt?: Receipt | null; children?: preact.ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div class="sent" role="status" tabIndex={-1} ref={box}>
      <p><b>{words}</b></p>
      {children}
      {receipt && <><p class="hint">{t('receipt.keep')}</p><p><code>{receipt.code}</code></p><p><button type="button" class="small quiet" onClick={() => save(receipt)}>{t('receipt.save')}</button></p></>}
    </div>
  );
}
