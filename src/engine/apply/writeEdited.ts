import { InputError } from '../inputError';
import type { FileResult, Run, RunPorts } from '../run';
import { decodeText } from '../write/textFile';
import type { EditedWork } from './chunkEdited';
import type { CodeAnswers } from './codeAnswers';
import type { Proposal } from './proposal';
import { propose } from './propose';
import { refreshSpec } from './refreshSpec';

export interface ApplyPorts extends RunPorts {
  /**
   * Shows a change of a source to the person, and has what they take of it put in place: all of it by `write`, or a part by a way of the shell's own. Resolves to false where they
   * took nothing. Absent: all is written at once.
   */
  readonly review?: (proposal: Proposal, write: () => Promise<void>) => Promise<boolean>;
}

/** What became of the source and of its spec. */
export interface WrittenSource {
  readonly files: readonly FileResult[];
  /** Absent: nothing had to be changed. */
  readonly proposal?: Proposal;
  /** Ids of the sections that code and text agree on now. */
  readonly applied: readonly string[];
}

/** The write stage: the change is shown, what is taken of it stands in the source, and the spec says that its texts hold again. */
export async function writeEdited(answers: CodeAnswers, work: EditedWork, run: Run, { review }: Pick<ApplyPorts, 'review'>): Promise<WrittenSource> {
  const { edited, base } = work;
  const result = (status: FileResult['status'], problem?: string): FileResult[] => [{ source: base.path, path: edited.specPath, status, ...(problem === undefined ? {} : { problem }) }];
  const failed = [...new Set(answers.failures.values())].join('; ');
  // What was answered is in the cache: another run goes on from there.
  if (run.signal.aborted) return { files: result('partial', failed || 'the run ended before all of it was there'), applied: [] };
  const { proposal, written } = await propose(answers, work, run);
  if (proposal) {
    const write = () => writeSource(proposal, run);
    const isTaken = await run.pausing(async () => (review ? review(proposal, write) : write().then(() => true)));
    if (!isTaken) {
      run.deadline.cancel();
      return { files: result('unchanged'), proposal, applied: [] };
    }
  }
  const { applied, outcome } = await refreshSpec(written, work, run);
  if (proposal && applied.length > 0) run.events.emit({ type: 'file-written', path: base.path, outcome: 'written', complete: true });
  const isComplete = written.length === work.jobs.length;
  const status = outcome === 'refused' ? 'refused' : !isComplete ? 'partial' : applied.length > 0 ? 'written' : 'unchanged';
  return { files: result(status, isComplete ? undefined : failed || 'the new code cannot be taken'), ...(proposal ? { proposal } : {}), applied };
}

/** @throws InputError where the source is no longer what the change was made for */
async function writeSource({ path, base, text }: Proposal, { ports }: Run): Promise<void> {
  const bytes = await ports.files.read(path);
  const present = bytes && decodeText(bytes);
  if (!present || present.undecodable !== undefined || present.text !== base) {
    throw new InputError(`${path} was changed meanwhile, so nothing was written. Run the command again: what has been answered is not asked for twice.`);
  }
  if ((await ports.store.write(path, text, { keepLineBreaks: true })) === 'refused') throw new InputError(`${path} has changes that are not saved, so nothing was written. Save it, then run the command again.`);
}
