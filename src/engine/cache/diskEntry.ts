import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { CachedAnswer } from './resultCache';

/**
 * An answer is a few hundred bytes: packed in its own turn it takes less time than a hand-over to a thread, and a small window saves the 268 kB that zlib takes by default
 * for each of the hundreds that come at once.
 */
const SMALL = { windowBits: 12, memLevel: 4, chunkSize: 2_048 } as const;

/** No answer of a model is this long; a file that unpacks to more is not ours. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The bytes of a stored answer: gzip of the SHA-256 of a JSON, a line break, and the JSON. */
export function packEntry(key: string, answer: CachedAnswer): Buffer {
  const { text, by, usage } = answer;
  const json = JSON.stringify({ key, text, by, usage });
  return gzipSync(`${sha256(json)}\n${json}`, SMALL);
}

/** `undefined`: torn, altered, or the answer to another key. */
export function unpackEntry(key: string, packed: Uint8Array): CachedAnswer | undefined {
  try {
    const unpacked = gunzipSync(packed, { chunkSize: 8_192, maxOutputLength: MAX_UNPACKED_BYTES }).toString('utf8');
    const end = unpacked.indexOf('\n');
    const json = unpacked.slice(end + 1);
    if (end === -1 || unpacked.slice(0, end) !== sha256(json)) return undefined;
    const entry = JSON.parse(json) as Partial<CachedAnswer & { key: string }>;
    if (entry.key !== key || typeof entry.text !== 'string' || typeof entry.by !== 'string') return undefined;
    return { text: entry.text, by: entry.by, ...(entry.usage && { usage: entry.usage }) };
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
