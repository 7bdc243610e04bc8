import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/run-report.schema.json';
import { RunRecorder } from '../../../src/engine/metrics/runRecorder';
import type { RunReport } from '../../../src/engine/metrics/runReport';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';
import { anyEvent } from './anyEvent';
import { PRICES, prompt, Story } from './stream';

const validate = new Ajv({ allErrors: true }).compile(schema);

function problems(report: RunReport): unknown[] {
  validate(JSON.parse(JSON.stringify(report)));
  return validate.errors ?? [];
}

/** With each key that a report can have. */
function everything(): RunReport {
  const band = { aboveInputTokens: 1, input: 1, output: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 1 };
  const story = new Story({ prices: { ...PRICES, cacheStorageHour: 1, band }, serverConcurrency: 4, minCacheableTokens: 4_000, strategy: 'latency' }, { over: '.' });
  story.file('a.ts', { items: 2, fresh: 1, writes: 'a.md' }).file('b.go', { madeFrom: 'template', template: 't' }).planned(40, 40).at(0, { type: 'places-changed', places: 2, because: 'rate', provider: 'anthropic', model: 'm' });
  story.at(0, { type: 'stage-started', stage: 'gather' }).at(1, { type: 'stage-finished', stage: 'gather', ms: 1, detail: 'x' }).at(1, { type: 'stage-started', stage: 'analyze' }).at(1, { type: 'warning', message: 'w', path: 'a.ts' }).at(1, { type: 'file-skipped', path: 'c', reason: 'ignored' });
  for (let i = 0; i < 8; i++) story.exchange(10, `r${i}`, [`a.ts#${i}`]);
  for (const [request, sent] of [['r8', prompt('a')], ['r9', prompt('b')]] as const) story.queued(0, request, ['a.ts#f'], { isAgain: true }).started(0, request, { prompt: sent, cacheRead: { tokens: 5_000, because: 'x' } }).ended(9, request, {}, { usageEstimated: request === 'r8', outcome: 'error', detail: 'd', failure: 'overloaded' });
  story.at(10, { type: 'item-failed', item: 'a.ts#f', path: 'a.ts', reason: 'no' }).at(11, { type: 'file-written', path: 'a.md', outcome: 'written', complete: true });
  return story.queued(12, 'r10', []).at(12, { type: 'rate-waiting', request: 'r10', ms: 9, limit: 'tokens' }).report();
}

test('has what a report can have, and nothing else', () => {
  const whole = everything();
  expect(problems(whole)).toEqual([]);
  // Of a run that has ended, and of one that goes on.
  const ended = new Story().finished(9).report();
  const seen = keysOf([whole, ended]);
  expect([...keysOfSchema(schema)].filter((key) => !seen.has(key))).toEqual([]);
  expect(problems({ ...whole, more: 1 } as RunReport)).not.toEqual([]);
});

test('holds for whatever happens in a run', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (bodies) => {
      const recorder = new RunRecorder();
      for (const [i, body] of bodies.entries()) recorder.take({ at: i, run: 'run', ...body });
      expect(problems(recorder.report())).toEqual([]);
    }),
  );
});

describe('holds for the report of a real run', () => {
  test.each([['with a model', true], ['without one', false]])('%s', async (_, withModel) => {
    const recorder = new RunRecorder();
    const workspace = await workspaceOf({ 'a.ts': 'export function f(a: number): number {\n  if (a > 1) throw new Error("no");\n  return a;\n}\n', 'b.bin': '\0' });
    await workspace.run({ ...(withModel && { model: await modelAt(await serverOf()) }), ports: { listeners: [(event) => recorder.take(event)] } });
    expect(problems(recorder.report())).toEqual([]);
  });
});

function keysOf(value: unknown, keys = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) keysOf(one, keys);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (one !== undefined) keys.add(key);
      keysOf(one, keys);
    }
  }
  return keys;
}

function keysOfSchema(value: unknown, keys = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const one of value) keysOfSchema(one, keys);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (key === 'properties') for (const name of Object.keys(one as object)) keys.add(name);
      keysOfSchema(one, keys);
    }
  }
  return keys;
}
