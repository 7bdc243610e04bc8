import PQueue from 'p-queue';
import type { FileWork } from '../chunk/chunkSource';
import { mapInOrder } from '../mapInOrder';
import type { GenerateRequest } from '../request';
import type { FileResult, Run } from '../run';
import type { Answer, WorkItem } from '../workItem';
import { SpecWriter, type SpecWriterDeps } from './specWriter';
import { phrasesFor } from './templates/phrases';

/** The specs of a run, open for writing. */
export interface Specs {
  answer(item: WorkItem, answer: Answer): void;
  fail(item: WorkItem, reason: string): void;
  finish(): Promise<FileResult[]>;
}

const FILES_AT_ONCE = 8;

/**
 * Puts the facts of every spec in place; each grows with the answers that come, and is finished with the last one, so that what is done needs no memory. A file that
 * cannot be written to is reported at the end.
 */
export async function openSpecs(work: readonly FileWork[], request: GenerateRequest, run: Run): Promise<Specs> {
  const open = new Map<string, OpenSpec>();
  const lanes = new PQueue({ concurrency: FILES_AT_ONCE });
  const deps: SpecWriterDeps = { store: run.ports.store, clock: run.clock, events: run.events, inTurn: (work) => lanes.add(work) };
  for (const { path, specPath, wanted, items, offered, problem, moved } of work) {
    if (wanted && !problem) open.set(path, { specPath, offered, writer: new SpecWriter(path, specPath, wanted, phrasesFor(request.language), deps, moved?.path), awaited: new Set(items.map(({ section }) => section)) });
  }
  await mapInOrder([...open.values()], FILES_AT_ONCE, ({ writer }) => writer.start());
  const finished = new Map<string, FileResult>();
  const finishing: Promise<void>[] = [];
  const from = new Map(work.flatMap(({ path, moved }) => (moved ? [[path, moved.source] as const] : [])));
  const toldAsMoved = (result: FileResult): FileResult => {
    const source = from.get(result.source);
    return source === undefined ? result : { ...result, status: result.status === 'written' ? 'moved' : result.status, from: source };
  };
  const came = ({ path, section }: WorkItem): void => {
    const spec = open.get(path);
    if (!spec?.awaited.delete(section) || spec.awaited.size > 0) return;
    finishing.push(
      spec.writer.finish().then((result) => {
        // A person types in it, or it could not be written: by the end they may be done, or the disk have room again.
        if (result.status === 'refused' || result.status === 'failed') return;
        finished.set(path, result);
        open.delete(path);
      }),
    );
  };
  const finish = async ({ path, specPath, problem }: FileWork): Promise<FileResult> => {
    const result = finished.get(path) ?? (await open.get(path)?.writer.finish());
    if (result) return toldAsMoved(result);
    if (problem) return { source: path, path: specPath, status: 'failed', problem };
    run.events.emit({ type: 'file-written', path: specPath, outcome: 'unchanged', complete: true });
    return { source: path, path: specPath, status: 'unchanged' };
  };
  return {
    answer(item, answer) {
      const spec = open.get(item.path);
      if (spec?.offered?.has(item.section)) run.offer({ source: item.path, specPath: spec.specPath, section: item.section, text: answer.text, by: answer.by });
      else spec?.writer.answer(item.section, answer);
      came(item);
    },
    fail(item, reason) {
      open.get(item.path)?.writer.fail(item.section, reason);
      came(item);
    },
    async finish() {
      await Promise.all(finishing);
      const results = await mapInOrder(work, FILES_AT_ONCE, finish);
      // Once more, alone: on a disk that is nearly full others' temporary files may have stood in the way.
      for (const [i, { source, status }] of results.entries()) if (status === 'failed' && open.has(source)) results[i] = await finish(work[i]!);
      return results;
    },
  };
}

interface OpenSpec {
  readonly specPath: string;
  /** Sections whose text is a person's. */
  readonly offered: FileWork['offered'];
  readonly writer: SpecWriter;
  /** Sections of which neither an answer nor a failure has come. */
  readonly awaited: Set<string>;
}

/** The write stage: what is left goes to disk. Also after a cancellation: what is finished is kept. */
export function writeSpecs(specs: Specs): Promise<FileResult[]> {
  return specs.finish();
}
