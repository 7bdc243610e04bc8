import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InputError } from '../engine/inputError';
import { PROMETHEUS_CONTENT_TYPE } from '../engine/metrics/prometheus';

export interface MetricsServer {
  readonly port: number;
  /** Takes no further scrape, and ends those that are under way. */
  close(): Promise<void>;
}

/** Names of this machine. A page in a browser that has a name of its own resolved to 127.0.0.1 (DNS rebinding) is refused by its Host header. */
const OWN_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Serves `GET /metrics` on 127.0.0.1, for a Prometheus on this machine; nothing else is answered, and nobody else is.
 * @param port 0: any that is free
 * @throws InputError where the port cannot be had
 */
export async function serveMetrics({ port }: { readonly port: number }, text: () => string): Promise<MetricsServer> {
  const server = createServer((request, response) => answer(request, response, text));
  // Whoever opens a connection and says nothing is not waited for.
  server.requestTimeout = 10_000;
  server.headersTimeout = 5_000;
  // A scrape must not keep the command from ending.
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new InputError(`Metrics cannot be served on 127.0.0.1:${port} (${error.code ?? error.message}). Choose another port, or 0 for any that is free.`)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer({ method, url = '', headers }: IncomingMessage, response: ServerResponse, text: () => string): void {
  const refuse = (status: number, why: string, more: Record<string, string> = {}) => response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...more }).end(`${why}\n`);
  if (!isOwnHost(headers.host)) return void refuse(403, 'Only this machine is answered, by the name 127.0.0.1 or localhost.');
  if (url.split('?', 1)[0] !== '/metrics') return void refuse(404, 'There is /metrics, and nothing else.');
  if (method !== 'GET' && method !== 'HEAD') return void refuse(405, 'Metrics can only be read.', { allow: 'GET, HEAD' });
  const body = text();
  response.writeHead(200, { 'content-type': PROMETHEUS_CONTENT_TYPE, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' });
  response.end(method === 'HEAD' ? undefined : body);
}

function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && OWN_NAMES.has(host.replace(/:\d+$/, '').toLowerCase());
}
