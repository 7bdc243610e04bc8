/** A metric as `/metrics` and `--metrics-file` have it: its name, what it means, and the labels that tell its samples apart. `docs/metrics.md` is held to this table. */
export interface MetricDescription {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets, in its unit; `+Inf` comes last by itself. */
  readonly buckets?: readonly number[];
}

/** A short answer of a fast model takes a second, a long one of a slow model minutes; the limit of a request is 300 s by default. */
const REQUEST_SECONDS = [0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];
const FIRST_TOKEN_SECONDS = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120];
/** An update takes a tenth of a second, a run over a large workspace many minutes. */
const STAGE_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 600, 1_800];

export const METRICS = {
  specwright_requests_total: { type: 'counter', help: 'Requests to models that have ended, by how. One that was sent several times counts once.', labels: ['provider', 'model', 'outcome'] },
  specwright_request_duration_seconds: { type: 'histogram', help: 'Time of requests that left, from leaving to the end of the last attempt. Waiting does not count.', labels: ['provider', 'model'], buckets: REQUEST_SECONDS },
  specwright_time_to_first_token_seconds: { type: 'histogram', help: 'Time of attempts from leaving to the first byte of the answer.', labels: ['provider', 'model'], buckets: FIRST_TOKEN_SECONDS },
  specwright_tokens_total: { type: 'counter', help: 'Tokens by what they are billed as. The kinds never overlap.', labels: ['kind'] },
  specwright_cost_usd_total: { type: 'counter', help: 'Cost in US dollars, as far as it is known: requests to models without a price are not in it.', labels: [] },
  specwright_cache_requests_total: { type: 'counter', help: 'Look-ups in the result cache, and requests of which the prompt cache of the provider served a part (hit) or nothing (miss).', labels: ['cache', 'result'] },
  specwright_queue_depth: { type: 'gauge', help: 'Requests that are planned and have not left yet.', labels: [] },
  specwright_retries_total: { type: 'counter', help: 'Attempts after the first, by why the one before failed.', labels: ['reason'] },
  specwright_stage_duration_seconds: { type: 'histogram', help: 'Time of the stages of runs that were completed.', labels: ['stage'], buckets: STAGE_SECONDS },
} as const satisfies Readonly<Record<string, MetricDescription>>;

export type MetricName = keyof typeof METRICS;
