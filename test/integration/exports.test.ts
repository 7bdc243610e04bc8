import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { at, forgetSpecs, generateOne, setting, until } from './editor';

/** What people have sent elsewhere, by the settings `metrics.*`. */
describe('What runs are told to others', () => {
  /** A collector: it keeps what it is sent. */
  let collector: Server;
  let spans: string[];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'specwright-exports-'));
    spans = [];
    collector = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const sent = JSON.parse(Buffer.concat(parts).toString()) as { resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[] };
        spans.push(...sent.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans.map(({ name }) => name))));
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await listening(collector);
  });
  after(async () => {
    for (const name of ['metrics.port', 'metrics.tracesEndpoint', 'metrics.logFile']) await setting(name, undefined);
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
    await rm(folder, { recursive: true, force: true });
    await forgetSpecs();
  });

  it('goes to a Prometheus, a collector and a file, from the moment they are named', async () => {
    const port = await freePort();
    const log = path.join(folder, 'runs.jsonl');
    await setting('metrics.port', port);
    await setting('metrics.tracesEndpoint', addressOf(collector));
    await setting('metrics.logFile', log);
    await generateOne(at('src/queue.ts'));
    const metrics = await until(async () => {
      const text = await fetch(`http://127.0.0.1:${port}/metrics`).then((response) => response.text(), () => '');
      return /specwright_stage_duration_seconds_count\{stage="write"\} [1-9]/.test(text) && text;
    }, 'metrics');
    await until(() => spans.some((name) => name.includes('generate')), 'spans');
    const events = await until(async () => {
      const text = await readFile(log, 'utf8').catch(() => '');
      return text.includes('"run-finished"') && text.trim().split('\n').map((line) => JSON.parse(line) as { time: string; type: string });
    }, 'a log');
    assert.equal(events[0]?.type, 'run-started');
    await vscode.commands.executeCommand('specwright.showPrometheusMetrics');
    const shown = await until(() => vscode.window.activeTextEditor?.document.uri.path === '/metrics.txt' && vscode.window.activeTextEditor.document.getText(), 'the text');
    assert.equal(shown, metrics);
  });

  it('ends when they are named no more', async () => {
    const port = await freePort();
    await setting('metrics.port', port);
    const answers = () => fetch(`http://127.0.0.1:${port}/metrics`).then(({ ok }) => ok, () => false);
    await until(answers, 'an answer');
    await setting('metrics.port', undefined);
    await until(async () => !(await answers()), 'no answer');
  });
});

async function listening(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await listening(server);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
