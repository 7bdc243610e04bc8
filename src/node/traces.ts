import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { Listener } from '../engine/events';
import { RunSpans } from './runSpans';

export interface TraceOptions {
  /** Address of spans, whole: `http://127.0.0.1:4318/v1/traces`. */
  readonly url: string;
  /** Of Specwright. */
  readonly version: string;
  /** `OTEL_SERVICE_NAME`. Default `specwright`. */
  readonly serviceName?: string;
  /** Told once at the end, where spans could not be delivered. */
  readonly onWarning: (message: string) => void;
}

export interface Traces {
  readonly listener: Listener;
  /** Sends what is left. Never rejects, and takes {@link MOST_FLUSH_MS} at most: a collector that does not answer must not hold the run up. */
  close(): Promise<void>;
}

/** Milliseconds that the end of a run waits for the collector. */
const MOST_FLUSH_MS = 1_500;
/** Of one delivery, with what the exporter repeats. A run goes on meanwhile. */
const MOST_DELIVERY_MS = 5_000;
/** Spans that wait for their delivery; what comes beyond is lost. A run of 10,000 requests has as many. */
const MOST_WAITING = 20_000;

/** Sends runs as OpenTelemetry traces: OTLP over HTTP, as JSON. Headers, compression and certificates are read from the environment by the exporter (`OTEL_EXPORTER_OTLP_HEADERS` and its like). */
export function createTraces({ url, version, serviceName = 'specwright', onWarning }: TraceOptions): Traces {
  let problem: string | undefined;
  const exporter = told(new OTLPTraceExporter({ url, timeoutMillis: MOST_DELIVERY_MS }), (error) => (problem ??= error));
  const processor = new BatchSpanProcessor({ exporter, maxQueueSize: MOST_WAITING, maxExportBatchSize: 512, scheduledDelayMillis: 2_000, exportTimeoutMillis: MOST_DELIVERY_MS });
  const provider = new TracerProvider({ resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }), spanProcessors: [processor] });
  const spans = new RunSpans(provider.getTracer('specwright', version));
  return {
    listener: (event) => spans.take(event),
    async close() {
      const isDelivered = await Promise.race([provider.forceFlush().then(() => true, () => true), expired()]);
      if (!isDelivered) problem ??= `nobody took them within ${MOST_FLUSH_MS / 1_000} s`;
      if (problem !== undefined) onWarning(`The traces of this run could not all be delivered to ${withoutSecrets(url)}: ${problem}.`);
      // It waits for deliveries that may never end; the process does not have to.
      void provider.shutdown().catch(() => {});
    },
  };
}

/** The same exporter; what goes wrong is told, since the SDK keeps it to itself. */
function told(exporter: SpanExporter, onProblem: (problem: string) => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error) onProblem(describe(result.error));
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function describe(error: Error & { readonly code?: unknown }): string {
  const { code } = error;
  if (typeof code === 'number') return `HTTP ${code}`;
  return typeof code === 'string' ? code : error.message;
}

function expired(): Promise<false> {
  return new Promise((resolve) => setTimeout(resolve, MOST_FLUSH_MS, false).unref());
}

/** An address may hold a name and a password. */
function withoutSecrets(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
