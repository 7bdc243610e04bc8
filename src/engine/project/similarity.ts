import type { FileState } from './fileStates';
import type { PlannedFile } from './projectPlan';

/** Files this much alike are asked for together: a model that has written one writes the next in the same way. */
export const ALIKE = 0.7;

/** Alike files side by side, in groups that are named after their first, in the order of these; so that the batcher, which cuts a list into requests, keeps them together. */
export function orderByShape<T extends Pick<FileState, 'file' | 'path'>>(states: readonly T[]): { readonly alike: string; readonly state: T }[] {
  const groups: { readonly shape: readonly string[]; readonly members: T[] }[] = [];
  for (const state of states) {
    const shape = shapeOf(state.file);
    const group = groups.find((one) => similarity(one.shape, shape) > ALIKE);
    if (group) group.members.push(state);
    else groups.push({ shape, members: [state] });
  }
  return groups.flatMap(({ members }) => members.map((state) => ({ alike: members[0]!.path, state })));
}

/** What of a file its likeness to others is measured by: its kind, and the shapes of its functions. */
export function shapeOf(file: PlannedFile): string[] {
  return [`kind ${file.kind}`, ...(file.from === 'bodies' ? file.skeleton.slots.map(({ shape }) => shape) : [file.from])];
}

/** Of two lists with repetitions: what they share, of what they have together (Jaccard). From 0 to 1. */
export function similarity(one: readonly string[], other: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(word, count - 1);
  }
  const all = one.length + other.length - shared;
  return all === 0 ? 1 : shared / all;
}
