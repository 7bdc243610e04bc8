import { breathe } from '../breathe';
import { compareSource, type CompareDeps } from '../chunk/compareSource';
import { WorkspaceIndex } from '../chunk/workspaceIndex';
import { InputError } from '../inputError';
import { CODE_INSTRUCTIONS } from '../prompt/codeInstructions';
import type { Run } from '../run';
import type { SecretMask } from '../safety/secrets';
import type { Task } from '../task';
import type { WorkItem } from '../workItem';
import { phrasesFor } from '../write/templates/phrases';
import { templateNamed } from '../write/templates/templates';
import { itemOf, jobOf, type CodeJob } from './codeJob';
import { editedSections, groupsOf } from './editedSections';
import type { Edited } from './gatherEdited';
import type { ParsedSource } from './parsedSource';
import { verifyCode, type Refused, type VerifiedCode } from './verifyCode';

/** What an edited spec asks of its source. */
export interface EditedWork {
  readonly edited: Edited;
  readonly base: ParsedSource;
  readonly jobs: readonly CodeJob[];
  readonly items: readonly WorkItem[];
  readonly task: Task;
  /** Checks an answer; the same one is checked once. */
  readonly verify: (job: CodeJob, answer: string) => Promise<VerifiedCode | Refused>;
  /** Puts the secrets of the texts that were edited back into code that follows them. */
  readonly restoreTexts: SecretMask['restore'];
  readonly compareDeps: CompareDeps;
}

/**
 * Finds the sections that a person edited since code and text last agreed, and makes an item for each symbol. Members of a class whose own text was edited, too, go with the class.
 */
export async function chunkEdited(edited: Edited, run: Run): Promise<EditedWork> {
  const { ports, signal } = run;
  const { source } = edited;
  const compareDeps = await compareDepsFor(edited, run);
  const compared = await compareSource({ path: source.path, text: source.text }, compareDeps);
  if (compared.stored.document === undefined) throw new InputError(compared.stored.problem ?? `There is no spec of ${source.path}. Generate it first, then edit its text.`);
  const base: ParsedSource = { path: source.path, text: source.text, outline: compared.outline, layout: await ports.outliner.layout(source.path, source.text, { signal }) };
  const { sections, masks } = await editedSections(compared, compared.stored.document, edited.specPath, run);
  const jobs: CodeJob[] = [];
  const items: WorkItem[] = [];
  for (const group of groupsOf(sections)) {
    await breathe();
    const found = jobOf(group, compared, base);
    if ('reason' in found) {
      run.fail(`${source.path}: ${found.id} was not brought into line with its text: ${found.reason}.`);
      continue;
    }
    jobs.push(found);
    items.push(itemOf(found, compared));
  }
  run.events.emit({ type: 'file-planned', path: source.path, items: items.length, fresh: 0, writes: edited.specPath });
  const known = new Map<string, Promise<VerifiedCode | Refused>>();
  const verify = (job: CodeJob, answer: string) => {
    const key = `${job.id}\0${answer}`;
    const verified = known.get(key) ?? verifyCode(job, answer, ports.outliner, signal);
    known.set(key, verified);
    return verified;
  };
  const verifyItem = (item: WorkItem, answer: string) => verify(jobs.find(({ id }) => id === item.id)!, answer);
  return {
    edited,
    base,
    jobs,
    items,
    verify,
    compareDeps,
    restoreTexts: (text) => masks.reduce((restored, mask) => mask.restore(restored), text),
    task: {
      instructions: CODE_INSTRUCTIONS,
      accept: async ({ item }, answer) => {
        const verified = await verifyItem(item, answer);
        return 'refused' in verified ? verified : { text: answer };
      },
      stillHolds: async ({ item }, answer) => !('refused' in (await verifyItem(item, answer))),
    },
  };
}

async function compareDepsFor({ source, frontMatter, outputFolder, gatherer }: Edited, { ports, events, signal }: Run): Promise<CompareDeps> {
  const readText = async (path: string) => {
    const found = await gatherer.readSource(path);
    return found.kind === 'source' ? found.text : undefined;
  };
  return {
    index: new WorkspaceIndex(readText, (folder) => gatherer.listFolder(folder), ports.outliner, [source.path], signal),
    store: ports.store,
    template: await templateNamed(frontMatter.template, ports.files, ports.trusted ?? false),
    phrases: phrasesFor(frontMatter.language),
    language: frontMatter.language,
    outputFolder,
    events,
  };
}
