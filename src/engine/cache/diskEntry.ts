import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { CachedAnswer } from './resultCache';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** No answer of a model is this long; a file that unpacks to more is not ours. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** The bytes of a stored answer: gzip of the SHA-256 of a JSON, a line break, and the JSON. */
export async function packEntry(key: string, answer: CachedAnswer): Promise<Buffer> {
  const { text, by, usage } = answer;
  const json = JSON.stringify({ key, text, by, usage });
  return compress(`${sha256(json)}\n${json}`);
}

/** `undefined`: torn, altered, or the answer to another key. */
export async function unpackEntry(key: string, packed: Uint8Array): Promise<CachedAnswer | undefined> {
  try {
    const unpacked = (await decompress(packed, { maxOutputLength: MAX_UNPACKED_BYTES })).toString('utf8');
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
