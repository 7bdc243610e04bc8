import { OVERVIEW, type Aspect, type AspectSection, type SectionPlan, type SymbolSection } from '../../chunk/sections';
import type { CodeSymbol, Outline } from '../../outline/outline';
import { blocks, code, codes, summaryOf, table } from '../markdown';
import { classDiagram } from './classDiagram';
import { moduleDiagram } from './moduleDiagram';
import { declarationsFacts, overviewParts } from './overview';
import type { Phrases } from './phrases';
import { symbolFacts } from './symbolFacts';
import { anchorsOf, symbolLink } from './symbols';
import type { FileFacts, Template } from './template';
import { fullName, kindOf } from './terms';

/**
 * A design document in the usual order: overview and scope, architecture, tables of classes and functions, details, error handling, non-functional
 * notes. Parts that would be empty are left out.
 */
export const detailedDesign: Template = {
  name: 'detailed-design',
  arrange,
  renderFacts(section, file, phrases) {
    switch (section.kind) {
      case 'overview':
        return overview(file, phrases);
      case 'declarations':
        return declarationsFacts(section.symbols, file, phrases);
      case 'symbol':
        return symbolFacts(section, file, phrases, 3);
      case 'aspect':
        return aspect(section, file, phrases);
    }
  },
};

function arrange(sections: readonly SectionPlan[], outline: Outline): SectionPlan[] {
  const symbols = sections.filter((section) => section.kind === 'symbol');
  const prose = symbols.length > 0 && outline.skipped === undefined;
  const view = (id: AspectSection['id'], withProse: boolean): AspectSection => ({ kind: 'aspect', id, prose: withProse });
  const throwing = outline.symbols.some(({ effects }) => effects.throws.length > 0) || outline.loose.throws.length > 0;
  return [
    ...sections.filter(({ id }) => id === OVERVIEW),
    ...(prose || outline.imports.length > 0 ? [view('architecture', prose)] : []),
    ...sections.filter(({ kind }) => kind === 'declarations'),
    ...(symbols.length > 0 ? [view('index', false)] : []),
    ...symbols,
    ...(throwing ? [view('errors', false)] : []),
    ...(prose ? [view('notes', true)] : []),
  ];
}

function overview(file: FileFacts, phrases: Phrases): string {
  const { title, ...rest } = overviewParts(file, phrases);
  return blocks(title, `## ${phrases.heading.overview}`, ...Object.values(rest));
}

function aspect({ id }: AspectSection, file: FileFacts, phrases: Phrases): string {
  return blocks(`## ${phrases.heading[id]}`, ...Object.values(aspectParts(id, file, phrases)), id === 'index' && `## ${phrases.heading.details}`);
}

/** What stands in a view of the file, part by part, in this order. */
export function aspectParts(id: Aspect, file: FileFacts, phrases: Phrases): Readonly<Record<string, string | undefined>> {
  switch (id) {
    case 'architecture':
      return { classDiagram: classDiagram(file.outline), moduleDiagram: moduleDiagram(file) };
    case 'index':
      return { classes: classTable(file, phrases), functions: functionTable(file, phrases) };
    case 'errors':
      return { errors: errorTable(file.outline, phrases) };
    case 'notes':
      return {};
  }
}

const TYPES: ReadonlySet<string> = new Set(['class', 'interface', 'enum', 'struct', 'trait', 'namespace', 'type']);

function symbolSections(file: FileFacts): SymbolSection[] {
  return file.sections.filter((section) => section.kind === 'symbol');
}

function classTable(file: FileFacts, phrases: Phrases): string | undefined {
  const link = linker(file, phrases);
  const rows = symbolSections(file).filter(({ symbol }) => TYPES.has(symbol.kind)).map(({ symbol }) => [link(symbol), kindOf(symbol, file.outline.language, phrases), summaryOf(symbol.doc)]);
  return table([phrases.column.type, phrases.column.kind, phrases.column.summary], rows);
}

function functionTable(file: FileFacts, phrases: Phrases): string | undefined {
  const link = linker(file, phrases);
  const rows = symbolSections(file).filter(({ symbol }) => !TYPES.has(symbol.kind)).map(({ symbol }) => [link(symbol), code(symbol.signature), summaryOf(symbol.doc)]);
  return table([phrases.column.name, phrases.column.signature, phrases.column.summary], rows);
}

function errorTable(outline: Outline, phrases: Phrases): string | undefined {
  const by = new Map<string, string[]>();
  for (const symbol of outline.symbols) for (const error of symbol.effects.throws) by.set(error, [...(by.get(error) ?? []), fullName(symbol, outline.language)]);
  for (const error of outline.loose.throws) by.set(error, by.get(error) ?? []);
  const rows = [...by].sort(([a], [b]) => (a < b ? -1 : 1)).map(([error, ids]) => [code(error), codes([...new Set(ids)].sort())]);
  return table([phrases.column.error, phrases.column.thrownBy], rows);
}

function linker(file: FileFacts, phrases: Phrases): (symbol: CodeSymbol) => string {
  const anchors = anchorsOf(file, phrases);
  return (symbol) => symbolLink(symbol, fullName(symbol, file.outline.language), anchors);
}
