import type { ComparedSection, ComparedSource } from '../chunk/compareSource';
import { freshnessOf, type ChangedInput } from '../chunk/inputs';
import { hasProse } from '../chunk/sectionItems';
import { isInPlace } from '../chunk/storedSpec';
import { changedForAll, findSection } from '../write/mergeSpec';
import { isPersons, sectionLines } from '../write/specDocument';
import type { Phrases } from '../write/templates/phrases';

/** How one spec stands to its source. */
export interface FileDrift {
  readonly source: string;
  readonly specPath: string;
  /** `missing`: there is no spec. `facts`: what is read from the tree is not what stands in it. `blocked`: what stands in its place must not be written over. */
  readonly spec: 'current' | 'facts' | 'missing' | 'blocked';
  /** Why so, where it is blocked. */
  readonly problem?: string;
  /** Of the sections that have a text, or should have one. In the order of the template. */
  readonly sections: readonly SectionDrift[];
}

export interface SectionDrift {
  readonly id: string;
  /** `missing`: nobody has written a text yet. `stale`: it was written for something else than what is there now. */
  readonly state: 'fresh' | 'missing' | 'stale';
  /** What differs, of a stale one. */
  readonly changed: readonly ChangedInput[];
  /** The text is a person's, or was edited by one: it is never replaced unasked. */
  readonly isPersons: boolean;
  /** 1-based line of the symbol in the source as it is now; of a section that is about the whole file, 1. */
  readonly line: number;
  /** 1-based line of the section in the spec; absent: it has none yet. */
  readonly specLine?: number;
}

/** By the one definition of fresh that `generate` has too. Nothing is written. */
export function driftOf(compared: ComparedSource, deps: { readonly phrases: Phrases }): FileDrift {
  const { path: source, specPath, stored, wanted } = compared;
  const lines = stored.text === undefined ? new Map<string, number>() : sectionLines(stored.text);
  const sections = compared.sections.flatMap((section) => sectionDrift(section, compared, lines.get(section.plan.id)) ?? []);
  if (stored.problem !== undefined) return { source, specPath, spec: 'blocked', problem: stored.problem, sections };
  return { source, specPath, spec: stored.document === undefined ? 'missing' : isInPlace(stored, wanted, deps) ? 'current' : 'facts', sections };
}

function sectionDrift({ plan, wanted }: ComparedSection, compared: ComparedSource, specLine: number | undefined): SectionDrift | undefined {
  const { stored, outline, text } = compared;
  const section = findSection(stored.document, plan.id);
  const freshness = freshnessOf(section, wanted.inputs, changedForAll(stored.document?.frontMatter, compared.wanted));
  const sections = compared.sections.map((one) => one.plan);
  if (freshness.state === 'missing' && !hasProse(plan, { outline, sections, text })) return undefined;
  return {
    id: plan.id,
    state: freshness.state,
    changed: freshness.state === 'stale' ? freshness.changed : [],
    isPersons: section?.prose !== undefined && isPersons(section.prose),
    line: plan.kind === 'symbol' ? plan.symbol.line : 1,
    ...(specLine === undefined ? {} : { specLine }),
  };
}
