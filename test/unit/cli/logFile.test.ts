import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../../src/engine/events';
import { logFile } from '../../../src/node/logFile';
import { runCli } from '../engine/commandLine';
import { serverOf } from '../engine/workspace';

const KEY = 'sk-ant-api03-q7Rw2ZpLk9VnXs4Tb6YdHc1MfJg8Ea0U';
/** What stands in the source and must be nowhere else. */
const SECRET = 'ghp_9f8e7d6c5b4a39281706f5e4d3c2b1a098765432';
const COMMENT = 'the reason why the warehouse counts twice';
const LITERAL = 'literal of the warehouse';
const source = (factor: number) => `const token = '${SECRET}';\n\n/** ${COMMENT}. */\nexport function count(crates: number): number {\n  if (crates > ${factor}) throw new Error('${LITERAL}');\n  return crates * ${factor} + token.length;\n}\n\nexport function weigh(crates: number): number {\n  return crates * 2;\n}\n`;

async function folder() {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-log-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const write = (text: string) => writeFile(path.join(root, 'a.ts'), text);
  await write(source(7));
  return { root, write, read: (file: string) => readFile(path.join(root, file), 'utf8') };
}

test('every choice is in the log with its reason, and every stage with its time', async () => {
  const server = await serverOf();
  const { root, write, read } = await folder();
  const run = async (...args: string[]) => runCli(root, ['generate', '--yes', ...args], { env: { ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url } });
  await run();
  await write(source(8));
  await writeFile(path.join(root, 'b.ts'), 'export const b = 1;\n');
  await writeFile(path.join(root, '.specwrightignore'), 'b.ts\n');
  server.failNext({ kind: 'overloaded' });
  await run('--log-file', 'run.log');
  const events = (await read('run.log')).trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown> & { type: RunEvent['type'] });
  const all = (type: RunEvent['type']) => events.filter((event) => event.type === type);
  expect(all('file-planned')).toContainEqual(expect.objectContaining({ path: 'a.ts', items: 1, fresh: 2, renewed: { code: ['count'] } }));
  expect(all('cache-looked-up')).toEqual([expect.objectContaining({ item: 'a.ts#count', hit: false, because: 'no answer to it is kept' })]);
  expect(all('batches-planned')).toEqual([expect.objectContaining({ because: expect.stringContaining('strategy balanced') as string, instructions: expect.objectContaining({ because: 'there is no second request to read them' }) as object })]);
  expect(all('retry-waiting')).toEqual([expect.objectContaining({ failure: 'overloaded', reason: expect.any(String) as string })]);
  expect(all('file-skipped')).toContainEqual(expect.objectContaining({ path: 'b.ts', reason: expect.stringContaining('.specwrightignore') as string }));
  expect(all('stage-finished').map(({ stage, ms }) => [stage, typeof ms])).toEqual(['gather', 'chunk', 'batch', 'analyze', 'write'].map((stage) => [stage, 'number']));
  expect(events.every(({ time }) => typeof time === 'string')).toBe(true);
});

test('no log, report, metric or trace holds a word of the source, a secret of it, or the key, whatever the provider says', async () => {
  const traces: string[] = [];
  const collector = createServer((request, response) => void request.on('data', (piece: Buffer) => traces.push(piece.toString())).on('end', () => response.end('{}')));
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void collector.close());
  const server = await serverOf();
  const { root, write, read } = await folder();
  const run = (name: string) =>
    runCli(root, ['generate', '--yes', '--log-file', `${name}.log`, '--report', `${name}.json`, '--metrics-file', `${name}.prom`, '--traces-endpoint', `http://127.0.0.1:${(collector.address() as { port: number }).port}`], { env: { ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url } });
  expect((await run('well')).code).toBe(0);
  await write(source(9));
  server.failNext(...[1, 2].map(() => ({ kind: 'http', status: 401, message: `invalid x-api-key: ${KEY}` }) as const));
  expect((await run('badly')).code).toBe(2);
  expect(server.ledger.some(({ user }) => user.includes(LITERAL))).toBe(true);
  const texts = [traces.join(''), ...(await Promise.all(['well', 'badly'].flatMap((name) => ['log', 'json', 'prom'].map((kind) => read(`${name}.${kind}`)))))];
  expect(texts.every((text) => text.length > 500)).toBe(true);
  for (const text of texts) for (const word of [SECRET, COMMENT, LITERAL, KEY]) expect(text).not.toContain(word);
});

test('what was logged is in the file soon, and at the latest when it is closed', async () => {
  const { root, read } = await folder();
  const log = logFile(path.join(root, 'run.log'));
  const event = (i: number): RunEvent => ({ at: i, run: 'run', type: 'cache-looked-up', item: `a.ts#${i}`, hit: false });
  log.listener(event(0));
  await expect.poll(() => read('run.log')).toContain('"item":"a.ts#0"');
  for (let i = 1; i < 5_000; i++) log.listener(event(i));
  log.close();
  const lines = (await read('run.log')).trim().split('\n').map((line) => (JSON.parse(line) as { item: string }).item);
  expect(lines).toEqual(Array.from({ length: 5_000 }, (_, i) => `a.ts#${i}`));
});
