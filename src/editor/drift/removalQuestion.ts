import { plural, t } from '../../l10n/localize';

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
  const detail = [
    named(ours),
    persons.length > 0 ? `${lossOf(persons.length, ours.length > 0)}\n${named(persons)}` : '',
  ].filter(Boolean).join('\n\n');
  return {
    message: plural(all, 'Remove the spec, since its source is gone?', 'Remove {0} specs, since their sources are gone?'),
    detail,
    choices: ours.length > 0 && persons.length > 0 ? [{ title: t('Remove {0}, Keep What People Wrote', ours.length), withPersons: false }, { title: t('Remove All {0}', all), withPersons: true }] : [{ title: t('Remove'), withPersons: true }],
  };
}

function lossOf(persons: number, areSome: boolean): string {
  if (areSome) return plural(persons, '{0} holds text that a person wrote, which is lost with it:', '{0} hold text that a person wrote, which is lost with them:');
  return persons === 1 ? t('It holds text that a person wrote, which is lost with it:') : t('They hold text that a person wrote, which is lost with them:');
}

function named(paths: readonly string[]): string {
  const more = paths.length - MOST_NAMED;
  return [...paths.slice(0, MOST_NAMED), ...(more > 0 ? [t('… and {0} more', more)] : [])].join('\n');
}
