import type { Found } from './found';
import { TOKEN_STARTS } from './knownTokens';
import { findOwnSecrets } from './ownRules';
import { namePlaceholders, PLACEHOLDER } from './placeholders';
import { PRESET_STARTS, presetRulesFor } from './presetHints';
import { createStartScanner } from './startScanner';

export { PLACEHOLDER_PREFIX } from './placeholders';

/** A text whose secrets are replaced, and the way back. */
export interface SecretMask {
  /** The text with a placeholder for each secret: as many lines, valid wherever the secret was (in a literal, a comment, a URL). */
  readonly text: string;
  /** In the order of their first occurrence. Holds no secret. */
  readonly secrets: readonly { readonly placeholder: string; readonly count: number; readonly rule: string }[];
  /** Puts the secrets back in. A placeholder that this text does not have stays as it is. */
  restore(text: string): string;
}

/** A text that was to leave holds a secret. Names the rule, never the secret. */
export class SecretFound extends Error {
  override readonly name = 'SecretFound';
  constructor(readonly rule: string) {
    super(`The text still holds what looks like a secret (${rule}), so it was not sent. Please report this: secrets should have been replaced when the file was read.`);
  }
}

/**
 * Replaces what looks like a secret by a placeholder (`SPECWRIGHT_SECRET_` and at least four digits) that is the same for the same secret
 * everywhere. Masking a masked text changes nothing. `path` is relative; it tells files whose values need no quotes.
 */
export async function maskSecrets(text: string, path: string): Promise<SecretMask> {
  const counts = new Map<string, { count: number; rule: string }>();
  const secretOf = new Map<string, string>();
  let masked = text;
  // A match may hide another that overlaps it, and is found only once the first is gone. Each round leaves less; two are enough in practice.
  for (let round = 0; round < 8; round++) {
    const found = await findSecrets(masked, path);
    if (found.length === 0) break;
    const placeholderOf = new Map([...secretOf].map(([placeholder, secret]) => [secret, placeholder]));
    const unnamed = found.map(({ start, end }) => masked.slice(start, end)).filter((secret) => !placeholderOf.has(secret));
    for (const [secret, placeholder] of await namePlaceholders(unnamed, masked)) placeholderOf.set(secret, placeholder);
    masked = replaceFound(masked, found, (secret, rule) => {
      const placeholder = placeholderOf.get(secret) as string;
      secretOf.set(placeholder, secret);
      counts.set(placeholder, { rule: counts.get(placeholder)?.rule ?? rule, count: (counts.get(placeholder)?.count ?? 0) + 1 });
      return placeholder;
    });
  }
  return {
    text: masked,
    secrets: placeholdersIn(masked).flatMap((placeholder) => {
      const counted = counts.get(placeholder);
      return counted ? [{ placeholder, ...counted }] : [];
    }),
    restore: (from) => restoreSecrets(from, secretOf),
  };
}

/** Throws {@link SecretFound} if the text holds what {@link maskSecrets} would replace. */
export async function assertNoSecrets(text: string): Promise<void> {
  const [first] = await findSecrets(text, '');
  if (first) throw new SecretFound(first.rule);
}

/** Placeholders in a text, each once: to see whether an answer changed one. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(text.match(PLACEHOLDER))];
}

const scanStarts = createStartScanner(new Map([...TOKEN_STARTS, ...PRESET_STARTS]));

/** Every secret once, in the order of the text, none of them touching a placeholder. */
export async function findSecrets(text: string, path: string): Promise<Found[]> {
  const starts = scanStarts(text);
  const found = findOwnSecrets(text, path, starts);
  const names = presetRulesFor(text, starts);
  if (names.length > 0) {
    const { findPresetSecrets } = await import('./secretlint');
    found.push(...(await findPresetSecrets(text, names)));
  }
  const placeholders = [...text.matchAll(PLACEHOLDER)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
  return mergeOverlapping(found.map((each) => toWordEnd(text, each)))
    .filter((each) => !placeholders.some((placeholder) => placeholder.start < each.end && each.start < placeholder.end));
}

function mergeOverlapping(found: Found[]): Found[] {
  const merged: Found[] = [];
  // The longest first where several start together: its rule says most.
  for (const each of found.sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = merged.at(-1);
    if (!last || each.start >= last.end) merged.push(each);
    else if (each.end > last.end) merged[merged.length - 1] = { ...last, end: each.end };
  }
  return merged;
}

/** What follows must not read on as digits of the placeholder; and a token's tail belongs to the token. */
function toWordEnd(text: string, found: Found): Found {
  let { end } = found;
  while (/\w/.test(text[end] ?? '')) end++;
  return end === found.end ? found : { ...found, end };
}

function replaceFound(text: string, found: readonly Found[], placeholderOf: (secret: string, rule: string) => string): string {
  let masked = '';
  let at = 0;
  for (const { start, end, rule } of found) {
    const secret = text.slice(start, end);
    masked += text.slice(at, start) + placeholderOf(secret, rule) + lineBreaksOf(secret);
    at = end;
  }
  return masked + text.slice(at);
}

/** A secret of several lines leaves its line breaks, so that all below keeps its line number. */
function lineBreaksOf(secret: string): string {
  return secret.match(/\r?\n/g)?.join('') ?? '';
}

function restoreSecrets(text: string, secretOf: ReadonlyMap<string, string>): string {
  let restored = '';
  let at = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const secret = secretOf.get(match[0]);
    if (secret === undefined) continue;
    const breaks = lineBreaksOf(secret);
    const end = match.index + match[0].length;
    restored += text.slice(at, match.index) + secret;
    // Whoever copied the placeholder without its empty lines gets the whole secret all the same.
    at = text.startsWith(breaks, end) ? end + breaks.length : end;
  }
  return restored + text.slice(at);
}
