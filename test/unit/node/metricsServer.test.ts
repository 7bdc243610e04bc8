import { request } from 'node:http';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { PrometheusMetrics } from '../../../src/engine/metrics/prometheus';
import { serveMetrics } from '../../../src/node/metricsServer';

async function server(text = () => new PrometheusMetrics().text()) {
  const served = await serveMetrics({ port: 0 }, text);
  onTestFinished(() => served.close());
  return served;
}

interface Answer {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
}

function ask(port: number, { method = 'GET', path = '/metrics', host = `127.0.0.1:${port}` } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { host }, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece: string) => (body += piece)).on('end', () => resolve({ status: response.statusCode!, type: response.headers['content-type'], body }));
    });
    asked.on('error', reject).end();
  });
}

test('serves what there is at the moment of the scrape', async () => {
  let scrapes = 0;
  const { port } = await server(() => `scrape ${++scrapes}\n`);
  expect(await ask(port)).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body: 'scrape 1\n' });
  expect(await ask(port, { path: '/metrics?x=1', host: `localhost:${port}` })).toMatchObject({ status: 200, body: 'scrape 2\n' });
  expect(await ask(port, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test.each([
  ['another path', { path: '/' }, 404],
  ['another path that begins alike', { path: '/metrics/x' }, 404],
  ['whatever would change something', { method: 'POST' }, 405],
  ['a name that was rebound to this machine', { host: 'evil.example' }, 403],
  ['a name that ends alike', { host: '127.0.0.1.evil.example:80' }, 403],
])('refuses %s', async (_, asked, status) => {
  const { port } = await server(() => 'secret');
  const answer = await ask(port, asked);
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain('secret');
});

test('a port that is taken is told with what to do', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const { port } = other.address() as { port: number };
  await expect(serveMetrics({ port }, () => '')).rejects.toThrow(`Metrics cannot be served on 127.0.0.1:${port} (EADDRINUSE). Choose another port, or 0 for any that is free.`);
});

test('after it was closed nobody is answered, whoever keeps a connection open', async () => {
  const served = await serveMetrics({ port: 0 }, () => 'x');
  await ask(served.port);
  await served.close();
  await expect(ask(served.port)).rejects.toThrow('ECONNREFUSED');
});
