import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RecordedRuns } from '../../../src/editor/metrics/recordedRuns';
import type { RunEvent, RunEventBody } from '../../../src/engine/events';
import { createReportStore } from '../../../src/engine/metrics/reportStore';

let dir: string;
let opened: RecordedRuns[] = [];
let saves: Promise<unknown>[] = [];
let at = 0;
let changes = 0;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'specwright-runs-'));
  at = 1_000_000;
  changes = 0;
  [opened, saves] = [[], []];
});
afterEach(async () => {
  await allKept();
  rmSync(dir, { recursive: true, force: true });
});

function runs(): RecordedRuns {
  const store = createReportStore({ dir });
  const save: typeof store.save = (report) => {
    const saving = store.save(report);
    saves.push(saving);
    return saving;
  };
  const recorded = new RecordedRuns({ ...store, save }, () => changes++, () => at);
  opened.push(recorded);
  return recorded;
}

/** Resolves when nothing is being saved any more. What has ended is saved as soon as it is known what was kept before. */
async function allKept(): Promise<void> {
  await Promise.all(opened.map((recorded) => recorded.load()));
  await Promise.all(saves);
}
const event = (run: string, body: RunEventBody): RunEvent => ({ at: ++at, run, ...body });
const STARTED: RunEventBody = { type: 'run-started', command: 'generate', provider: 'anthropic', model: 'm' };
const ENDED: RunEventBody = { type: 'run-finished', status: 'done', ms: 5 };
/** One that asked for something. */
function take(recorded: RecordedRuns, id: string): void {
  for (const body of [STARTED, { type: 'file-planned', path: 'a.ts', items: 2, fresh: 0 }, ENDED] satisfies RunEventBody[]) recorded.take(event(id, body));
}

describe('the runs that can be looked at', () => {
  test('one that goes on comes first, and is the newest', () => {
    const recorded = runs();
    take(recorded, 'run 1');
    recorded.take(event('run 2', STARTED));
    expect(recorded.list().map(({ key, status }) => [key.split(' ').slice(1).join(' '), status])).toEqual([['run 2', undefined], ['run 1', 'done']]);
    expect(recorded.live(undefined)!.recorder.report().run.id).toBe('run 2');
    expect(changes).toBe(3);
  });

  test('two that go on at once are told apart', () => {
    const recorded = runs();
    recorded.take(event('run 1', STARTED));
    recorded.take(event('run 2', STARTED));
    recorded.take(event('run 1', { type: 'warning', message: 'of the first' }));
    const [second, first] = recorded.list();
    expect(recorded.live(first!.key)!.recorder.report().warnings).toEqual([{ message: 'of the first' }]);
    expect(recorded.live(second!.key)!.recorder.report().warnings).toEqual([]);
  });

  test('a later window finds them where they are kept', async () => {
    const before = runs();
    await before.load();
    take(before, 'run 1');
    const [{ key }] = before.list() as unknown as [{ key: string }];
    await allKept();
    expect(await createReportStore({ dir }).list()).toHaveLength(1);
    const after = runs();
    await after.load();
    expect(after.list()).toEqual(before.list());
    expect(await after.ended(key)).toEqual(await before.ended(key));
    expect(await after.ended('another')).toBeUndefined();
    // The same id in another window is another run.
    take(after, 'run 1');
    expect(after.list()).toHaveLength(2);
  });

  test('of runs that asked for nothing only the last is there, and none is kept', async () => {
    const recorded = runs();
    await recorded.load();
    for (let i = 0; i < 5; i++) for (const body of [STARTED, ENDED]) recorded.take(event('save', body));
    take(recorded, 'run 1');
    recorded.take(event('save', STARTED));
    recorded.take(event('save', ENDED));
    expect(recorded.list().map(({ key }) => key.replace(/^\d+ /, ''))).toEqual(['save', 'run 1']);
    await allKept();
    expect(await createReportStore({ dir }).list()).toHaveLength(1);
  });

  test('before the first one there is none', async () => {
    const recorded = runs();
    await recorded.load();
    expect([recorded.list(), recorded.live(undefined), await recorded.ended()]).toEqual([[], undefined, undefined]);
  });
});
