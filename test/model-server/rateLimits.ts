/** Most that is taken in a minute; a minute lasts `timeScale` minutes of the clock. Absent: no limit of that kind. */
export interface RateLimitSettings {
  readonly requestsPerMinute?: number;
  /** Input that is not read from the cache. */
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
  /** Input, read from the cache or not, and output together. */
  readonly tokensPerMinute?: number;
}

export type LimitKind = 'requests' | 'inputTokens' | 'outputTokens' | 'tokens';

/** What a protocol tells in its headers. */
export type LimitsLeft = { readonly [kind in LimitKind]?: LimitLeft };

export interface LimitLeft {
  readonly limit: number;
  readonly remaining: number;
  /** Until the limit is whole again. */
  readonly resetsInMs: number;
}

const SETTING: Readonly<Record<LimitKind, keyof RateLimitSettings>> = {
  requests: 'requestsPerMinute',
  inputTokens: 'inputTokensPerMinute',
  outputTokens: 'outputTokensPerMinute',
  tokens: 'tokensPerMinute',
};
const KINDS = Object.keys(SETTING) as LimitKind[];

interface Bucket {
  readonly limit: number;
  /** Below zero: more was taken than there was, as an answer is charged when it is over. */
  level: number;
  filledAt: number;
}

/** Token buckets, as the providers have them: they hold one minute's worth and fill all the time. */
export class RateLimiter {
  readonly #buckets = new Map<LimitKind, Bucket>();

  /** `now` in milliseconds. */
  constructor(private readonly now: () => number) {}

  /**
   * Takes what a request needs, or nothing: then it says which limit is in the way and for how long. What is larger than a whole bucket is let through when
   * the bucket is full, and output as long as there is any, since nobody knows yet how long an answer gets.
   */
  admit(
    settings: RateLimitSettings,
    timeScale: number,
    need: Readonly<Record<LimitKind, number>>,
  ): { readonly kind: LimitKind; readonly retryInMs: number } | undefined {
    const buckets = KINDS.flatMap((kind) => this.#bucket(kind, settings, timeScale) ?? []);
    for (const { kind, bucket, msPerToken } of buckets) {
      const missing = Math.min(need[kind], bucket.limit) - bucket.level;
      if (missing > 0) return { kind, retryInMs: Math.max(1, Math.ceil(missing * msPerToken)) };
    }
    for (const { kind, bucket } of buckets) if (kind !== 'outputTokens') bucket.level -= need[kind];
    return undefined;
  }

  /** To be called when an answer is over, whole or not. */
  chargeOutput(tokens: number): void {
    for (const kind of ['outputTokens', 'tokens'] as const) {
      const bucket = this.#buckets.get(kind);
      if (bucket) bucket.level -= tokens;
    }
  }

  left(settings: RateLimitSettings, timeScale: number): LimitsLeft {
    return Object.fromEntries(
      KINDS.flatMap((kind) => this.#bucket(kind, settings, timeScale) ?? []).map(({ kind, bucket, msPerToken }) => [
        kind,
        {
          limit: bucket.limit,
          remaining: Math.max(0, Math.floor(bucket.level)),
          resetsInMs: Math.ceil((bucket.limit - bucket.level) * msPerToken),
        },
      ]),
    );
  }

  #bucket(kind: LimitKind, settings: RateLimitSettings, timeScale: number) {
    const limit = settings[SETTING[kind]];
    if (limit === undefined) {
      this.#buckets.delete(kind);
      return undefined;
    }
    const now = this.now();
    const known = this.#buckets.get(kind);
    const bucket = known?.limit === limit ? known : { limit, level: limit, filledAt: now };
    this.#buckets.set(kind, bucket);
    const msPerToken = (60_000 * timeScale) / limit;
    bucket.level = Math.min(limit, bucket.level + (msPerToken > 0 ? (now - bucket.filledAt) / msPerToken : limit));
    bucket.filledAt = now;
    return { kind, bucket, msPerToken };
  }
}
