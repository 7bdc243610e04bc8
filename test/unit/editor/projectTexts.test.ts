import { describe, expect, test } from 'vitest';
import { projectMessage, type ToldResult } from '../../../src/editor/projectMessage';
import { projectPlanText } from '../../../src/editor/projectPlanText';
import { projectResultText } from '../../../src/editor/projectResultText';
import { describeEstimate, describeRenewals, usd } from '../../../src/engine/batch/estimate';
import { Figures } from '../../../src/engine/metrics/figures';
import { bodiesLeft, describeSpared, isUpToDate, sparedBy, type PlannedFileResult } from '../../../src/engine/project/plannedFiles';

const words = { bodiesLeft, describeEstimate, describeRenewals, describeSpared, isUpToDate, sparedBy, usd };
const planned = (path: string, from: PlannedFileResult['from'], more: Partial<PlannedFileResult> = {}): PlannedFileResult => ({ path, kind: 'service', from, bodies: from === 'bodies' ? 2 : 0, open: 0, standing: 'missing', phase: 1, isAnswered: false, ...more });
const amounts = { inputTokens: 4_000, outputTokens: [100, 400] as const, costUsd: [0.01, 0.04] as const };
const PLANNED: readonly PlannedFileResult[] = [
  planned('Makefile', 'template', { template: 'Makefile', sparedUsd: 0.01 }),
  planned('README.md', 'template', { template: 'README.md', standing: 'foreign' }),
  planned('internal/model/note.go', 'declarations', { sparedUsd: 0.02 }),
  planned('internal/service/note.go', 'bodies', { phase: 2, batch: 1, amounts }),
  planned('internal/service/tag.go', 'bodies', { phase: 2, standing: 'fresh', open: 2, isAnswered: true }),
];
const result = (more: Partial<ToldResult> = {}): ToldResult => ({ status: 'done', files: [], figures: new Figures(), errors: [], warnings: [], ms: 2_000, planned: PLANNED, ...more });
const file = (path: string, status: ToldResult['files'][number]['status'], problem?: string) => ({ source: path, path, status, ...(problem !== undefined && { problem }) });
const byModel = { writer: { by: 'model' } as never, refused: new Map() };
const byNobody = { writer: { by: 'nobody', because: 'noKey' } as const, refused: new Map() };

describe('the plan', () => {
  const estimate = { calls: 1, items: 1, ...amounts, files: new Map() };

  test('tells how files stand, what is asked for them and what is spared, phase by phase', () => {
    const text = projectPlanText('notes.spec.yaml', { planned: PLANNED, estimate, layout: 'excerpts are cheaper', errors: [], warnings: [] }, 'anthropic/claude-sonnet-5-5', words);
    expect(text).toContain('5 files: 3 new, 1 yours, 1 unchanged.\n\n**anthropic/claude-sonnet-5-5**: 1 request, about 4,000 input and 100 to 400 output tokens, $0.01 to $0.04. What is shown: excerpts are cheaper.');
    expect(text).toContain('**From templates:** Makefile. That spares about 1 request and at least $0.01.');
    expect(text).toContain('## Phase 2: 2 files\n\n| File | Made of | State | Request | Input tokens | Price |');
    expect(text).toContain('| README.md | template README.md | yours: the new version is offered |');
    expect(text).toContain('| internal/service/note.go | declarations, 2 bodies by a model | new | 1 | 4,000 | $0.01 to $0.04 |');
    expect(text).toContain('| internal/service/tag.go | declarations, 2 bodies by a model | bodies missing, answered already |  |  |  |');
  });

  test('has files that are as they should be by name alone', () => {
    const still = [planned('go.mod', 'template', { template: 'go.mod', standing: 'fresh' }), planned('internal/model/tag.go', 'declarations', { standing: 'fresh' })];
    const text = projectPlanText('notes.spec.yaml', { planned: [...PLANNED, ...still], estimate, errors: [], warnings: [] }, 'anthropic/claude-sonnet-5-5', words);
    expect(text.endsWith('## Unchanged: 2 files\n\ngo.mod, internal/model/tag.go\n')).toBe(true);
    expect(text).not.toContain('| go.mod |');
  });

  test('without a model tells how many bodies stay missing', () => {
    const text = projectPlanText('notes.spec.yaml', { planned: PLANNED, errors: [], warnings: [] }, undefined, words);
    expect(text).toContain('5 files: 3 new, 1 yours, 1 unchanged. No model is asked: 4 bodies will say that they are not implemented.');
  });
});

describe('the message at the end', () => {
  test('tells what was written, what is the person\'s, what was not taken, and what templates spared', () => {
    const files = [file('Makefile', 'written'), file('README.md', 'kept', 'it was changed by hand, so it was left as it is'), file('internal/model/note.go', 'kept', 'it was not taken'), file('internal/service/note.go', 'written')];
    const { severity, text, steps } = projectMessage('notes.spec.yaml', { result: result({ files }), ...byModel }, words);
    expect([severity, steps]).toEqual(['info', ['showResult', 'showLog']]);
    expect(text).toBe('notes.spec.yaml: 4 files, 2 written, 1 of yours left as it is, 1 not taken. 1 file came from templates: about 1 request and at least $0.01 spared.');
  });

  test('without a key tells how many bodies are missing, and offers to set one', () => {
    const files = [file('internal/service/note.go', 'written'), file('internal/service/tag.go', 'unchanged'), file('internal/mail.go', 'kept')];
    const { text, steps } = projectMessage('notes.spec.yaml', { result: result({ files, planned: PLANNED.slice(3) }), ...byNobody }, words);
    expect(text).toBe('notes.spec.yaml: 3 files, 1 written, 1 waiting for a model. 4 bodies are not implemented, since no API key is set.');
    expect(steps[0]).toBe('setApiKey');
  });

  test('of a run that was cancelled says that nothing was written, and offers to go on', () => {
    const { text, steps } = projectMessage('notes.spec.yaml', { result: result({ status: 'cancelled', files: [file('Makefile', 'kept', 'nothing was taken')] }), ...byModel }, words);
    expect([text, steps]).toEqual(['Cancelled. Nothing was written.', ['goOn', 'showLog']]);
  });

  test('of a run with failures warns, and offers to run again', () => {
    const { severity, text, steps } = projectMessage('notes.spec.yaml', { result: result({ status: 'partial', files: [file('internal/service/note.go', 'partial', 'it does not parse')], errors: ['internal/service/note.go: it does not parse'], planned: [] }), ...byModel }, words);
    expect([severity, text]).toEqual(['warning', 'notes.spec.yaml: 1 file, 1 written with bodies missing. internal/service/note.go: it does not parse.']);
    expect(steps).toEqual(['runAgain', 'showResult', 'showLog']);
  });

  test('tells what fails and was written on their word, and what was removed', () => {
    const files = [{ ...file('internal/service/note.go', 'partial', 'the compiler says: line 3: no'), isFailing: true as const }, file('internal/service/tag.go', 'removed')];
    expect(projectMessage('notes.spec.yaml', { result: result({ status: 'partial', files, planned: [] }), ...byModel }, words).text).toBe('notes.spec.yaml: 2 files, 1 written although it fails, 1 removed. internal/service/note.go: the compiler says: line 3: no.');
    expect(projectResultText('notes.spec.yaml', result({ files }), words)).toContain('## Written although they fail (1)\n\n| File | Made of | Why |');
  });

  test('where all is as it should be says so', () => {
    expect(projectMessage('notes.spec.yaml', { result: result({ files: [file('Makefile', 'unchanged')], planned: [] }), ...byModel }, words).text).toBe('The one file of notes.spec.yaml is up to date.');
  });
});

test('the result tells file by file what became of it and why, what asks for something first', () => {
  const files = [file('Makefile', 'written'), file('README.md', 'kept', 'it was changed by hand'), file('internal/service/note.go', 'partial', 'it does not parse')];
  const text = projectResultText('notes.spec.yaml', { ...result({ files }) }, words);
  const titles = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(titles).toEqual(['Bodies missing (1)', 'Yours, left as they are (1)', 'Written (1)']);
  expect(text).toContain('| internal/service/note.go | declarations, 2 bodies by a model | it does not parse |');
});
