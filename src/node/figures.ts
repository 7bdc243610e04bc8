import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Listener } from '../engine/events';
import { PrometheusMetrics } from '../engine/metrics/prometheus';
import { serveMetrics } from './metricsServer';
import { assertFolder } from './outputFile';
import { tracesEndpoint } from './tracesEndpoint';

export interface FigureOptions {
  readonly metricsFile?: string;
  readonly metricsPort?: number;
  readonly tracesEndpoint?: string;
}

/** Listeners of a run that hand its figures to others. */
export interface Figures {
  readonly listeners: readonly Listener[];
  /** Hands on what is left. Never rejects: whoever takes the figures must not fail the run. */
  close(): Promise<void>;
}

/**
 * What `--metrics-file`, `--metrics-port` and `--traces-endpoint` ask for. Nothing of it costs anything where nobody asked.
 * @throws InputError for a folder that is not there, a port that is taken, an address that is none: before anything is paid for
 */
export async function openFigures(options: FigureOptions, { env, version }: { readonly env: NodeJS.ProcessEnv; readonly version: string }, onWarning: (message: string) => void): Promise<Figures> {
  const url = tracesEndpoint(options.tracesEndpoint, env);
  const metrics = await openMetrics(options, onWarning);
  const traces = url === undefined ? undefined : (await import('./traces')).createTraces({ url, version, ...(env.OTEL_SERVICE_NAME && { serviceName: env.OTEL_SERVICE_NAME }), onWarning });
  return {
    listeners: [...metrics.listeners, ...(traces ? [traces.listener] : [])],
    async close() {
      await metrics.close();
      await traces?.close();
    },
  };
}

async function openMetrics({ metricsFile, metricsPort }: FigureOptions, onWarning: (message: string) => void): Promise<Figures> {
  if (metricsFile === undefined && metricsPort === undefined) return { listeners: [], close: async () => {} };
  assertFolder(metricsFile, '--metrics-file');
  const metrics = new PrometheusMetrics();
  const server = metricsPort === undefined ? undefined : await serveMetrics({ port: metricsPort }, () => metrics.text());
  if (server) process.stderr.write(`Metrics: http://127.0.0.1:${server.port}/metrics\n`);
  return {
    listeners: [(event) => metrics.take(event)],
    async close() {
      await server?.close();
      if (metricsFile !== undefined) writeWhole(metricsFile, metrics.text(), onWarning);
    },
  };
}

/** Whoever reads the file (the textfile collector of Prometheus' node exporter) never sees half of it. */
function writeWhole(file: string, text: string, onWarning: (message: string) => void): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    onWarning(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}. Choose another place with --metrics-file.`);
  }
}
