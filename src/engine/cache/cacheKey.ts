import { createHash } from 'node:crypto';

/** Raise it when keys or stored answers change their meaning: what was stored before is then never found again. */
export const CACHE_VERSION = 1;

export type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

/** All that an answer follows from. No batch, no unrelated file, no time, no machine, no absolute path. */
export interface AnswerKeyParts {
  /** Hash of what makes the item's section fresh. */
  readonly inputs: string;
  /** Every byte that is shown for the item: its own text and its context. */
  readonly shown: string | readonly string[];
  readonly provider: string;
  readonly model: string;
  /** Whatever else changes an answer: effort, output limit. */
  readonly params: { readonly [key: string]: Json };
  readonly promptVersion: string | number;
}

/** SHA-256, in hex, of the canonical JSON of the parts and of the cache's version. */
export function answerKey({ inputs, shown, provider, model, params, promptVersion }: AnswerKeyParts): string {
  // Picked one by one: whatever else the caller's object carries must not get into a key.
  const parts = { cacheVersion: CACHE_VERSION, inputs, shown, provider, model, params, promptVersion };
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

/**
 * JSON with sorted keys, so that equal values give equal bytes. Properties that are `undefined` count as absent. Throws a TypeError
 * for what JSON cannot tell apart: NaN, infinities, `undefined` in an array, objects other than plain ones.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((entry: Json) => canonicalJson(entry)).join(',')}]`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'object' && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    // By code unit: a comparison by locale would differ between machines.
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`;
  }
  throw new TypeError(`A cache key cannot hold ${typeof value === 'object' ? 'an instance of a class' : String(value)}.`);
}
