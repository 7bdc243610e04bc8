import { promptTokens } from '../../providers/cost';
import type { Prices, Usage } from '../../providers/model';

/** Money in US dollars; absent: unknown, which is not zero. Tokens of every kind, input and output together. */
export interface Amount {
  readonly usd?: number;
  readonly tokens: number;
}

type Rates = Omit<Prices, 'band' | 'source' | 'asOf' | 'cacheStorageHour'>;

const PER_MILLION = 1_000_000;

/** Everything that was processed. The kinds of a {@link Usage} never overlap. */
export function totalTokens(usage: Usage): number {
  return promptTokens(usage) + usage.outputTokens;
}

export interface WorstCaseOptions {
  /** No fewer than the request's input can turn out to be. */
  readonly inputBoundTokens: number;
  readonly maxOutputTokens: number;
  readonly prices?: Prices;
  /** Whether the request can write to the one-hour cache, the dearest kind of input. Assumed unless told otherwise. */
  readonly writesOneHourCache?: boolean;
  /** Whether a prefix may be stored under a name: it is then processed twice, and its storage is paid for. Default: no. */
  readonly storesPrefix?: boolean;
}

/** The most that a request can cost: all input at the dearest price that it can meet, all output used, in the dearer band. */
export function worstCase(options: WorstCaseOptions): Amount {
  const { inputBoundTokens, maxOutputTokens, prices, writesOneHourCache = true, storesPrefix = false } = options;
  const tokens = inputBoundTokens + maxOutputTokens;
  if (!prices) return { tokens };
  const most = (inputTokens: number, rates: Rates): number => {
    const dearest = Math.max(rates.input, rates.cacheRead, rates.cacheWrite5m, writesOneHourCache ? rates.cacheWrite1h : 0);
    const stored = storesPrefix ? rates.cacheRead + (prices.cacheStorageHour ?? 0) * (writesOneHourCache ? 1 : 1 / 12) : 0;
    return (inputTokens * (dearest + stored) + maxOutputTokens * rates.output) / PER_MILLION;
  };
  const { band } = prices;
  if (!band || inputBoundTokens <= band.aboveInputTokens) return { usd: most(inputBoundTokens, prices), tokens };
  // Only the bound is known to lie in the band; the input itself may end just below it.
  return { usd: Math.max(most(band.aboveInputTokens, prices), most(inputBoundTokens, band)), tokens };
}
