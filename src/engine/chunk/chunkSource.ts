import { breathe } from '../breathe';
import type { OrphanedSpec } from '../drift/orphanedSpecs';
import { pack } from '../packed';
import type { RenewalReason } from '../events';
import type { WorkItem } from '../workItem';
import { fileNamesOf, sectionNamesOf } from '../verify/captureNames';
import type { FileNames, SectionNames } from '../verify/knownNames';
import { summaryOf } from '../write/markdown';
import { findSection, type WantedSpec } from '../write/mergeSpec';
import { chunkFile, chunkText, type Chunk } from './chunks';
import { compareSource, type CompareDeps, type ComparedSource } from './compareSource';
import type { SectionPlan } from './sections';
import { itemsOf } from './sectionItems';
import { isInPlace, isOffered, reasonToAsk, type Reason, type StoredDeps } from './storedSpec';

/** What there is to do for one source. */
export interface FileWork {
  readonly path: string;
  readonly specPath: string;
  /** Absent: the spec is as it should be. Nothing is kept of it then. */
  readonly wanted?: () => WantedSpec;
  /** What has to be asked of a model. */
  readonly items: readonly WorkItem[];
  /** Sections among them whose text is a person's: the answer is offered, not written. */
  readonly offered?: ReadonlySet<string>;
  /** What the workspace's own page tells of it. */
  readonly about: SourceSummary;
  /** The source and the spec where they were before the source was moved. */
  readonly moved?: Pick<OrphanedSpec, 'source' | 'path'>;
  /** The command is about what changed, and this did not: it was only looked at for the others' sake. */
  readonly isOutOfScope?: boolean;
  /** Why the spec's place cannot be written to; nothing is then asked for either. */
  readonly problem?: string;
}

/** A source in a few words. */
export interface SourceSummary {
  /** First sentence of the module's doc comment, as Markdown. */
  readonly summary: string;
  readonly exports: readonly string[];
  /** Sources of the workspace that it imports, sorted. */
  readonly imports: readonly string[];
}

export interface ChunkDeps extends CompareDeps, Pick<StoredDeps, 'renew' | 'writerOf'> {
  /** With no model there are facts only, and no items. */
  readonly withModel: boolean;
  /** Sources that the command is about; those that depend on them are found by what their specs say. Absent: all. */
  readonly changed?: ReadonlySet<string>;
  /** Sections that may be asked for, by the path of their source. Absent: all. */
  readonly sections?: ReadonlyMap<string, ReadonlySet<string>>;
  /** A person's stale sections are asked for too, to be offered. */
  readonly offerPersons?: boolean;
}

/** Reads one source, and makes the items that are missing or no longer fresh. */
export async function chunkSource(source: { readonly path: string; readonly text: string }, deps: ChunkDeps, moved?: OrphanedSpec): Promise<FileWork> {
  const compared = await compareSource(source, deps, moved?.path);
  const { path, text, specPath, outline, sections, wanted, stored } = compared;
  const about = aboutOf(compared);
  if (deps.changed && !deps.changed.has(path) && !dependsOnChanged(compared)) return { path, specPath, items: [], about, isOutOfScope: true };
  const plans = sections.map(({ plan }) => plan);
  const chunks = deps.withModel ? chunksBySection(text, plans) : undefined;
  const items: WorkItem[] = [];
  const names = new Map<string, SectionNames>();
  const offered = new Set<string>();
  const renewed: Partial<Record<RenewalReason, string[]>> = {};
  const mayBeAsked = deps.sections ? (deps.sections.get(path) ?? new Set<string>()) : undefined;
  for (const { plan, dependencies, wanted: section } of sections) {
    await breathe();
    if (mayBeAsked && !mayBeAsked.has(plan.id)) continue;
    const reason = reasonToAsk(section, stored, deps);
    if (!reason || !chunks) continue;
    if (isOffered(section, stored)) offered.add(plan.id);
    if (reason !== 'missing') (renewed[reason] ??= []).push(plan.id);
    const chunk = chunks.get(plan.id);
    const made = itemsOf({ path, text, outline, sections: plans, section: plan, chunk, dependencies, inputs: section.inputs, template: deps.template.name, language: deps.language });
    items.push(...made.map((item) => ({ ...item, ...renewalOf(reason) })));
    names.set(plan.id, sectionNamesOf(plan, outline, dependencies, chunk && made.length > 1 ? chunkText(text, chunk) : undefined));
  }
  const asked = new Set(items.map((item) => item.section)).size;
  const written = plans.filter(({ id }) => findSection(stored.document, id)?.prose?.text).length;
  deps.events.emit({ type: 'file-planned', path, items: items.length, fresh: Math.max(0, written - asked), writes: specPath, ...(Object.keys(renewed).length > 0 && { renewed }) });
  return {
    path,
    specPath,
    ...(!moved && items.length === 0 && isInPlace(stored, wanted, deps) ? {} : { wanted: pack(wanted) }),
    items: items.length === 0 ? [] : packItems(items, await fileNamesOf(path, outline, compared.imports, deps.index), names),
    ...(offered.size === 0 ? {} : { offered }),
    about,
    ...(moved && { moved: { source: moved.source, path: moved.path } }),
    ...(stored.problem === undefined ? {} : { problem: stored.problem }),
  };
}

export function aboutOf({ outline, imports }: ComparedSource): SourceSummary {
  return { summary: summaryOf(outline.doc ?? ''), exports: outline.exports.map(({ name }) => name), imports: [...new Set(imports.values())].sort() };
}

/**
 * Some text was written when a signature that it follows from was another one. What was removed from a dependency leads nowhere any more, so it cannot be asked whether a dependency lies in a changed
 * file: the spec says what it was written for.
 */
function dependsOnChanged({ sections, stored }: ComparedSource): boolean {
  return sections.some(({ plan, wanted }) => {
    const written = findSection(stored.document, plan.id);
    return written?.prose !== undefined && written.prose.text.trim() !== '' && written.inputs.deps !== wanted.inputs.deps;
  });
}

/** Of an item that is asked for, as far as its code is not the reason. */
export function renewalOf(reason: Reason): Pick<WorkItem, 'renewal'> {
  return reason === 'template' || reason === 'model' ? { renewal: reason } : {};
}

/** What is shown for the items of a file, and what their answers may name, is put aside together, since they mostly leave together. */
function packItems(items: readonly WorkItem[], file: FileNames, names: ReadonlyMap<string, SectionNames>): WorkItem[] {
  const isReady = ({ waitsFor }: WorkItem) => waitsFor.length === 0;
  const packed = pack(items.map((item) => (isReady(item) ? item.shown([]) : null)));
  // Apart: when a prompt is put together nobody asks for names.
  const packedNames = pack({ file, sections: Object.fromEntries(names) });
  const shownOf = (i: number) => () => packed()[i]!;
  const knownOf = (section: string) => () => {
    const { file: ofFile, sections } = packedNames();
    return { file: ofFile, section: sections[section]! };
  };
  // The closures hold a number and a name, never the item: with it they would hold all that was packed.
  return items.map((item, i) => ({ ...item, ...(isReady(item) && { shown: shownOf(i) }), known: knownOf(item.section) }));
}

function chunksBySection(text: string, sections: readonly SectionPlan[]): Map<string, Chunk> {
  return new Map(chunkFile(text.length, sections).map((chunk) => [chunk.section, chunk]));
}
