import { count } from '../words';

/** What a person is asked before specs are removed. */
export interface RemovalQuestion {
  readonly message: string;
  readonly detail: string;
  readonly choices: readonly { readonly title: string; readonly withPersons: boolean }[];
}

/** A dialog is read, not scrolled. */
const MOST_NAMED = 10;

/**
 * @param ours paths of specs that hold nothing but what can be written again
 * @param persons paths of those in which somebody wrote
 * @returns `undefined` where there is nothing to remove
 */
export function removalQuestion(ours: readonly string[], persons: readonly string[]): RemovalQuestion | undefined {
  const all = ours.length + persons.length;
  if (all === 0) return undefined;
  const holds = persons.length === 1 ? 'holds' : 'hold';
  const detail = [
    named(ours),
    persons.length > 0 ? `${ours.length > 0 ? `${persons.length} ${holds}` : persons.length === 1 ? 'It holds' : 'They hold'} text that a person wrote, which is lost with ${persons.length === 1 ? 'it' : 'them'}:\n${named(persons)}` : '',
  ].filter(Boolean).join('\n\n');
  return {
    message: all === 1 ? 'Remove the spec, since its source is gone?' : `Remove ${count(all, 'spec')}, since their sources are gone?`,
    detail,
    choices: ours.length > 0 && persons.length > 0 ? [{ title: `Remove ${ours.length}, Keep What People Wrote`, withPersons: false }, { title: `Remove All ${all}`, withPersons: true }] : [{ title: 'Remove', withPersons: true }],
  };
}

function named(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED;
  return [...paths.slice(0, MOST_NAMED), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}
