import { sameWords, wordsOf } from './names';
import type { Entity, Field } from './projectSpec';

/** What identifies one of an entity. */
export interface KeyField {
  readonly field: Field;
  /** The program gives it (an id); otherwise callers do (an ISBN, a slug). */
  readonly isGenerated: boolean;
}

const KEY_SCALARS: ReadonlySet<string> = new Set(['string', 'uuid', 'integer']);

/**
 * `id`, `uuid`, `key`, or one of these behind the entity's own name; else a field that is always there, and by which a path of its own asks for one: `/books/{isbn}`.
 * @param paths of the contracts that are about the entity
 */
export function keyFieldOf(entity: Entity, paths: readonly string[]): KeyField | undefined {
  const words = wordsOf(entity.name);
  const scalars = entity.fields.filter(({ type }) => type.kind === 'scalar' && KEY_SCALARS.has(type.scalar));
  for (const candidate of ['id', 'uuid', 'key']) {
    const field = scalars.find(({ name }) => sameWords(wordsOf(name), [candidate])) ?? scalars.find(({ name }) => sameWords(wordsOf(name), [...words, candidate]));
    if (field) return { field, isGenerated: true };
  }
  for (const path of paths) {
    const asked = /\{([^{}]+)\}\/?$/.exec(path)?.[1];
    const field = asked === undefined ? undefined : scalars.find(({ name, isRequired }) => isRequired && sameWords(wordsOf(name), wordsOf(asked)));
    if (field) return { field, isGenerated: false };
  }
  return undefined;
}
