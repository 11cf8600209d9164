// Works for a browser key, off the page's thread: it looks for the number with which PBKDF2 gives a key of the wanted beginning.
type Challenge = { nonce: string; salt: string; cost: number; keyLength: number; keyPrefix: string };

const bytes = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (raw: ArrayBuffer): string => Array.from(new Uint8Array(raw), (b) => b.toString(16).padStart(2, '0')).join('');

async function solve({ nonce, salt, cost, keyLength, keyPrefix }: Challenge): Promise<{ counter: number; derivedKey: string; time: number }> {
  const began = performance.now();
  const password = new Uint8Array([...bytes(nonce), 0, 0, 0, 0]);
  const last = new DataView(password.buffer, password.length - 4);
  for (let counter = 0; ; counter++) {
    last.setUint32(0, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const derivedKey = hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: cost }, key, 8 * keyLength));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey, time: performance.now() - began };
  }
}

onmessage = async ({ data }: MessageEvent<{ parameters: Challenge }>) => postMessage(await solve(data.parameters));
