// Checks receipts with the published keys of the log, as docs/receipts.md says it: signatures, contents, and proofs that the log has them.
// It asks nobody. The server's command "verify" comes to the same verdicts.
type Bytes = Uint8Array<ArrayBuffer>;
type Json = Record<string, unknown>;
type Key = { line: string; name: string; hash: Bytes; key: CryptoKey };

/** What one check found, with the values that its words name. */
export type Finding = { ok: boolean; what: What; values?: Record<string, string | number> };
export type What = 'signed' | 'forged' | 'content' | 'content.not' | 'instant.not' | 'included' | 'included.not' | 'unproven' | 'checkpoint.not' | 'beside.not' | 'pending' | 'pending.placed' | 'missing' | 'state.not' | 'none';

/** What is known of one receipt. */
type Evidence = { code: string; content?: string; issuedAt?: string; state?: string; index?: number; proof?: string[]; checkpoint?: Json };

const utf8 = new TextEncoder();
const shortestCode = 100; // characters; the codes of problems are shorter

function join(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) { all.set(part, at); at += part.length; }
  return all;
}
const sha = async (...parts: Bytes[]): Promise<Bytes> => new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)));
const same = (a: Bytes, b: Bytes): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
const number = (raw: Bytes): bigint => raw.reduce((n, byte) => n << 8n | BigInt(byte), 0n);
const spelled = (raw: Bytes): string => btoa(String.fromCharCode(...raw));

/** Reads base64, or base64url without padding. There is one spelling of each value, and no other is taken. */
function unspell(text: string, url = false): Bytes | undefined {
  try {
    const raw = Uint8Array.from(atob(url ? text.replaceAll('-', '+').replaceAll('_', '/') : text), (c) => c.charCodeAt(0));
    const again = url ? spelled(raw).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : spelled(raw);
    return again === text ? raw : undefined;
  } catch { return undefined; }
}

/** Reads the keys that the log publishes, the newest first. It fails where a line is none, and where the browser knows no Ed25519. */
export async function readKeys(lines: string): Promise<Key[]> {
  return Promise.all(lines.trim().split('\n').map(async (line) => {
    const [, name, digits, text] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line) ?? [];
    const raw = text === undefined ? undefined : unspell(text);
    if (!raw || raw.length !== 33 || raw[0] !== 1) throw new TypeError('no key');
    const hash = (await sha(utf8.encode(`${name}\n`), raw)).slice(0, 4);
    if (number(hash) !== BigInt(`0x${digits}`)) throw new TypeError('no key');
    return { line, name: name!, hash, key: await crypto.subtle.importKey('raw', raw.slice(1), 'Ed25519', false, ['verify']) };
  }));
}

const signs = (key: Key, message: Bytes, signature: Bytes): Promise<boolean> => crypto.subtle.verify('Ed25519', key.key, signature, message);

/** Reads a signed note: its lines, if a signature by the key is there and none by the key is wrong. */
async function open(key: Key, note: string): Promise<string[] | undefined> {
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) return undefined;
  const message = utf8.encode(note.slice(0, cut + 1));
  let found = false;
  for (const line of note.slice(cut + 2, -1).split('\n')) {
    const [, name, text] = /^— ([^ +]+) (\S+)$/.exec(line) ?? [];
    const raw = text === undefined ? undefined : unspell(text);
    if (!raw || raw.length < 5) return undefined;
    if (name !== key.name || !same(raw.slice(0, 4), key.hash)) continue;
    if (raw.length !== 68 || !(await signs(key, message, raw.slice(4)))) return undefined;
    found = true;
  }
  return found ? note.slice(0, cut).split('\n') : undefined;
}

/** Reads a checkpoint of the log, which one of the keys has signed. */
async function readCheckpoint(keys: Key[], note: string): Promise<{ size: number; root: Bytes; by: string } | undefined> {
  for (const key of keys) {
    const lines = await open(key, note);
    const root = unspell(lines?.[2] ?? '');
    if (lines?.length === 3 && lines[0] === 'minyi-log' && /^(0|[1-9]\d*)$/.test(lines[1]!) && root?.length === 32) return { size: Number(lines[1]), root, by: key.line };
  }
  return undefined;
}

/** Computes the root of n leaves from the i-th one and its proof (RFC 6962, section 2.1.1); undefined if they do not fit. */
async function rootOf(i: number, n: number, leaf: Bytes, proof: Bytes[]): Promise<Bytes | undefined> {
  if (n === 1) return proof.length === 0 ? leaf : undefined;
  const last = proof.at(-1);
  if (!last) return undefined;
  let left = 1;
  while (left * 2 < n) left *= 2;
  const inner = i < left ? await rootOf(i, left, leaf, proof.slice(0, -1)) : await rootOf(i - left, n - left, leaf, proof.slice(0, -1));
  return inner && sha(Uint8Array.of(1), ...(i < left ? [inner, last] : [last, inner]));
}

/** Finds receipts in a text: what GraphQL replied, whole or in part, or a code. */
export function evidenceIn(text: string): Evidence[] {
  let value: unknown;
  try { value = JSON.parse(text); } catch {
    const code = text.trim();
    return code.length > shortestCode && !/[ \n{}]/.test(code) ? [{ code }] : [];
  }
  return collect(value);
}

function collect(value: unknown): Evidence[] {
  if (typeof value !== 'object' || value === null) return [];
  const one = value as Json;
  const here = !Array.isArray(value) && typeof one.code === 'string' && one.code.length > shortestCode ? [receiptOf(one.code, one)] : [];
  return [...here, ...Object.values(one).flatMap(collect)];
}

/** Reads what stands beside a code. What is not of its type is kept as a value that no check takes. */
function receiptOf(code: string, o: Json): Evidence {
  const said = (name: string) => (o[name] === null || o[name] === undefined ? undefined : typeof o[name] === 'string' ? o[name] : 'no text');
  const index = o.leafIndex === null || o.leafIndex === undefined ? undefined : Number.isSafeInteger(o.leafIndex) && (o.leafIndex as number) >= 0 ? o.leafIndex as number : -1;
  return {
    code, content: said('content'), issuedAt: said('issuedAt'), state: said('state') || (index === undefined ? undefined : 'INCLUDED'), index,
    proof: Array.isArray(o.inclusionProof) ? o.inclusionProof.map((h) => (typeof h === 'string' ? h : '')) : undefined,
    checkpoint: typeof o.checkpoint === 'object' && o.checkpoint !== null && !Array.isArray(o.checkpoint) ? o.checkpoint as Json : undefined,
  };
}

/** Puts together what several texts say of one receipt. What the log says last counts. */
function merge(all: Evidence[]): Evidence[] {
  const known = new Map<string, Evidence>();
  for (const e of all) {
    const was = known.get(e.code);
    const from = e.state === undefined && was ? was : e;
    known.set(e.code, { code: e.code, content: e.content ?? was?.content, issuedAt: e.issuedAt ?? was?.issuedAt, state: from.state, index: from.index, proof: from.proof, checkpoint: from.checkpoint });
  }
  return [...known.values()];
}

/** Checks all receipts in some texts. They are good if all findings are. */
export async function check(keys: Key[], all: string[]): Promise<Finding[]> {
  const found = all.map(evidenceIn);
  const none: Finding[] = found.filter((f) => f.length === 0).map(() => ({ ok: false, what: 'none' }));
  return [...none, ...(await Promise.all(merge(found.flat()).map((e) => judge(keys, e)))).flat()];
}

const codeLength = 158;

async function judge(keys: Key[], e: Evidence): Promise<Finding[]> {
  const raw = unspell(e.code, true);
  const message = raw && join(utf8.encode('minyi-receipt\n'), raw.slice(0, 94));
  const kind = String.fromCharCode(raw?.[1] ?? 0);
  const known = raw?.length === codeLength && raw[0] === 1 && 'MRQ'.includes(kind) && (await Promise.all(keys.map((k) => signs(k, message!, raw.slice(94))))).includes(true);
  if (!known) return [{ ok: false, what: 'forged' }];
  const [instant, salt, leaf] = [raw.slice(38, 46), raw.slice(46, 62), raw.slice(62, 94)];
  const issuedAt = instantOf(number(instant));
  const found: Finding[] = [{ ok: true, what: 'signed', values: { kind, revision: Number(number(raw.slice(34, 38))), issuedAt } }];
  if (e.content !== undefined) {
    const holds = same(await sha(await sha(salt, utf8.encode(e.content)), instant), leaf);
    found.push({ ok: holds, what: holds ? 'content' : 'content.not' });
  }
  if (e.issuedAt !== undefined && e.issuedAt !== issuedAt) found.push({ ok: false, what: 'instant.not' });
  if (e.state !== undefined) found.push(await placed(keys, e, leaf));
  return found;
}

/** An instant of microseconds since 1970, as RFC 3339 writes it, without zeros at the end of the fraction. */
function instantOf(micros: bigint): string {
  const fraction = String(micros % 1_000_000n).padStart(6, '0').replace(/0+$/, '');
  return `${new Date(Number(micros / 1_000_000n) * 1000).toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

/** Checks what the server says of the receipt's place in the log. */
async function placed(keys: Key[], e: Evidence, leaf: Bytes): Promise<Finding> {
  const says = (ok: boolean, what: What, values?: Finding['values']): Finding => ({ ok, what, values });
  if (e.state === 'PENDING') return e.index === undefined && !e.proof ? says(true, 'pending') : says(false, 'pending.placed');
  if (e.state !== 'INCLUDED') return says(false, e.state === 'MISSING' ? 'missing' : 'state.not');
  const note = e.checkpoint?.note;
  if (e.index === undefined || typeof note !== 'string' || note === '') return says(false, 'unproven');
  const log = await readCheckpoint(keys, note);
  if (!log) return says(false, 'checkpoint.not');
  for (const [name, value] of Object.entries({ treeSize: log.size, rootHash: spelled(log.root), verifierKey: log.by })) if ((e.checkpoint![name] ?? value) !== value) return says(false, 'beside.not');
  const proof = (e.proof ?? []).map((h) => unspell(h));
  const fits = e.index >= 0 && e.index < log.size && proof.every((h) => h?.length === 32);
  const root = fits ? await rootOf(e.index, log.size, await sha(Uint8Array.of(0), leaf), proof as Bytes[]) : undefined;
  return root && same(root, log.root) ? says(true, 'included', { index: e.index, size: log.size }) : says(false, 'included.not', { size: log.size });
}
