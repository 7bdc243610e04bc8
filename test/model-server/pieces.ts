import type { Random } from './random';
import { CHARACTERS_PER_TOKEN } from './tokens';

/** Cuts a text into the deltas of a stream, through tags and words, but never through a character. */
export function cutText(text: string, tokens: number, random?: Random): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    let end = at + sizeOf(tokens * CHARACTERS_PER_TOKEN, random);
    if (isHighSurrogate(text.charCodeAt(end - 1))) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Cuts bytes wherever it happens to be, through characters too. `size` 0: not at all. */
export function cutBytes(bytes: Buffer, size: number, random?: Random): Buffer[] {
  if (size <= 0) return [bytes];
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + sizeOf(size, random);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

function sizeOf(most: number, random: Random | undefined): number {
  return random ? 1 + Math.floor(random() * most) : most;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
