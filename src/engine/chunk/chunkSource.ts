import type { EventStream } from '../events';
import type { Outline } from '../outline/outline';
import type { Store } from '../ports';
import type { WorkItem } from '../workItem';
import { relativePath } from '../write/markdown';
import { changedForAll, findSection, parseOurs, type WantedSection, type WantedSpec } from '../write/mergeSpec';
import { isPersons, type SpecDocument } from '../write/specDocument';
import type { Phrases } from '../write/templates/phrases';
import type { FileFacts, Template } from '../write/templates/template';
import { chunkFile, type Chunk } from './chunks';
import { dependenciesOf } from './dependencies';
import { freshnessOf, inputsOf } from './inputs';
import { planSections, type SectionPlan } from './sections';
import { itemsOf } from './sectionItems';
import type { WorkspaceIndex } from './workspaceIndex';

/** What there is to do for one source. */
export interface FileWork {
  readonly path: string;
  readonly specPath: string;
  readonly wanted: WantedSpec;
  /** What has to be asked of a model. */
  readonly items: readonly WorkItem[];
  /** Why the spec's place cannot be written to; nothing is then asked for either. */
  readonly problem?: string;
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
  const outline = (await deps.index.outline(path, text))!;
  deps.events.emit({ type: 'file-outlined', path, symbols: outline.symbols.length });
  warnOfSyntaxErrors(path, outline, deps);
  const sections = deps.template.arrange(planSections(outline), outline);
  const specPath = specPathOf(path, deps.outputFolder);
  const facts: FileFacts = { path, outline, empty: text.trim() === '', sections, links: await linksOf(path, outline, deps) };
  const stored = await readStored(specPath, path, deps);
  const document = 'problem' in stored ? undefined : stored.document;
  const chunks = chunkFile(text.length, sections);
  const wanted: WantedSection[] = [];
  const items: WorkItem[] = [];
  for (const section of sections) {
    const described = await describe(section, facts, deps);
    wanted.push(described.wanted);
    if (deps.withModel && !('problem' in stored) && isAskedFor(path, section, described.wanted, document, deps)) {
      items.push(...itemsOf({ path, text, outline, sections, section, chunk: chunkOf(section, chunks), ...described, inputs: described.wanted.inputs, template: deps.template.name, language: deps.language }));
    }
  }
  const asked = new Set(items.map((item) => item.section)).size;
  const written = sections.filter(({ id }) => findSection(document, id)?.prose?.text).length;
  deps.events.emit({ type: 'file-planned', path, items: items.length, fresh: Math.max(0, written - asked) });
  return {
    path,
    specPath,
    wanted: { source: path, template: deps.template.name, language: deps.language, sections: wanted },
    items,
    ...('problem' in stored ? { problem: stored.problem } : {}),
  };
}

async function describe(section: SectionPlan, facts: FileFacts, deps: ChunkDeps) {
  const dependencies = section.kind === 'symbol' ? await dependenciesOf(section, facts.path, facts.outline, deps.index) : [];
  const inputs = inputsOf(section, facts.outline, dependencies);
  return { dependencies, wanted: { plan: section, inputs, facts: deps.template.renderFacts(section, facts, deps.phrases) } };
}

/** Rule 13: what has no prose is asked for, what is fresh is not, whoever wrote it; a person's text is never replaced. */
function isAskedFor(path: string, section: SectionPlan, { inputs }: WantedSection, document: SpecDocument | undefined, deps: ChunkDeps): boolean {
  const stored = findSection(document, section.id);
  const freshness = freshnessOf(stored, inputs, changedForAll(document?.frontMatter, { template: deps.template.name, language: deps.language }));
  if (freshness.state !== 'stale') return freshness.state === 'missing';
  if (!isPersons(stored!.prose!)) return true;
  const message = `The text of ${section.id} was edited by a person and is kept. It may be out of date: ${freshness.changed.map((key) => deps.phrases.change[key]).join(', ')} changed.`;
  deps.events.emit({ type: 'warning', path, message });
  return false;
}

async function readStored(specPath: string, source: string, deps: ChunkDeps): Promise<{ document: SpecDocument | undefined } | { problem: string }> {
  try {
    const text = await deps.store.read(specPath);
    return { document: text === undefined || text.trim() === '' ? undefined : parseOurs(text, source) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Import specifiers that lead to a source of the workspace, with the link from one spec to the other. */
async function linksOf(path: string, outline: Outline, deps: ChunkDeps): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  for (const specifier of new Set([...outline.imports.map(({ from }) => from), ...outline.exports.flatMap(({ from }) => from ?? [])])) {
    const target = await deps.index.resolve(outline.language, path, specifier);
    if (target !== undefined && target !== path) links.set(specifier, specPathOf(relativePath(path, target), ''));
  }
  return links;
}

function warnOfSyntaxErrors(path: string, outline: Outline, { events }: ChunkDeps): void {
  if (outline.syntaxErrors.length === 0) return;
  events.emit({ type: 'warning', path, message: `Syntax errors at line ${outline.syntaxErrors.join(', ')}. What could be read is in the spec.` });
}

function chunkOf(section: SectionPlan, chunks: readonly Chunk[]): Chunk | undefined {
  return chunks.find((chunk) => chunk.section === section.id);
}
