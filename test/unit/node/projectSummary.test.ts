import { describe, expect, test } from 'vitest';
import { Figures } from '../../../src/engine/metrics/figures';
import type { PlannedFileResult } from '../../../src/engine/project/plannedFiles';
import type { RegenerateResult } from '../../../src/engine/regenerateFiles';
import type { FileResult } from '../../../src/engine/run';
import { projectSummaryOf } from '../../../src/node/projectSummary';

const SERVICE = 'internal/service/note.go';
const file = (path: string, status: FileResult['status'], more: Partial<FileResult> = {}): FileResult => ({ source: path, path, status, ...more });
const planned = (path: string, more: Partial<PlannedFileResult> = {}): PlannedFileResult => ({ path, kind: 'service', from: 'bodies', bodies: 2, open: 0, standing: 'missing', phase: 1, isAnswered: false, ...more });
const summary = (status: RegenerateResult['status'], files: readonly FileResult[], more: Partial<RegenerateResult> = {}, hasModel = true) =>
  projectSummaryOf({ status, files, leftOut: [], orphans: [], figures: new Figures(), warnings: [], errors: [], ms: 1_200, ...more }, { place: (path) => `out/${path}`, hasModel }).split('\n');

describe('what the compilers refuse', () => {
  const problem = 'the compiler says: line 3: undefined: x';

  test('is told once, with the way to have it all the same', () => {
    const lines = summary('partial', [file(SERVICE, 'partial', { problem })], { errors: [`${SERVICE}: its code cannot be taken: ${problem}`], planned: [planned(SERVICE)] });
    expect(lines).toEqual([
      'Done in part. 1 file: 1 partial, in 1.2 s.', 'Written with bodies missing:', `  out/${SERVICE}: ${problem}`,
      'To have what the model answered all the same, and mend it by hand, add --write-failing.',
      'Run this again to go on: only what is missing is asked for, and nothing is paid for twice.',
    ]);
  });

  test('and was written on the person\'s word is theirs to mend', () => {
    const lines = summary('partial', [file(SERVICE, 'partial', { problem, isFailing: true })], { planned: [planned(SERVICE)] });
    expect(lines.slice(1)).toEqual(['Written as the model answered, although it fails:', `  out/${SERVICE}: ${problem}`, 'What fails is yours to mend. To have a model try once more, remove the file and run this again.']);
  });
});

test('a run that ended before it wrote anything says so, and names no file', () => {
  expect(summary('cancelled', [file(SERVICE, 'kept', { problem: 'nothing was taken' }), file('go.mod', 'unchanged')])).toEqual(['Cancelled. Nothing was written.']);
});

test('many files that were left for one reason are one line', () => {
  const files = Array.from({ length: 9 }, (_, i) => file(`a${i}.go`, 'kept', { problem: 'it was not taken' }));
  expect(summary('done', [...files, file('go.mod', 'written')])).toContain('  9 files: it was not taken');
});

test('what was removed is named', () => {
  expect(summary('done', [file('old.go', 'removed')])).toEqual(['Done. 1 file: 1 removed, in 1.2 s.', 'Removed:', '  out/old.go']);
});

test('answers from the cache are no request', () => {
  const figures = Object.assign(new Figures(), { cacheHits: 8 });
  expect(summary('done', [file(SERVICE, 'written')], { figures })[1]).toBe('No request: 8 answers from the result cache.');
});
