import type { Model } from '../providers/model';
import type { Pool } from './dispatch/pool';
import type { ItemKind } from './workItem';

/** Kinds of work that may each have a model of their own: views of a whole file or workspace, sections about one symbol, code that follows an edited section or a project spec, and the review of such code, which takes place only where a model is named for it. */
export const ROLES = ['overview', 'section', 'code', 'review'] as const;
export type Role = (typeof ROLES)[number];

/** A model, and where its requests run. */
export interface Writer {
  readonly model: Model;
  /** Shared by the runs that use the model. Default: one of the run's own. */
  readonly pool?: Pool;
}

const ROLE_OF: Readonly<Record<ItemKind, Role>> = {
  section: 'section',
  part: 'section',
  combine: 'section',
  overview: 'overview',
  architecture: 'overview',
  notes: 'overview',
  workspace: 'overview',
  code: 'code',
  bodies: 'code',
  file: 'code',
  review: 'review',
};

/** `provider/model`: how the author of a text is called. */
export function nameOfModel({ provider, id }: Model): string {
  return `${provider}/${id}`;
}

export function roleOf(kind: ItemKind): Role {
  return ROLE_OF[kind];
}
