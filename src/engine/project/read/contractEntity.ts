import type { FieldType, Response } from '../projectSpec';
import { singular, type FindEntity } from './types';

/** A contract that still waits for the entity that it is about. */
export interface ContractDraft<T> {
  readonly path: string;
  /** The entity, as far as the contract alone tells. */
  readonly guess?: string;
  /** Whether the person or the path says which it is. */
  readonly isNamed: boolean;
  /** The entities of its answers where all goes well. */
  readonly answers: readonly string[];
  readonly finish: (entity: string | undefined) => T;
}

/** Contracts below one path that names no entity are about one all the same, the one that most of them answer with: `/docs` with a DocAnswer, and the DELETE beside it. */
export function withSharedEntities<T>(drafts: readonly ContractDraft<T>[]): T[] {
  const groups = new Map<string, ContractDraft<T>[]>();
  const rootOf = ({ path }: ContractDraft<T>) => path.split('/').find((part) => part !== '' && !part.startsWith('{') && !/^(?:api|v\d+)$/i.test(part)) ?? '';
  for (const draft of drafts) {
    const group = groups.get(rootOf(draft));
    if (group) group.push(draft);
    else groups.set(rootOf(draft), [draft]);
  }
  const shared = new Map([...groups].map(([root, members]) => [root, members.some(({ isNamed }) => isNamed) ? undefined : mostFrequent(members.flatMap(({ answers }) => answers))]));
  return drafts.map((draft) => draft.finish(shared.get(rootOf(draft)) ?? draft.guess));
}

/** Of several as frequent the first. */
function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].reduce<[string, number] | undefined>((best, one) => (best && best[1] >= one[1] ? best : one), undefined)?.[0];
}

export function entitiesOfAnswers(responses: readonly Response[]): string[] {
  return responses.filter(({ status }) => status >= 200 && status < 300).flatMap(({ body }) => entityIn(body) ?? []);
}

/** The entity that a body is, or is a list of. */
export function entityIn(type: FieldType | undefined): string | undefined {
  if (type?.kind === 'entity') return type.name;
  if (type?.kind === 'list' || type?.kind === 'map') return entityIn(type.of);
  // A page of them: { items: Book[], total: integer }.
  if (type?.kind === 'object') {
    const named = new Set(type.fields.map((field) => entityIn(field.type)).filter((name) => name !== undefined));
    return named.size === 1 ? [...named][0] : undefined;
  }
  return undefined;
}

/** The last part of the path that names one: `/authors/{id}/books` is about Book. */
export function entityOfPath(path: string, findEntity: FindEntity): string | undefined {
  const parts = path.split('/').filter((part) => part && !part.startsWith('{'));
  return parts.reverse().map((part) => findEntity(part) ?? findEntity(singular(part))).find((name) => name !== undefined);
}
