import { createHash } from 'node:crypto';
import { CHARACTERS_PER_TOKEN, countTokens } from './tokens';

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

/**
 * `breakpoints`: what is marked, from `minTokens` on (Anthropic; OpenAI since GPT-5.6). `automatic`: every prefix from `minTokens` on, in steps; writing is free (OpenAI
 * before, Gemini). `stored`: so many tokens at its beginning were stored before (Gemini). `none`: nothing at all.
 */
export type Caching =
  | { readonly kind: 'breakpoints'; readonly minTokens: number }
  | { readonly kind: 'automatic'; readonly minTokens: number; readonly stepTokens: number }
  | { readonly kind: 'stored'; readonly tokens: number }
  | { readonly kind: 'none' };

interface Entry {
  readonly lifetimeMs: number;
  expiresAt: number;
}

/** The prompt caches of the providers: by prefix, by model, with a smallest length. */
export class PromptCache {
  readonly #entries = new Map<string, Entry>();

  /** `now` in milliseconds. */
  constructor(private readonly now: () => number) {}

  charge(model: string, blocks: readonly PromptBlock[], caching: Caching): Charge {
    if (caching.kind === 'breakpoints') return this.#chargeBreakpoints(model, blocks, caching.minTokens);
    return this.#chargeSteps(model, blocks, caching);
  }

  #chargeBreakpoints(model: string, blocks: readonly PromptBlock[], minTokens: number): Charge {
    const prefixes = prefixesOf(model, blocks);
    const breakpoints = prefixes.filter(({ cache, tokens }) => cache && tokens >= minTokens);
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

  #chargeSteps(model: string, blocks: readonly PromptBlock[], caching: Exclude<Caching, { kind: 'breakpoints' }>): Charge {
    const prompt = blocks.map(({ role, text }) => `${role}\0${text}\0`).join('');
    const tokens = blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
    const steps = caching.kind === 'automatic' ? stepsOf(model, prompt, caching, tokens) : [];
    const read = steps.findLast(({ hash }) => (this.#entries.get(hash)?.expiresAt ?? 0) > this.now());
    const cacheReadTokens = caching.kind === 'stored' ? caching.tokens : (read?.tokens ?? 0);
    return {
      bill: { inputTokens: tokens - cacheReadTokens, cacheReadTokens, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0 },
      answerBegins: () => {
        const lifetimeMs = LIFETIME_MS['5m'];
        for (const { hash } of steps) this.#entries.set(hash, { lifetimeMs, expiresAt: this.now() + lifetimeMs });
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

/** Prefixes of a prompt that can be cached without anyone marking them: each a step longer than the one before. */
function stepsOf(
  model: string,
  prompt: string,
  { minTokens, stepTokens }: { readonly minTokens: number; readonly stepTokens: number },
  promptTokens: number,
): { readonly hash: string; readonly tokens: number }[] {
  const steps = [];
  for (let tokens = minTokens; tokens <= promptTokens; tokens += stepTokens) {
    const hash = createHash('sha256').update(`${model}\0steps\0`).update(prompt.slice(0, tokens * CHARACTERS_PER_TOKEN));
    steps.push({ hash: hash.digest('hex'), tokens });
  }
  return steps;
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
