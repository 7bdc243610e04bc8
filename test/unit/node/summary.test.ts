import { expect, test } from 'vitest';
import { Figures } from '../../../src/engine/metrics/figures';
import type { FileResult } from '../../../src/engine/run';
import { summaryOf } from '../../../src/node/summary';

const file = (source: string, status: FileResult['status']): FileResult => ({ source, path: source === '.' ? 'specs/README.md' : `specs/${source}.spec.md`, status });
const summary = (...files: FileResult[]) => summaryOf({ status: 'done', files, leftOut: [], orphans: [], figures: new Figures(), warnings: [], errors: [], ms: 1_200 }, (path) => path, { isModelMissing: false }).split('\n');

test('the summary ends with what to read: the page of the whole workspace, else the first spec that was written, else the first that is there', () => {
  expect(summary(file('a.ts', 'written'), file('.', 'unchanged'))).toEqual(['Done. 2 specs: 1 written, 1 unchanged, in 1.2 s.', 'Read specs/README.md']);
  expect(summary(file('a.ts', 'unchanged'), file('b.ts', 'written')).at(-1)).toBe('Read specs/b.ts.spec.md');
  expect(summary(file('a.ts', 'failed'), file('b.ts', 'unchanged')).at(-1)).toBe('Read specs/b.ts.spec.md');
  expect(summary(file('a.ts', 'written'), file('.', 'failed')).at(-1)).toBe('Read specs/a.ts.spec.md');
});
