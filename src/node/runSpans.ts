import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context, type Span, type Tracer } from '@opentelemetry/api';
import type { RequestOutcome, RunEvent, RunEventBody } from '../engine/events';

type Ended = Extract<RunEventBody, { type: 'request-ended' }>;

/** Names of providers in the conventions, where they differ from ours. Source of these and of all `gen_ai.*`: opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = { gemini: 'gcp.gemini' };

const FINISH_REASONS: Readonly<Partial<Record<RequestOutcome, string>>> = { complete: 'stop', length: 'length', context: 'length', refusal: 'content_filter' };

interface OpenRequest {
  readonly span: Span;
  readonly startedAt: number;
  firstByteMs: number | undefined;
  attempts: number;
}

/** What a run has open. */
interface OpenRun {
  readonly span: Span;
  readonly context: Context;
  readonly queuedAt: Map<string, { readonly at: number; readonly items: number }>;
  readonly requests: Map<string, OpenRequest>;
  stage: { readonly span: Span; readonly context: Context } | undefined;
  costUsd: number;
}

/**
 * Makes spans of the events of runs: one for a run, one for each of its stages, one for each request with all its attempts, as the GenAI semantic conventions have it. Begin and end are those of
 * the events. No span holds a path, a text or a message of a provider: only names of models, figures, and words from fixed lists.
 */
export class RunSpans {
  readonly #runs = new Map<string, OpenRun>();

  constructor(private readonly tracer: Tracer) {}

  take(event: RunEvent): void {
    if (event.type === 'run-started') this.#runs.set(event.run, this.#open(event));
    const run = this.#runs.get(event.run);
    if (!run) return;
    switch (event.type) {
      case 'stage-started': {
        const span = this.tracer.startSpan(event.stage, { startTime: new Date(event.at), attributes: { 'specwright.stage': event.stage } }, run.context);
        run.stage = { span, context: trace.setSpan(run.context, span) };
        break;
      }
      case 'stage-finished':
        run.stage?.span.end(new Date(event.at));
        run.stage = undefined;
        break;
      case 'run-finished':
        this.#finish(run, event, event.at);
        this.#runs.delete(event.run);
        break;
      default:
        this.#takeRequest(event, run);
    }
  }

  #open({ at, run, command, provider, model }: Extract<RunEvent, { type: 'run-started' }>): OpenRun {
    const attributes: Attributes = { 'specwright.run.id': run, 'specwright.command': command, 'specwright.provider': provider, ...(model !== undefined && { 'specwright.model': model }) };
    const span = this.tracer.startSpan(`specwright ${command}`, { startTime: new Date(at), kind: SpanKind.INTERNAL, attributes }, ROOT_CONTEXT);
    return { span, context: trace.setSpan(ROOT_CONTEXT, span), queuedAt: new Map(), requests: new Map(), stage: undefined, costUsd: 0 };
  }

  #takeRequest(event: RunEvent, run: OpenRun): void {
    switch (event.type) {
      case 'request-queued':
        run.queuedAt.set(event.request, { at: event.at, items: event.items });
        break;
      case 'request-started':
        this.#started(event, run);
        break;
      case 'request-first-byte': {
        const request = run.requests.get(event.request);
        if (request) request.firstByteMs = event.ms;
        break;
      }
      case 'retry-waiting':
        run.requests.get(event.request)?.span.addEvent('retry', { 'error.type': event.failure ?? 'unknown', 'specwright.retry.delay_ms': event.ms }, new Date(event.at));
        break;
      case 'request-ended': {
        const request = run.requests.get(event.request);
        run.requests.delete(event.request);
        run.queuedAt.delete(event.request);
        run.costUsd += event.costUsd ?? 0;
        // What never left is no call.
        if (request) end(request, event, event.at);
        break;
      }
      default:
    }
  }

  #started({ at, request, attempt, provider, model, cacheRead }: Extract<RunEvent, { type: 'request-started' }>, run: OpenRun): void {
    const known = run.requests.get(request);
    if (known) {
      known.attempts = attempt;
      known.firstByteMs = undefined;
      return;
    }
    const queued = run.queuedAt.get(request);
    const attributes: Attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': PROVIDER_NAMES[provider] ?? provider,
      'gen_ai.request.model': model,
      'gen_ai.request.stream': true,
      'gen_ai.output.type': 'text',
      'specwright.request.id': request,
      ...(queued && { 'specwright.request.items': queued.items, 'specwright.request.queued_ms': at - queued.at }),
      'specwright.cache_read.expected': cacheRead !== undefined,
    };
    const span = this.tracer.startSpan(`chat ${model}`, { startTime: new Date(at), kind: SpanKind.CLIENT, attributes }, (run.stage ?? run).context);
    run.requests.set(request, { span, startedAt: at, firstByteMs: undefined, attempts: attempt });
  }

  #finish(run: OpenRun, { status }: Extract<RunEventBody, { type: 'run-finished' }>, at: number): void {
    const endTime = new Date(at);
    for (const { span } of run.requests.values()) span.end(endTime);
    run.stage?.span.end(endTime);
    run.span.setAttributes({ 'specwright.status': status, 'specwright.cost_usd': run.costUsd });
    if (status === 'failed') run.span.setStatus({ code: SpanStatusCode.ERROR });
    run.span.end(endTime);
  }
}

function end({ span, firstByteMs, attempts }: OpenRequest, { outcome, usage, costUsd, failure }: Ended, at: number): void {
  const finish = FINISH_REASONS[outcome];
  span.setAttributes({
    'specwright.request.outcome': outcome,
    'specwright.request.attempts': attempts,
    ...(finish !== undefined && { 'gen_ai.response.finish_reasons': [finish] }),
    ...(firstByteMs !== undefined && { 'gen_ai.response.time_to_first_chunk': firstByteMs / 1_000 }),
    ...(usage && {
      // The convention counts what was cached into the input.
      'gen_ai.usage.input_tokens': usage.inputTokens + usage.cacheReadTokens + usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
      'gen_ai.usage.cache_read.input_tokens': usage.cacheReadTokens,
      'gen_ai.usage.cache_creation.input_tokens': usage.cacheWrite5mTokens + usage.cacheWrite1hTokens,
      'gen_ai.usage.output_tokens': usage.outputTokens,
    }),
    ...(costUsd !== undefined && { 'specwright.request.cost_usd': costUsd }),
  });
  if (finish === undefined) {
    span.setAttribute('error.type', failure ?? '_OTHER');
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end(new Date(at));
}
