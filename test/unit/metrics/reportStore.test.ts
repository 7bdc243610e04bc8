import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createReportStore, type ReportStoreOptions } from '../../../src/engine/metrics/reportStore';
import type { RunReport } from '../../../src/engine/metrics/runReport';
import { Story } from './stream';

async function storeOf(options: Partial<ReportStoreOptions> = {}) {
  const dir = await mkdtemp(path.join(tmpdir(), 'specwright-reports-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return { dir, folder: path.join(dir, 'reports-v1'), store: createReportStore({ dir, ...options }) };
}

function reportAt(startedAt: number, files = 1): RunReport {
  const story = new Story();
  for (let i = 0; i < files; i++) story.file(`f${i}.ts`);
  const report = story.finished(9).report();
  return { ...report, run: { ...report.run, startedAt } };
}

test('a report is what was kept, in another process too, and the newest run comes first', async () => {
  const { store, dir } = await storeOf();
  for (const at of [2_000, 1_000, 3_000]) await store.save(reportAt(at));
  const other = createReportStore({ dir });
  const kept = await other.list();
  expect(kept.map(({ run }) => run.startedAt)).toEqual([3_000, 2_000, 1_000]);
  expect(await other.load(kept[1]!.id)).toEqual(reportAt(2_000));
  expect((await other.latest(2)).map(({ run }) => run.startedAt)).toEqual([3_000, 2_000]);
  expect(kept[0]).toMatchObject({ totals: reportAt(3_000).totals });
});

test('no more runs and bytes are kept than allowed, but the newest always is', async () => {
  const { store } = await storeOf({ maxRuns: 3 });
  for (const at of [1, 2, 3, 4, 5]) await store.save(reportAt(at));
  expect((await store.list()).map(({ run }) => run.startedAt)).toEqual([5, 4, 3]);
  const small = await storeOf({ maxBytes: 20_000 });
  for (const at of [1, 2, 3]) await small.store.save(reportAt(at, 50));
  expect((await small.store.list()).map(({ run }) => run.startedAt)).toEqual([3, 2]);
  await small.store.save(reportAt(4, 1_000));
  expect((await small.store.list()).map(({ run }) => run.startedAt)).toEqual([4]);
});

test('what is torn, altered, of another format or named by somebody else is no report; what a killed process left is removed', async () => {
  const { store, folder } = await storeOf();
  const id = (await store.save(reportAt(1)))!;
  await writeFile(path.join(folder, '000000000000009-00000000.jsonl'), '{"version":1,"run"');
  await writeFile(path.join(folder, '000000000000008-00000000.jsonl'), '{"version":2,"run":{},"totals":{}}\n{"version":2}\n');
  await writeFile(path.join(folder, 'old.jsonl.tmp'), 'half');
  await utimes(path.join(folder, 'old.jsonl.tmp'), 1, 1);
  expect((await store.list()).map((one) => one.id)).toEqual([id]);
  expect(await store.latest(9)).toHaveLength(1);
  expect(await store.load('../../etc/passwd')).toBeUndefined();
  await store.save(reportAt(2));
  expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  await store.clear();
  expect(await store.list()).toEqual([]);
});

test('a folder that cannot be used is told once, and fails nothing', async () => {
  const warnings: string[] = [];
  const { dir } = await storeOf();
  await writeFile(path.join(dir, 'file'), '');
  const store = createReportStore({ dir: path.join(dir, 'file'), onWarning: (message) => warnings.push(message) });
  expect([await store.save(reportAt(1)), await store.save(reportAt(2)), await store.list()]).toEqual([undefined, undefined, []]);
  expect(warnings).toEqual([expect.stringContaining('cannot be kept')]);
});

test('others cannot read it', { skip: process.platform === 'win32' }, async () => {
  const { store, folder } = await storeOf();
  await store.save(reportAt(1));
  const [name] = await readdir(folder);
  expect((await stat(path.join(folder, name!))).mode & 0o777).toBe(0o600);
});
