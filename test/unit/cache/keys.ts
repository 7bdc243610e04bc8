import { createHash } from 'node:crypto';

/** A key like those of answers. */
export function key(of: string | number): string {
  return createHash('sha256').update(String(of)).digest('hex');
}
