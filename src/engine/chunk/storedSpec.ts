import type { EventStream } from '../events';
import type { Store } from '../ports';
import { changedForAll, findSection, mergeDocument, parseOurs, writtenFor, type WantedSection, type WantedSpec } from '../write/mergeSpec';
import { renews, type Renew, type Renewal } from '../renew';
import type { Role } from '../roles';
import { isPersons, type Prose, type SpecDocument } from '../write/specDocument';
import type { Phrases } from '../write/templates/phrases';
import type { Template } from '../write/templates/template';
import { freshnessOf } from './inputs';
import { isAboutSymbol } from './sections';

/** What stands in the place of a spec: nothing, a spec, or something that must not be written over. */
export interface StoredSpec {
  readonly source: string;
  readonly text?: string;
  readonly document?: SpecDocument;
  readonly problem?: string;
}

export interface StoredDeps {
  readonly store: Pick<Store, 'read'>;
  readonly template: Pick<Template, 'name'>;
  readonly phrases: Phrases;
  readonly language: string;
  readonly events: Pick<EventStream, 'emit'>;
  readonly renew?: Renew;
  /** `provider/model` that is asked for texts of this kind; absent: there is none. */
  readonly writerOf?: (role: Role) => string;
  /** A person's stale text does not keep its section from being asked for. */
  readonly offerPersons?: boolean;
}

/** Why a text is asked for: there is none, its code changed, or it is to be renewed. */
export type Reason = 'missing' | 'code' | Renewal;

export async function readStored(specPath: string, source: string, { store }: Pick<StoredDeps, 'store'>): Promise<StoredSpec> {
  try {
    const text = await store.read(specPath);
    return text === undefined || text.trim() === '' ? { source } : { source, text, document: parseOurs(text, source) };
  } catch (error) {
    return { source, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether a write would change nothing. */
export function isInPlace({ text, document }: StoredSpec, wanted: WantedSpec, { phrases }: Pick<StoredDeps, 'phrases'>): boolean {
  return document !== undefined && mergeDocument(document, wanted, phrases) === text;
}

/** Whether an answer must not be written, since the text that stands there is a person's. */
export function isOffered({ plan }: WantedSection, { document }: StoredSpec): boolean {
  const prose = findSection(document, plan.id)?.prose;
  return prose !== undefined && isPersons(prose);
}

/** Rule 13: what has no prose is asked for, what is fresh is not, whoever wrote it, unless all of another model's is to be renewed; a person's text is never replaced, and is told of where it may be out of date. */
export function reasonToAsk(wanted: WantedSection, { source, document, problem }: StoredSpec, deps: StoredDeps): Reason | undefined {
  if (problem !== undefined) return undefined;
  const { plan, inputs } = wanted;
  const stored = writtenFor(wanted, findSection(document, plan.id));
  const freshness = freshnessOf(stored, inputs, changedForAll(document?.frontMatter, { template: deps.template.name, language: deps.language }));
  if (freshness.state !== 'stale') return freshness.state === 'missing' ? 'missing' : isToBeRenewed(stored!.prose!, plan.id, deps) ? 'model' : undefined;
  if (deps.offerPersons || !isPersons(stored!.prose!)) {
    if (freshness.changed.some((key) => key !== 'template' && key !== 'language')) return 'code';
    return renews(deps.renew, 'template') ? 'template' : undefined;
  }
  const changed = freshness.changed.map((key) => deps.phrases.change[key]).join(', ');
  deps.events.emit({ type: 'warning', path: source, keptText: plan.id, message: `The text of ${plan.id} was edited by a person and is kept. It may be out of date: ${changed} changed.` });
  return undefined;
}

function isToBeRenewed(prose: Prose, section: string, { renew, writerOf }: StoredDeps): boolean {
  if (!renews(renew, 'model') || !writerOf) return false;
  return prose.by !== writerOf(isAboutSymbol(section) ? 'section' : 'overview') && !isPersons(prose);
}
