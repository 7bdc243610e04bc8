import { hash } from 'node:crypto';

/** Digits of a hash that stands in a spec: 48 bits. It is only ever compared with the one hash stored at the same place. */
const SHORT_DIGITS = 12;

/** SHA-256 in lower-case hex; of a text, that of its UTF-8. */
export function sha256(data: string | Uint8Array): string {
  // In one call: half the time of an object that is updated and asked, and outlines take hundreds of thousands of hashes.
  return hash('sha256', data, 'hex');
}

/** The form in which hashes stand in specs. The empty string stays empty: there was nothing to hash. */
export function shortHash(text: string): string {
  return text === '' ? '' : sha256(text).slice(0, SHORT_DIGITS);
}

/** Hash of plain data. Arrays keep their order; objects must be built with their keys in a fixed order. */
export function hashOf(value: unknown): string {
  return shortHash(JSON.stringify(value));
}
