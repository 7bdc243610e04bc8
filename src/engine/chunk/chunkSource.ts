import { breathe } from '../breathe';
import type { EventStream } from '../events';
import type { Outline } from '../outline/outline';
import { pack } from '../packed';
import type { Store } from '../ports';
import type { WorkItem } from '../workItem';
import { relativePath, summaryOf } from '../write/markdown';
import { findSection, type WantedSection, type WantedSpec } from '../write/mergeSpec';
import type { Phrases } from '../write/templates/phrases';
import type { FileFacts, Template } from '../write/templates/template';
import { chunkFile, type Chunk } from './chunks';
import { dependenciesOf } from './dependencies';
import { inputsOf } from './inputs';
import { planSections, type SectionPlan } from './sections';
import { itemsOf } from './sectionItems';
import { isAskedFor, isInPlace, readStored } from './storedSpec';
import type { WorkspaceIndex } from './workspaceIndex';

/** What there is to do for one source. */
export interface FileWork {
  readonly path: string;
  readonly specPath: string;
  /** Absent: the spec is as it should be. Nothing is kept of it then. */
  readonly wanted?: () => WantedSpec;
  /** What has to be asked of a model. */
  readonly items: readonly WorkItem[];
  /** What the workspace's own page tells of it. */
  readonly about: SourceSummary;
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

export interface ChunkDeps {
  readonly index: WorkspaceIndex;
  readonly store: Pick<Store, 'read'>;
  readonly template: Template;
  readonly phrases: Phrases;
  readonly language: string;
  readonly outputFolder: string;
  /** With no model there are facts only, and no items. */
  readonly withModel: boolean;
  readonly events: Pick<EventStream, 'emit'>;
}

/** Where the spec of a source lies. */
export function specPathOf(source: string, outputFolder: string): string {
  return `${outputFolder === '' ? '' : `${outputFolder}/`}${source}.spec.md`;
}

/** Reads one source: its outline, its sections with their facts and inputs, and the items that are missing or no longer fresh. */
export async function chunkSource(source: { readonly path: string; readonly text: string }, deps: ChunkDeps): Promise<FileWork> {
  const { path, text } = source;
  const outline = await deps.index.takeOutline(path, text);
  deps.events.emit({ type: 'file-outlined', path, symbols: outline.symbols.length });
  warnOfSyntaxErrors(path, outline, deps);
  const sections = deps.template.arrange(planSections(outline), outline);
  const specPath = specPathOf(path, deps.outputFolder);
  const imports = await importsOf(path, outline, deps);
  const facts: FileFacts = { path, outline, empty: text.trim() === '', sections, links: linksOf(path, imports) };
  const stored = await readStored(specPath, path, deps);
  const chunks = deps.withModel ? chunksBySection(text, sections) : undefined;
  const described: WantedSection[] = [];
  const items: WorkItem[] = [];
  for (const section of sections) {
    await breathe();
    const dependencies = section.kind === 'symbol' ? await dependenciesOf(section, path, outline, deps.index) : [];
    const inputs = inputsOf(section, outline, dependencies);
    const wanted = { plan: { id: section.id }, inputs, facts: deps.template.renderFacts(section, facts, deps.phrases) };
    described.push(wanted);
    if (chunks && isAskedFor(wanted, stored, deps)) {
      items.push(...itemsOf({ path, text, outline, sections, section, chunk: chunks.get(section.id), dependencies, inputs, template: deps.template.name, language: deps.language }));
    }
  }
  const asked = new Set(items.map((item) => item.section)).size;
  const written = sections.filter(({ id }) => findSection(stored.document, id)?.prose?.text).length;
  deps.events.emit({ type: 'file-planned', path, items: items.length, fresh: Math.max(0, written - asked) });
  const wanted: WantedSpec = { source: path, template: deps.template.name, language: deps.language, sections: described };
  return {
    path,
    specPath,
    ...(items.length === 0 && isInPlace(stored, wanted, deps) ? {} : { wanted: pack(wanted) }),
    items: packItems(items),
    about: { summary: summaryOf(outline.doc ?? ''), exports: outline.exports.map(({ name }) => name), imports: [...new Set(imports.values())].sort() },
    ...(stored.problem === undefined ? {} : { problem: stored.problem }),
  };
}

/** What is shown for the items of a file is put aside together, since they mostly leave together. */
function packItems(items: readonly WorkItem[]): WorkItem[] {
  const isReady = ({ waitsFor }: WorkItem) => waitsFor.length === 0;
  const shown = pack(items.map((item) => (isReady(item) ? item.shown([]) : null)));
  return items.map((item, i) => (isReady(item) ? { ...item, shown: () => shown()[i]! } : item));
}

function chunksBySection(text: string, sections: readonly SectionPlan[]): Map<string, Chunk> {
  return new Map(chunkFile(text.length, sections).map((chunk) => [chunk.section, chunk]));
}

/** Import specifiers that lead to a source of the workspace, and where. */
async function importsOf(path: string, outline: Outline, { index }: ChunkDeps): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const specifier of new Set([...outline.imports.map(({ from }) => from), ...outline.exports.flatMap(({ from }) => from ?? [])])) {
    const target = await index.resolve(outline.language, path, specifier);
    if (target !== undefined && target !== path) found.set(specifier, target);
  }
  return found;
}

/** The links from one spec to those of what its source imports. */
function linksOf(path: string, imports: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...imports].map(([specifier, target]) => [specifier, specPathOf(relativePath(path, target), '')]));
}

function warnOfSyntaxErrors(path: string, outline: Outline, { events }: ChunkDeps): void {
  if (outline.syntaxErrors.length === 0) return;
  events.emit({ type: 'warning', path, message: `Syntax errors at line ${outline.syntaxErrors.join(', ')}. What could be read is in the spec.` });
}
