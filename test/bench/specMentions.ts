import { planSections } from '../../src/engine/chunk/sections';
import type { CodeSymbol, Outline } from '../../src/engine/outline/outline';
import { en } from '../../src/engine/write/templates/en';
import { reference } from '../../src/engine/write/templates/reference';

/** The symbols of a file that its spec tells of: by a section of their own, or by name in code font in the section that holds them. */
export function toldInSpec(path: string, outline: Outline): CodeSymbol[] {
  const sections = planSections(outline);
  const file = { path, outline, empty: false, sections, links: new Map<string, string>() };
  const ids = new Set(sections.flatMap((section) => (section.kind === 'symbol' ? [section.symbol.id] : [])));
  const text = sections.map((section) => reference.renderFacts(section, file, en)).join('\n');
  const words = new Set(text.match(/`[^`\n]+`/g)?.flatMap((span) => span.match(/[^\s`.(),:;[\]{}<>=|\\]+/g) ?? []));
  // `['a.b']` and `[Symbol.iterator]` are told word by word.
  const isTold = (name: string) => words.has(name) || (name.match(/[^\s`.(),:;[\]{}<>=|\\]+/g) ?? []).every((word) => words.has(word));
  return outline.symbols.filter(({ id, name, kind }) => ids.has(id) || isTold(name) || (kind === 'constructor' && text.includes(`**${en.label.constructor}**`)));
}
