import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunReport, TokenCounts } from '../../../src/engine/metrics/runReport';
import { RunRecorder } from '../../../src/engine/metrics/runRecorder';
import { applyUpdate } from '../../../src/engine/metrics/runUpdate';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';
import { anyEvent } from './anyEvent';
import { PRICES, Story } from './stream';

const KINDS = ['input', 'cacheWrite', 'cacheRead', 'output'] as const;

describe('the lane of a request', () => {
  test('has no gaps: in the queue, to the first byte, streaming', () => {
    const [request] = new Story().exchange(10, 'r1', ['a.ts#f'], { waitMs: 40, firstByteMs: 100, streamMs: 400 }).report().requests;
    expect(request!.spans).toEqual([
      { kind: 'place', startMs: 10, endMs: 50 },
      { kind: 'first-byte', startMs: 50, endMs: 150 },
      { kind: 'streaming', startMs: 150, endMs: 550 },
    ]);
    expect(request).toMatchObject({ queuedMs: 10, endedMs: 550, attempts: 1, outcome: 'complete', taken: 1 });
  });

  test('shows an attempt that failed, the wait before the next, and what was waited for a place after it', () => {
    const story = new Story().queued(0, 'r1', ['a.ts#f']).started(0, 'r1').at(30, { type: 'retry-waiting', request: 'r1', ms: 100, reason: 'overloaded', attempt: 1 });
    const report = story.started(200, 'r1', { attempt: 2 }).began(210, 'r1').ended(260, 'r1').report();
    expect(report.requests[0]!.spans).toEqual([
      { kind: 'first-byte', startMs: 0, endMs: 30 },
      { kind: 'retry', startMs: 30, endMs: 130, because: 'overloaded' },
      { kind: 'place', startMs: 130, endMs: 200 },
      { kind: 'first-byte', startMs: 200, endMs: 210 },
      { kind: 'streaming', startMs: 210, endMs: 260 },
    ]);
    expect(report.totals).toMatchObject({ calls: 2, retries: 1, waitedMs: { place: 70, rate: 0, retry: 100 } });
  });

  test('of all that wait says that the provider asked everybody to', () => {
    const story = new Story().queued(0, 'r1', []).queued(0, 'r2', []).started(0, 'r1').at(50, { type: 'retry-waiting', request: 'r1', ms: 1_000, reason: 'rate limit', attempt: 1, forAll: true });
    const { requests } = story.queued(100, 'r3', []).started(1_050, 'r2').started(1_200, 'r3').report();
    expect(requests[1]!.spans.slice(0, 2)).toEqual([{ kind: 'place', startMs: 0, endMs: 50 }, { kind: 'rate', startMs: 50, endMs: 1_050, because: 'rate limit' }]);
    expect(requests[2]!.spans.slice(0, 2)).toEqual([{ kind: 'rate', startMs: 100, endMs: 1_050, because: 'rate limit' }, { kind: 'place', startMs: 1_050, endMs: 1_200 }]);
  });

  test('goes on while the request does', () => {
    const recorder = new Story().queued(0, 'r1', []).at(5, { type: 'rate-waiting', request: 'r1', ms: 100, limit: 'requests' }).recorder();
    expect(recorder.report(1_000_050).requests[0]!.spans.at(-1)).toEqual({ kind: 'rate', startMs: 5, because: 'limit of requests a minute' });
    expect(recorder.report(1_000_150).requests[0]!.spans.slice(-2)).toEqual([{ kind: 'rate', startMs: 5, endMs: 105, because: 'limit of requests a minute' }, { kind: 'place', startMs: 105 }]);
    expect(recorder.report(1_000_150).totals.waitedMs).toEqual({ place: 50, rate: 100, retry: 0 });
  });
});

describe('tokens of a file', () => {
  test('are its share of its requests by the length of its answers, in whole tokens that add up', () => {
    const story = new Story().file('a.ts').file('b.ts').queued(0, 'r1', ['a.ts#f', 'b.ts#g']).started(0, 'r1').ended(10, 'r1', { inputTokens: 1_001, outputTokens: 401 });
    const { files } = story.done(11, 'a.ts#f', 'r1', 300).done(11, 'b.ts#g', 'r1', 100).report();
    expect(files.map(({ path, tokens }) => [path, tokens.input, tokens.output])).toEqual([['a.ts', 751, 301], ['b.ts', 250, 100]]);
  });

  test('hold what a request cost whose answers were not taken', () => {
    const story = new Story().file('a.ts').exchange(0, 'r1', []).queued(0, 'r2', ['a.ts#f']).started(0, 'r2').ended(10, 'r2', { inputTokens: 70 });
    story.queued(20, 'r3', ['a.ts#f'], { isAgain: true }).started(20, 'r3').done(30, 'a.ts#f', 'r3').ended(31, 'r3', { inputTokens: 30 });
    expect(story.report().files[0]).toMatchObject({ fromModel: 1, tokens: { input: 100 }, sections: [{ section: 'f', from: 'model', request: 'r3', tokens: { input: 100 } }] });
  });

  test('belong to the file that an item of a project is about', () => {
    const story = new Story().file('src/x.go').queued(0, 'r1', ['p.yaml#src/x.go', 'p.yaml#src/x.go/review']).started(0, 'r1');
    for (const item of ['p.yaml#src/x.go', 'p.yaml#src/x.go/review']) story.at(1, { type: 'item-done', item, path: 'src/x.go', from: 'model', request: 'r1', characters: 10 });
    const { files } = story.ended(2, 'r1').report();
    expect(files).toHaveLength(1);
    expect(files[0]!.sections.map(({ section }) => section)).toEqual(['file', 'review']);
  });
});

test('a file is what became of its spec, and one that grew was written', () => {
  const story = new Story().file('a.ts', { items: 2, fresh: 3, writes: 'specs/a.md' }).file('t.go', { madeFrom: 'template', template: 'main' });
  story.at(1, { type: 'file-written', path: 'specs/a.md', outcome: 'written', complete: false }).at(2, { type: 'file-written', path: 'specs/a.md', outcome: 'unchanged', complete: true });
  const report = story.report();
  expect(report.files).toMatchObject([{ path: 'a.ts', fresh: 3, outcome: 'written', writes: 'specs/a.md' }, { path: 't.go', madeFrom: 'template', template: 'main' }]);
  expect(report.totals).toMatchObject({ items: { planned: 2, fresh: 3 }, files: { planned: 2, written: 1, unchanged: 0 }, templates: { files: 1 } });
});

test('what the prompt cache saved is against the full price of input, and unknown where the price is', () => {
  const one = (prices: typeof PRICES | undefined) => new Story({ prices }).exchange(0, 'r1', ['a.ts#f'], { usage: { cacheWrite5mTokens: 1_000_000 } }).exchange(0, 'r2', ['a.ts#g'], { usage: { cacheReadTokens: 2_000_000 } }).report().totals;
  expect(one(PRICES).savedByPromptCacheUsd).toBeCloseTo(2 * 1.8 - 0.5, 9);
  expect(one(undefined)).not.toHaveProperty('savedByPromptCacheUsd');
});

test('a stage that was broken off has ended with the run', () => {
  const { stages, run } = new Story().at(5, { type: 'stage-started', stage: 'gather' }).at(30, { type: 'run-finished', status: 'failed', ms: 30 }).report();
  expect([stages, run.stage, run.status]).toEqual([[{ stage: 'gather', startMs: 5, ms: 25 }], undefined, 'failed']);
});

test('decisions of one kind for one reason are one line with their number', () => {
  const story = new Story().planned(6, 60);
  for (let i = 0; i < 1_000; i++) story.at(i, { type: 'cache-looked-up', item: `a.ts#${i}`, hit: i % 4 === 0, because: i % 4 === 0 ? 'the same was answered before' : 'no answer to it is kept' }).at(i, { type: 'file-skipped', path: `p${i}`, reason: 'ignored' });
  for (let i = 0; i < 3; i++) story.planned(1, 1);
  expect(story.report().decisions.map(({ what, because }) => `${what}: ${because}`)).toEqual([
    '60 items in 6 requests to m: balanced',
    'instructions kept in the prompt cache of m: it pays',
    '250 answers taken from the result cache: the same was answered before',
    '1,000 files and folders left out: ignored',
    '750 answers not taken from the result cache: no answer to it is kept',
    '3 items in 3 requests to m: they follow from the answers to others',
  ]);
});

describe('a live view', () => {
  const stories = fc.array(fc.record({ body: anyEvent, afterMs: fc.nat(100), isLookedAt: fc.boolean() }), { maxLength: 60 });

  test('that is sent only what changed comes to the same as the report', () => {
    fc.assert(
      fc.property(stories, (steps) => {
        const recorder = new RunRecorder();
        let view: RunReport | undefined;
        let [since, now] = [0, 1_000];
        for (const { body, afterMs, isLookedAt } of [...steps, { body: { type: 'run-finished', status: 'done', ms: 1 } as const, afterMs: 0, isLookedAt: true }]) {
          now += afterMs;
          recorder.take({ at: now, run: 'run', ...body });
          if (!isLookedAt) continue;
          const update = JSON.parse(JSON.stringify(recorder.changedSince(since, now))) as ReturnType<RunRecorder['changedSince']>;
          view = applyUpdate(view, update);
          since = update.revision;
          expect(view).toEqual(JSON.parse(JSON.stringify(recorder.report(now))));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('is not sent what stands as it did', () => {
    const story = new Story().file('a.ts').file('b.ts').exchange(0, 'r1', ['a.ts#f']).exchange(0, 'r2', ['b.ts#g']);
    const recorder = story.recorder();
    const before = recorder.changedSince(0);
    const changed = new Story().queued(900, 'r3', ['b.ts#h']).done(950, 'b.ts#h', 'r3').events.slice(2);
    for (const event of changed) recorder.take(event);
    const update = recorder.changedSince(before.revision);
    expect([update.requests.map(({ id }) => id), update.files.map(({ path }) => path)]).toEqual([['r3'], ['b.ts']]);
    expect(applyUpdate(applyUpdate(undefined, before), update).requests[0]).toBe(before.requests[0]);
  });
});

test('figures of a real run are those of the server: every token and request, and files have all of them between them', async () => {
  const server = await serverOf({ faults: [{ fault: { kind: 'overloaded' }, when: ({ number }) => number === 2 }] });
  const sources = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`src/f${i}.ts`, Array.from({ length: 5 }, (_, k) => `export function fun${i}_${k}(a: number): number {\n  if (a > ${k}) throw new Error('no');\n  return a * ${k};\n}\n`).join('\n')]));
  const recorder = new RunRecorder();
  const workspace = await workspaceOf(sources);
  const result = await workspace.run({ model: await modelAt(server), ports: { listeners: [(event) => recorder.take(event)] } });
  const report = recorder.report();
  expect(report.run).toMatchObject({ status: result.status, ms: result.ms });
  expect(report.totals).toMatchObject({ calls: result.figures.calls, costUsd: result.figures.costUsd, items: { fromModel: report.totals.items.planned, failed: 0 } });
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, outputTokens } = server.billed;
  expect(report.totals).toMatchObject({ calls: server.ledger.length, retries: 1, tokens: { input: inputTokens, cacheWrite: cacheWrite5mTokens, cacheRead: cacheReadTokens, output: outputTokens } });
  const ofFiles = report.files.reduce<TokenCounts>((sum, { tokens }) => Object.fromEntries(KINDS.map((kind) => [kind, sum[kind] + tokens[kind]])) as unknown as TokenCounts, { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 });
  expect(ofFiles).toEqual(report.totals.tokens);
  expect(report.requests.reduce((sum, { taken }) => sum + taken, 0)).toBe(report.totals.items.fromModel);
});
