import fc from 'fast-check';
import type { RunEventBody } from '../../../src/engine/events';
import { usage } from './stream';

const paths = ['a.ts', 'b.ts', 'c.ts'];
const item = fc.tuple(fc.constantFrom(...paths), fc.nat(3)).map(([path, n]) => ({ item: `${path}#s${n}`, path }));
const request = fc.constantFrom('r1', 'r2', 'r3', 'r4');
const model = { provider: 'anthropic', model: 'm' };
/** Events of requests, items and files in any order, also in one that no run has: a few of each, so that they meet. */
export const anyEvent: fc.Arbitrary<RunEventBody> = fc.oneof(
  fc.constantFrom(...paths).map((path): RunEventBody => ({ type: 'file-planned', path, items: 2, fresh: 1, writes: `specs/${path}` })),
  fc.tuple(request, fc.uniqueArray(item, { maxLength: 4, selector: (one) => one.item })).map(([id, items]): RunEventBody => ({ type: 'request-queued', request: id, items: items.length, reservedTokens: 1, ...model, asks: items.map((one) => one.item) })),
  request.map((id): RunEventBody => ({ type: 'request-started', request: id, attempt: 1, ...model })),
  request.map((id): RunEventBody => ({ type: 'request-first-byte', request: id, ms: 1 })),
  fc.tuple(request, fc.nat(500), fc.boolean()).map(([id, ms, forAll]): RunEventBody => ({ type: 'retry-waiting', request: id, ms, reason: 'overloaded', attempt: 1, forAll })),
  fc.tuple(request, fc.nat(500)).map(([id, ms]): RunEventBody => ({ type: 'rate-waiting', request: id, ms, limit: 'requests' })),
  fc.tuple(request, fc.nat(999), fc.nat(999)).map(([id, inputTokens, outputTokens]): RunEventBody => ({ type: 'request-ended', request: id, ms: 1, outcome: 'complete', usage: usage({ inputTokens, outputTokens }), costUsd: 0.1 })),
  fc.tuple(item, request, fc.nat(500)).map(([one, id, characters]): RunEventBody => ({ type: 'item-done', ...one, from: 'model', request: id, characters })),
  item.map((one): RunEventBody => ({ type: 'item-failed', ...one, reason: 'no' })),
  fc.constantFrom(...paths).map((path): RunEventBody => ({ type: 'file-written', path: `specs/${path}`, outcome: 'written', complete: true })),
  fc.constant<RunEventBody>({ type: 'warning', message: 'careful' }),
  fc.constant<RunEventBody>({ type: 'file-skipped', path: 'x', reason: 'ignored' }),
);
