import type { FailureKind, RunEvent } from '../events';
import { METRICS, type MetricDescription, type MetricName } from './prometheusMetrics';

/** The Content-Type that Prometheus asks for. Source: prometheus.io/docs/instrumenting/exposition_formats. */
export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A request that has not ended. */
interface OpenRequest {
  readonly provider: string;
  readonly model: string;
  hasLeft: boolean;
  /** Why its last attempt failed. */
  failure: FailureKind;
}

/** What is known of a run that goes on. */
interface OpenRun {
  readonly requests: Map<string, OpenRequest>;
  /** Requests of the plan that are not in the queue yet. */
  planned: number;
  /** Requests in the queue that have not left. */
  waiting: number;
}

/** Adds the events of all runs of a process up, and tells them in the text format of Prometheus. Labels are names of providers and models, and words from fixed lists. */
export class PrometheusMetrics {
  readonly #samples = new Map<MetricName, Map<string, Sample>>();
  readonly #runs = new Map<string, OpenRun>();

  constructor() {
    this.#add('specwright_cost_usd_total', {}, 0);
    for (const kind of ['input', 'cache_write', 'cache_read', 'output']) this.#add('specwright_tokens_total', { kind }, 0);
    for (const cache of ['result', 'prompt']) for (const result of ['hit', 'miss']) this.#add('specwright_cache_requests_total', { cache, result }, 0);
  }

  take(event: RunEvent): void {
    const run = this.#runOf(event);
    switch (event.type) {
      case 'stage-finished':
        this.#observe('specwright_stage_duration_seconds', { stage: event.stage }, event.ms / 1_000);
        break;
      case 'cache-looked-up':
        this.#add('specwright_cache_requests_total', { cache: 'result', result: event.hit ? 'hit' : 'miss' });
        break;
      case 'batches-planned':
        run.planned += event.batches;
        break;
      case 'request-queued':
        run.requests.set(event.request, { provider: event.provider, model: event.model, hasLeft: false, failure: 'unknown' });
        run.waiting++;
        if (event.isAgain === false) run.planned--;
        break;
      case 'run-finished':
        this.#runs.delete(event.run);
        break;
      default:
        this.#takeRequest(event, run);
    }
  }

  /** The text exposition format, metrics and samples in a fixed order. */
  text(): string {
    const depth = [...this.#runs.values()].reduce((sum, { planned, waiting }) => sum + Math.max(0, planned) + waiting, 0);
    return Object.entries(METRICS)
      .map(([name, { type, help }]) => {
        const samples = name === 'specwright_queue_depth' ? [`${name} ${depth}`] : [...(this.#samples.get(name as MetricName) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([labels, sample]) => linesOf(name, labels, sample));
        return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} ${type}`, ...samples, ''].join('\n');
      })
      .join('');
  }

  #takeRequest(event: RunEvent, run: OpenRun): void {
    const request = 'request' in event && event.request !== undefined ? run.requests.get(event.request) : undefined;
    if (!request) return;
    const { provider, model } = request;
    switch (event.type) {
      case 'request-started':
        if (!request.hasLeft) run.waiting--;
        request.hasLeft = true;
        if (event.attempt > 1) this.#add('specwright_retries_total', { reason: request.failure });
        break;
      case 'request-first-byte':
        this.#observe('specwright_time_to_first_token_seconds', { provider, model }, event.ms / 1_000);
        break;
      case 'retry-waiting':
        request.failure = event.failure ?? 'unknown';
        break;
      case 'request-ended':
        run.requests.delete(event.request);
        if (!request.hasLeft) run.waiting--;
        else this.#observe('specwright_request_duration_seconds', { provider, model }, event.ms / 1_000);
        this.#add('specwright_requests_total', { provider, model, outcome: event.outcome });
        this.#add('specwright_cost_usd_total', {}, event.costUsd ?? 0);
        if (event.usage) this.#addUsage(event.usage, event.usageEstimated ?? false);
        break;
      default:
    }
  }

  #addUsage(usage: NonNullable<Extract<RunEvent, { type: 'request-ended' }>['usage']>, isEstimated: boolean): void {
    const tokens = { input: usage.inputTokens, cache_write: usage.cacheWrite5mTokens + usage.cacheWrite1hTokens, cache_read: usage.cacheReadTokens, output: usage.outputTokens };
    for (const [kind, count] of Object.entries(tokens)) this.#add('specwright_tokens_total', { kind }, count);
    // Of a provider that reports no usage nobody knows.
    if (!isEstimated) this.#add('specwright_cache_requests_total', { cache: 'prompt', result: usage.cacheReadTokens > 0 ? 'hit' : 'miss' });
  }

  #runOf({ run: name, type }: RunEvent): OpenRun {
    let run = this.#runs.get(name);
    if (!run || type === 'run-started') this.#runs.set(name, (run = { requests: new Map(), planned: 0, waiting: 0 }));
    return run;
  }

  #add(name: MetricName, labels: Labels, value = 1): void {
    this.#sampleOf(name, labels).sum += value;
  }

  #observe(name: MetricName, labels: Labels, seconds: number): void {
    const sample = this.#sampleOf(name, labels);
    sample.sum += seconds;
    const at = sample.bounds.findIndex((bound) => seconds <= bound);
    sample.counts[at < 0 ? sample.bounds.length : at]!++;
  }

  #sampleOf(name: MetricName, labels: Labels): Sample {
    let samples = this.#samples.get(name);
    if (!samples) this.#samples.set(name, (samples = new Map<string, Sample>()));
    const { labels: names, buckets: bounds = [] }: MetricDescription = METRICS[name];
    const key = names.map((label) => `${label}="${escapeLabel(labels[label]!)}"`).join(',');
    let sample = samples.get(key);
    if (!sample) samples.set(key, (sample = { sum: 0, bounds, counts: bounds.length === 0 ? [] : Array<number>(bounds.length + 1).fill(0) }));
    return sample;
  }
}

type Labels = Readonly<Record<string, string>>;

/** A counter's value, or a histogram: how many values fell between two bounds, and their sum. */
interface Sample {
  sum: number;
  readonly bounds: readonly number[];
  readonly counts: number[];
}

function linesOf(name: string, labels: string, { sum, bounds, counts }: Sample): string[] {
  const own = labels === '' ? '' : `{${labels}}`;
  if (bounds.length === 0) return [`${name}${own} ${sum}`];
  let total = 0;
  const buckets = counts.map((count, i) => `${name}_bucket{${labels},le="${bounds[i] ?? '+Inf'}"} ${(total += count)}`);
  return [...buckets, `${name}_sum${own} ${sum}`, `${name}_count${own} ${total}`];
}

function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function escapeHelp(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
}
