import type { ComparedSource } from '../chunk/compareSource';
import { changedInputs, freshnessOf, type ChangedInput } from '../chunk/inputs';
import { hasProse } from '../chunk/sectionItems';
import { isInPlace, type StoredSpec } from '../chunk/storedSpec';
import type { ComparedPage } from '../chunk/workspacePage';
import { hashOf } from '../hash';
import { factsHash } from '../write/factsHash';
import { changedForAll, changesOf, findSection, writtenFor, type SectionChange, type WantedSection, type WantedSpec } from '../write/mergeSpec';
import { isPersons, sectionLines } from '../write/specDocument';
import type { Phrases } from '../write/templates/phrases';
import type { OrphanedSpec } from './orphanedSpecs';

/** How one spec stands to its source. */
export interface FileDrift {
  readonly source: string;
  readonly specPath: string;
  /** `missing`: there is no spec. `facts`: what is read from the tree is not what stands in it. `blocked`: what stands in its place must not be written over. */
  readonly spec: 'current' | 'facts' | 'missing' | 'blocked';
  /** Why so, where it is blocked. */
  readonly problem?: string;
  /** Where the source and its spec were before the source was moved. The spec is missing where it belongs: `generate` takes it along. */
  readonly from?: Moved;
  /** Of the sections that have a text, or should have one. In the order of the template. */
  readonly sections: readonly SectionDrift[];
  /** Sections that `generate` without a model would change, those without a text included. Empty where only what stands around them differs. */
  readonly differences: readonly SectionDifference[];
}

export interface SectionDrift {
  readonly id: string;
  /** `missing`: nobody has written a text yet. `stale`: it was written for something else than what is there now. */
  readonly state: 'fresh' | 'missing' | 'stale';
  /** What differs, of a stale one. */
  readonly changed: readonly ChangedInput[];
  /** Hash of what a stale one should follow from now; empty of another. */
  readonly to: string;
  /** The text is a person's, or was edited by one: it is never replaced unasked. */
  readonly isPersons: boolean;
  /** 1-based line of the symbol in the source as it is now; of a section that is about the whole file, 1. */
  readonly line: number;
  /** 1-based line of the section in the spec; absent: it has none yet. */
  readonly specLine?: number;
}

export interface SectionDifference extends Pick<SectionDrift, 'id' | 'changed' | 'specLine'> {
  readonly how: SectionChange['how'];
  /** Hash of what it should follow from now, or, where that is as it was, of what it should say; empty of one that is gone. */
  readonly to: string;
  /** 1-based line of the symbol in the source; absent of a section that is gone, or that lies in no source. */
  readonly line?: number;
}

type Moved = Pick<OrphanedSpec, 'source' | 'path'>;

interface DriftDeps {
  readonly phrases: Phrases;
}

/** By the one definition of fresh that `generate` has too. Nothing is written. */
export function driftOf(compared: ComparedSource, deps: DriftDeps, from?: Moved): FileDrift {
  const { path: source, specPath, stored, wanted } = compared;
  const lines = linesOf(stored);
  const plans = compared.sections.map(({ plan }) => plan);
  const sourceLines = new Map(compared.sections.map(({ plan }) => [plan.id, plan.kind === 'symbol' ? plan.symbol.line : 1]));
  const sections = compared.sections.flatMap((section) => {
    const { plan } = section;
    const drift = sectionDrift(section.wanted, stored, wanted, sourceLines.get(plan.id)!, lines.get(plan.id));
    const isWritten = drift.state !== 'missing' || hasProse(plan, { outline: compared.outline, sections: plans, text: compared.text });
    return isWritten ? [drift] : [];
  });
  if (stored.problem !== undefined) return { source, specPath, spec: 'blocked', problem: stored.problem, sections, differences: [] };
  if (from) return { source, specPath, spec: 'missing', from: { source: from.source, path: from.path }, sections, differences: [] };
  return { source, specPath, sections, ...differencesOf(stored, wanted, sourceLines, deps) };
}

/** The page of a whole workspace has one text, its overview; it lies in no source. */
export function driftOfPage({ specPath, overview, wanted, stored }: ComparedPage, deps: DriftDeps): FileDrift {
  const section = sectionDrift(overview, stored, wanted, 1, linesOf(stored).get(overview.plan.id));
  return { source: wanted.source, specPath, sections: [section], ...differencesOf(stored, wanted, new Map(), deps) };
}

function differencesOf(stored: StoredSpec, wanted: WantedSpec, sourceLines: ReadonlyMap<string, number>, deps: DriftDeps): Pick<FileDrift, 'spec' | 'differences'> {
  if (stored.document === undefined) return { spec: 'missing', differences: [] };
  if (isInPlace(stored, wanted, deps)) return { spec: 'current', differences: [] };
  const lines = linesOf(stored);
  const forAll = changedForAll(stored.document.frontMatter, wanted);
  const wantedById = new Map(wanted.sections.map((section) => [section.plan.id, section]));
  const differences = changesOf(stored.document, wanted, deps.phrases).map(({ id, how, stored: section }): SectionDifference => {
    const now = wantedById.get(id);
    const line = sourceLines.get(id);
    const specLine = lines.get(id);
    const changed = section && now ? changedInputs(writtenFor(now, section), now.inputs, forAll) : [];
    return {
      id,
      how,
      changed,
      to: now === undefined ? '' : changed.length > 0 ? inputsHash(now, wanted) : hashOf([inputsHash(now, wanted), factsHash(now.facts)]),
      ...(line === undefined ? {} : { line }),
      ...(specLine === undefined ? {} : { specLine }),
    };
  });
  return { spec: 'facts', differences };
}

function sectionDrift(wanted: WantedSection, { document }: StoredSpec, spec: WantedSpec, line: number, specLine: number | undefined): SectionDrift {
  const { id } = wanted.plan;
  const section = findSection(document, id);
  const freshness = freshnessOf(writtenFor(wanted, section), wanted.inputs, changedForAll(document?.frontMatter, spec));
  return {
    id,
    state: freshness.state,
    changed: freshness.state === 'stale' ? freshness.changed : [],
    to: freshness.state === 'stale' ? inputsHash(wanted, spec) : '',
    isPersons: section?.prose !== undefined && isPersons(section.prose),
    line,
    ...(specLine === undefined ? {} : { specLine }),
  };
}

function linesOf({ text }: StoredSpec): ReadonlyMap<string, number> {
  return text === undefined ? new Map() : sectionLines(text);
}

function inputsHash({ inputs: { sig, body, deps, doc } }: WantedSection, { template, language }: WantedSpec): string {
  return hashOf([sig, body, deps, doc, template, language]);
}
