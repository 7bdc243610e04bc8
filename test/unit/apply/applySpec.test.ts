import { expect, test } from 'vitest';
import { editedSpec, textOf } from './edited';

const THROTTLE = `/** Spreads calls over time. */
import type { Clock } from './clock';

export class Throttle {
  #next = 0;
  constructor(readonly perSecond: number, private readonly clock: Clock) {
    if (!(perSecond > 0)) throw new RangeError('perSecond must be positive');
  }

  /** Resolves when the caller may go on. */
  async take(): Promise<number> {
    const now = this.clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + 1000 / this.perSecond;
    return at - now;
  }
}

export function rate(calls: number, seconds: number): number {
  return calls / seconds;
}
`;

const RATE = '**Purpose.** Calls a second. A time of 0 or less gives 0.';

test('the symbol whose text was edited is written anew, nothing else; then the spec is fresh', async () => {
  const code = 'export function rate(calls: number, seconds: number): number {\n  return seconds > 0 ? calls / seconds : 0;\n}';
  const { workspace, model, items, requests, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, { answer: (item) => (item.kind === 'code' ? `---\n${code}` : `**Purpose.** ${item.symbol}.`) });
  const result = await workspace.apply(spec, { model });
  expect(result).toMatchObject({ status: 'done', errors: [], warnings: [], edited: ['rate'], applied: ['rate'], files: [{ source: file, path: spec, status: 'written' }] });
  expect(items().map(({ kind, symbol }) => `${kind} ${symbol}`)).toEqual(['code rate']);
  expect(await workspace.read(file)).toBe(THROTTLE.replace(/export function rate[^]*/, `${code}\n`));
  const after = await workspace.read(spec);
  expect(textOf(after, 'rate')).toBe(RATE);
  expect(requests()).toBe(1);
  expect(await workspace.run({ model })).toMatchObject({ status: 'done', files: [{ status: 'unchanged' }] });
  expect(requests()).toBe(1);
  expect(await workspace.read(spec)).toBe(after);
  expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', edited: [], files: [{ status: 'unchanged' }] });
});
