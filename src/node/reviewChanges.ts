import type { FileChange } from '../engine/project/writeProject';
import { changesText } from './projectSummary';

/** Shows a text, or asks a question that is answered with yes or no. */
export interface Terminal {
  readonly show: (text: string) => void;
  readonly ask: (what: string) => Promise<boolean>;
}

/**
 * Shows what would be written and asks: once for everything that is as it was generated, and by itself for each file of the person's, and for each that does not pass its checks.
 * @returns what they take; `undefined`: nothing is to be written
 */
export async function reviewChanges(changes: readonly FileChange[], { show, ask }: Terminal): Promise<readonly FileChange[] | undefined> {
  const ours = changes.filter(({ kind }) => kind !== 'offered' && kind !== 'failing');
  if (ours.length > 0) {
    show(changesText(ours));
    if (!(await ask(`This ${verbs(ours)}.`))) return undefined;
  }
  const taken = [...ours];
  for (const change of changes.filter((one) => !ours.includes(one))) {
    show(changesText([change]));
    if (await ask(change.kind === 'offered' ? `This would replace ${change.path}, which is yours.` : `This would write ${change.path} although it does not pass its checks.`)) taken.push(change);
  }
  return taken;
}

/** `writes 36 new files, changes 2 and removes 1`. */
function verbs(changes: readonly FileChange[]): string {
  const parts = ([['new', 'writes', 'new '], ['changed', 'changes', ''], ['removed', 'removes', '']] as const).flatMap(([kind, verb, which]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : [`${verb} ${count} ${which}${count === 1 ? 'file' : 'files'}`];
  });
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter((part) => part !== '').join(' and ');
}
