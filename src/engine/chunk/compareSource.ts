import { breathe } from '../breathe';
import type { EventStream } from '../events';
import type { Outline } from '../outline/outline';
import type { Store } from '../ports';
import { relativePath } from '../write/markdown';
import type { WantedSection, WantedSpec } from '../write/mergeSpec';
import type { Phrases } from '../write/templates/phrases';
import type { FileFacts, Template } from '../write/templates/template';
import { dependenciesOf, type Dependency } from './dependencies';
import { inputsOf } from './inputs';
import { planSections, type SectionPlan } from './sections';
import { readStored, type StoredSpec } from './storedSpec';
import type { WorkspaceIndex } from './workspaceIndex';

/** A source as it is now, beside what stands in its spec. */
export interface ComparedSource {
  readonly path: string;
  readonly text: string;
  readonly specPath: string;
  readonly outline: Outline;
  /** Import specifiers that lead to a source of the workspace, and where. */
  readonly imports: ReadonlyMap<string, string>;
  readonly sections: readonly ComparedSection[];
  /** The spec as it should be, with no answers in it. */
  readonly wanted: WantedSpec;
  readonly stored: StoredSpec;
}

export interface ComparedSection {
  readonly plan: SectionPlan;
  readonly dependencies: readonly Dependency[];
  readonly wanted: WantedSection;
}

export interface CompareDeps {
  readonly index: WorkspaceIndex;
  readonly store: Pick<Store, 'read'>;
  readonly template: Template;
  readonly phrases: Phrases;
  readonly language: string;
  readonly outputFolder: string;
  readonly events: Pick<EventStream, 'emit'>;
}

/** Where the spec of a source lies. */
export function specPathOf(source: string, outputFolder: string): string {
  return `${outputFolder === '' ? '' : `${outputFolder}/`}${source}.spec.md`;
}

/**
 * Reads one source: its outline, its sections with their facts and inputs, and its spec. The one way to it, for `generate`, `check` and the lenses.
 * @param storedAt where the spec lies, if the source has moved away from it
 */
export async function compareSource({ path, text }: { readonly path: string; readonly text: string }, deps: CompareDeps, storedAt?: string): Promise<ComparedSource> {
  const outline = await deps.index.takeOutline(path, text);
  deps.events.emit({ type: 'file-outlined', path, symbols: outline.symbols.length });
  warnOfSyntaxErrors(path, outline, deps);
  const plans = deps.template.arrange(planSections(outline), outline);
  const specPath = specPathOf(path, deps.outputFolder);
  const imports = await importsOf(path, outline, deps);
  const facts: FileFacts = { path, outline, empty: text.trim() === '', sections: plans, links: linksOf(path, imports) };
  const stored = await readStored(storedAt ?? specPath, path, deps);
  const sections: ComparedSection[] = [];
  for (const plan of plans) {
    await breathe();
    const dependencies = plan.kind === 'symbol' ? await dependenciesOf(plan, path, outline, deps.index) : [];
    sections.push({ plan, dependencies, wanted: { plan: { id: plan.id }, inputs: inputsOf(plan, outline, dependencies), facts: deps.template.renderFacts(plan, facts, deps.phrases) } });
  }
  const wanted: WantedSpec = { source: path, template: deps.template.name, language: deps.language, sections: sections.map((section) => section.wanted) };
  return { path, text, specPath, outline, imports, sections, wanted, stored };
}

async function importsOf(path: string, outline: Outline, { index }: CompareDeps): Promise<Map<string, string>> {
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

function warnOfSyntaxErrors(path: string, outline: Outline, { events }: CompareDeps): void {
  if (outline.syntaxErrors.length === 0) return;
  events.emit({ type: 'warning', path, message: `Syntax errors at line ${outline.syntaxErrors.join(', ')}. What could be read is in the spec.` });
}
