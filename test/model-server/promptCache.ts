import { createHash } from 'node:crypto';
import { countTokens } from './tokens';

export type Lifetime = '5m' | '1h';

export interface PromptBlock {
  readonly role: 'system' | 'user';
  readonly text: string;
  /** A breakpoint: cache the prompt up to and including this block. */
  readonly cache?: Lifetime;
}

/** What a prompt costs, in tokens. The kinds never overlap. */
export interface InputBill {
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWrite5mTokens: number;
  readonly cacheWrite1hTokens: number;
}

export interface Charge {
  readonly bill: InputBill;
  /** To be called when the first answer begins: only from then on can others read what this request writes. */
  answerBegins(): void;
}

const LIFETIME_MS: Readonly<Record<Lifetime, number>> = { '5m': 5 * 60_000, '1h': 60 * 60_000 };

/** Blocks that a breakpoint looks back for an older entry, itself included. Source: build-with-claude/prompt-caching. */
const LOOKBACK_BLOCKS = 20;

interface Entry {
  readonly lifetimeMs: number;
  expiresAt: number;
}

/** Anthropic's explicit prompt cache: by prefix, by model, with a smallest length. */
export class PromptCache {
  readonly #entries = new Map<string, Entry>();

  /** `now` in milliseconds. */
  constructor(private readonly now: () => number) {}

  charge(model: string, blocks: readonly PromptBlock[], minCacheableTokens: number): Charge {
    const prefixes = prefixesOf(model, blocks);
    const breakpoints = prefixes.filter(({ cache, tokens }) => cache && tokens >= minCacheableTokens);
    const read = this.#longestRead(prefixes, breakpoints);
    const bill = { '5m': 0, '1h': 0 };
    const written: Prefix[] = [];
    let upTo = read?.tokens ?? 0;
    for (const breakpoint of breakpoints) {
      if (breakpoint.index <= (read?.index ?? -1)) continue;
      bill[breakpoint.cache!] += breakpoint.tokens - upTo;
      upTo = breakpoint.tokens;
      written.push(breakpoint);
    }
    return {
      bill: {
        inputTokens: (prefixes.at(-1)?.tokens ?? 0) - upTo,
        cacheReadTokens: read?.tokens ?? 0,
        cacheWrite5mTokens: bill['5m'],
        cacheWrite1hTokens: bill['1h'],
      },
      answerBegins: () => {
        for (const { hash, cache } of written) {
          const lifetimeMs = LIFETIME_MS[cache!];
          this.#entries.set(hash, { lifetimeMs, expiresAt: this.now() + lifetimeMs });
        }
      },
    };
  }

  /** A read makes the lifetime of all entries along its way begin anew, at no charge. */
  #longestRead(prefixes: readonly Prefix[], breakpoints: readonly Prefix[]): Prefix | undefined {
    const found = breakpoints
      .flatMap(({ index }) => prefixes.slice(Math.max(0, index - LOOKBACK_BLOCKS + 1), index + 1))
      .filter(({ hash }) => (this.#entries.get(hash)?.expiresAt ?? 0) > this.now())
      .reduce<Prefix | undefined>(
        (longest, prefix) => (longest && longest.index >= prefix.index ? longest : prefix),
        undefined,
      );
    for (const { hash } of prefixes.slice(0, (found?.index ?? -1) + 1)) {
      const entry = this.#entries.get(hash);
      if (entry) entry.expiresAt = this.now() + entry.lifetimeMs;
    }
    return found;
  }
}

interface Prefix {
  readonly index: number;
  readonly hash: string;
  readonly tokens: number;
  readonly cache?: Lifetime;
}

function prefixesOf(model: string, blocks: readonly PromptBlock[]): Prefix[] {
  let hash = model;
  let tokens = 0;
  return blocks.map(({ role, text, cache }, index) => {
    hash = createHash('sha256').update(`${hash}\0${role}\0${text}`).digest('hex');
    tokens += countTokens(text);
    return { index, hash, tokens, ...(cache && { cache }) };
  });
}
