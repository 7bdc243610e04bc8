import type { Prices } from './model';

/** What a person enters for a model, in US dollars per million tokens. What is left out follows from the usual proportions. */
export interface OwnPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
}

const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'] as const;

/**
 * The price that a person has entered for a model, by `provider/model`; `undefined`: none, the built-in table holds. A cache that has no price of its own costs
 * as much as uncached input: an estimate that is too high surprises nobody.
 * @throws RangeError for an entry that is no price, with what is expected
 */
export function ownPrice(table: unknown, provider: string, model: string): Prices | undefined {
  if (table === undefined || table === null) return undefined;
  if (typeof table !== 'object' || Array.isArray(table)) throw new RangeError('Prices must be an object such as { "openai/my-model": { "input": 1, "output": 4 } }, in US dollars per million tokens.');
  const entry = (table as Record<string, unknown>)[`${provider}/${model}`];
  if (entry === undefined) return undefined;
  const price = checked(entry, `${provider}/${model}`);
  const { input, output, cacheRead = input, cacheWrite5m = input, cacheWrite1h = input } = price;
  return { input, output, cacheRead, cacheWrite5m, cacheWrite1h, source: 'your own price table', asOf: '' };
}

function checked(entry: unknown, name: string): OwnPrice {
  const wrong = (what: string) => new RangeError(`The price of "${name}" ${what}. Enter for example { "input": 1, "output": 4 }, in US dollars per million tokens.`);
  if (typeof entry !== 'object' || entry === null) throw wrong('is no object');
  const price = entry as Record<string, unknown>;
  for (const key of Object.keys(price)) if (!KINDS.includes(key as (typeof KINDS)[number])) throw wrong(`has "${key}", which is none of ${KINDS.join(', ')}`);
  for (const kind of KINDS) {
    const value = price[kind];
    if (value === undefined && kind !== 'input' && kind !== 'output') continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw wrong(`needs a number of zero or more for "${kind}"`);
  }
  return entry as OwnPrice;
}
