/** A secret in a text: from `start` up to `end`, in UTF-16 code units. Only the secret, not what stands around it. */
export interface Found {
  readonly start: number;
  readonly end: number;
  /** Name of the rule, for people: never the secret. */
  readonly rule: string;
}

/** Every match of one group of a global pattern (which needs the flags `g` and `d`). */
export function* findGroup(text: string, pattern: RegExp, group: number, rule: string): Generator<Found> {
  for (const match of text.matchAll(pattern)) {
    const range = match.indices?.[group];
    if (range && range[1] > range[0]) yield { start: range[0], end: range[1], rule };
  }
}
