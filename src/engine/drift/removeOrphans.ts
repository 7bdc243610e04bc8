import { breathe } from '../breathe';
import type { Store } from '../ports';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { holdsPersonsText } from '../write/mergeSpec';
import { parseSpec } from '../write/specDocument';

/** How many specs a warning names. */
const MOST_NAMED = 3;

/**
 * Removes the specs whose sources are gone, where the request says so; else warns of them. What a person wrote in stays, unless that is forced. Nothing has been written yet.
 */
export async function removeOrphans({ removeOrphans: wanted }: GenerateRequest, run: Run): Promise<void> {
  const paths = run.orphans.map(({ path }) => path);
  if (!wanted || paths.length === 0) return;
  const read = await readOrphans(paths, run.ports.store);
  const removable = new Map([...read.ours, ...(wanted.force ? read.persons : [])]);
  const persons = wanted.force ? [] : [...read.persons.keys()];
  if (persons.length > 0) run.warn(`${countSpecs(persons.length)} of sources that are gone ${persons.length === 1 ? 'holds' : 'hold'} text that a person wrote, and ${persons.length === 1 ? 'was' : 'were'} kept (${named(persons)}). Save that text elsewhere, or add --force.`);
  if (removable.size === 0) return;
  if (wanted.confirm && !(await run.pausing(() => wanted.confirm!([...removable.keys()])))) return;
  for (const [path, text] of removable) {
    run.signal.throwIfAborted();
    if ((await run.ports.store.remove(path, text)) === 'refused') run.warn('It changed a moment ago, or is being edited, so it was not removed. Run the command again.', path);
    else run.events.emit({ type: 'spec-removed', path });
  }
}

/** Orphaned specs as they stand, by path: those that hold nothing but what a run could write again, and those in which a person wrote. */
export interface ReadOrphans {
  readonly ours: ReadonlyMap<string, string>;
  readonly persons: ReadonlyMap<string, string>;
}

/** What is gone by now is in neither. */
export async function readOrphans(paths: readonly string[], store: Pick<Store, 'read'>): Promise<ReadOrphans> {
  const ours = new Map<string, string>();
  const persons = new Map<string, string>();
  for (const path of paths) {
    await breathe();
    const text = await store.read(path);
    if (text !== undefined) (holdsPersonsText(parseSpec(text)) ? persons : ours).set(path, text);
  }
  return { ours, persons };
}

/** What is told of orphaned specs where nobody asked to have them removed. */
export function orphanWarning(paths: readonly string[]): string {
  return `${countSpecs(paths.length)} ${paths.length === 1 ? 'belongs' : 'belong'} to sources that are gone (${named(paths)}). Delete ${paths.length === 1 ? 'it' : 'them'}, or run "specwright generate --remove-orphans".`;
}

function countSpecs(count: number): string {
  return `${count} ${count === 1 ? 'spec' : 'specs'}`;
}

function named(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED;
  return `${paths.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
