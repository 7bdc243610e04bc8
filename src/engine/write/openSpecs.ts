import type { FileWork } from '../chunk/chunkSource';
import { mapInOrder } from '../mapInOrder';
import type { FileResult, Run } from '../run';
import type { Answer, WorkItem } from '../workItem';
import { SpecWriter } from './specWriter';
import { phrasesFor } from './templates/phrases';

/** The specs of a run, open for writing. */
export interface Specs {
  answer(item: WorkItem, answer: Answer): void;
  fail(item: WorkItem, reason: string): void;
  finish(): Promise<FileResult[]>;
}

const FILES_AT_ONCE = 8;

/** Puts the facts of every spec in place; each grows with the answers that come. A file that cannot be written to is reported at the end. */
export async function openSpecs(work: readonly FileWork[], run: Run): Promise<Specs> {
  const writers = new Map<string, SpecWriter>();
  for (const { path, specPath, wanted, problem } of work) {
    if (wanted && !problem) writers.set(path, new SpecWriter(specPath, wanted, phrasesFor(wanted.language), { store: run.ports.store, clock: run.clock, events: run.events }));
  }
  await mapInOrder([...writers.values()], FILES_AT_ONCE, (writer) => writer.start());
  const finish = async ({ path, specPath, problem }: FileWork): Promise<FileResult> => {
    const writer = writers.get(path);
    if (writer) return writer.finish();
    if (problem) return { source: path, path: specPath, status: 'failed', problem };
    run.events.emit({ type: 'file-written', path: specPath, outcome: 'unchanged', complete: true });
    return { source: path, path: specPath, status: 'unchanged' };
  };
  return {
    answer: (item, answer) => writers.get(item.path)?.answer(item.section, answer),
    fail: (item, reason) => writers.get(item.path)?.fail(item.section, reason),
    finish: () => mapInOrder(work, FILES_AT_ONCE, finish),
  };
}

/** The write stage: what is left goes to disk. Also after a cancellation: what is finished is kept. */
export function writeSpecs(specs: Specs): Promise<FileResult[]> {
  return specs.finish();
}
