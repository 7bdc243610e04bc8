import { innerOfLooseCode } from '../../chunk/sections';
import type { CodeSymbol, Import } from '../../outline/outline';
import { blocks, code, codes, fromDoc, linkTarget, summaryOf, table } from '../markdown';
import { classDiagram } from './classDiagram';
import type { Phrases } from './phrases';
import { failuresOf, notes } from './effects';
import { anchorsOf, CALLABLE, innerTable, symbolLink } from './symbols';
import type { FileFacts } from './template';
import { accessOf, kindOf, termsOf } from './terms';

/** The file as a whole: what it says of itself, what it offers, what it takes from others. */
export function overviewFacts(file: FileFacts, phrases: Phrases): string {
  return blocks(...Object.values(overviewParts(file, phrases)), classDiagram(file.outline));
}

/** The same, part by part, in this order, for templates that arrange them otherwise. What there is not is `undefined` or empty. */
export function overviewParts(file: FileFacts, phrases: Phrases) {
  const { outline, path, empty } = file;
  return {
    title: `# ${code(path)}`,
    notes: blocks(
      empty && `> ${phrases.empty}`,
      outline.skipped && `> ${phrases.factsOnly(outline.skipped)}`,
      outline.language === 'text' && !empty && `> ${phrases.unknownLanguage}`,
      outline.syntaxErrors.length > 0 && `> ${phrases.syntaxErrors}`,
    ),
    doc: outline.doc && fromDoc(demoteHeadings(outline.doc)),
    exports: exportsTable(file, phrases),
    internal: internalTable(file, phrases),
    inner: innerTable(innerOfLooseCode(outline), outline.language, phrases),
    dependencies: outline.language === 'text' || empty ? undefined : dependencyLine(file, phrases),
  };
}

export function declarationsFacts(symbols: readonly CodeSymbol[], { outline }: FileFacts, phrases: Phrases, level = 2): string {
  const { column } = phrases;
  const { language } = outline;
  const rows = byName(symbols).map((symbol) => [
    code(symbol.name),
    kindOf(symbol, language, phrases),
    typeAndValue(symbol),
    notes(symbol.exported ? accessOf(symbol, undefined, language, phrases) : '', ...(symbol.conditions ?? []).map(code), summaryOf(symbol.doc)),
  ]);
  return blocks(`${'#'.repeat(level)} ${phrases.declarations}`, table([column.name, column.kind, `${column.type} / ${column.value}`, ''], rows));
}

function typeAndValue(symbol: CodeSymbol): string {
  if (CALLABLE.has(symbol.kind)) return code(symbol.signature);
  const value = symbol.value === undefined ? '' : `${symbol.type ? ' = ' : ''}${symbol.value}`;
  const told = `${symbol.type ?? ''}${value}` || symbol.signature;
  return told === symbol.name ? '–' : code(told);
}

function exportsTable(file: FileFacts, phrases: Phrases): string | undefined {
  const { outline } = file;
  const symbols = new Map(outline.symbols.map((symbol) => [symbol.id, symbol]));
  const anchors = anchorsOf(file, phrases);
  const rows = outline.exports.map((exported) => {
    const symbol = exported.symbol === undefined ? undefined : symbols.get(exported.symbol);
    if (symbol) {
      const name = exported.name === 'default' && symbol.name !== 'default' ? `default (${symbol.name})` : exported.name;
      return { name, cells: [symbolLink(symbol, name, anchors), kindOf(symbol, outline.language, phrases), summaryOf(symbol.doc)] };
    }
    const origin = exported.from === undefined ? '' : phrases.from(moduleLink(exported.from, file)) + (exported.fromName && exported.fromName !== exported.name ? ` (${code(exported.fromName)})` : '') + (exported.typeOnly ? `, ${phrases.typeOnly}` : '');
    return { name: `${exported.name} ${exported.from ?? ''}`, cells: [code(exported.name), exported.from === undefined ? '–' : phrases.kind['re-export'], origin] };
  });
  const unique = [...new Map(rows.map((row) => [row.name, row])).values()].sort((a, b) => compare(a.name, b.name));
  const { seen } = termsOf(outline.language);
  return table([seen === 'exported' ? phrases.column.exports : phrases.visibility[seen], phrases.column.kind, phrases.column.summary], unique.map((row) => row.cells));
}

/** Functions and classes that importers do not see; plain constants stand in their own table. */
function internalTable(file: FileFacts, phrases: Phrases): string | undefined {
  const { language, exports } = file.outline;
  const exported = new Set(exports.map(({ symbol }) => symbol));
  const anchors = anchorsOf(file, phrases);
  const internal = file.sections.flatMap((section) => (section.kind === 'symbol' && section.depth === 0 && !exported.has(section.symbol.id) ? [section.symbol] : []));
  return table([phrases.visibility[termsOf(language).unseen], phrases.column.kind, phrases.column.summary], byName(internal).map((symbol) => [symbolLink(symbol, symbol.name, anchors), kindOf(symbol, language, phrases), summaryOf(symbol.doc)]));
}

/** Languages whose files belong to a package. */
const PACKAGED: ReadonlySet<string> = new Set(['java', 'go']);

/** Imports … Throws … Environment …, each always there: "none" is an answer too. */
function dependencyLine(file: FileFacts, phrases: Phrases): string {
  const { outline } = file;
  const effects = [outline.loose, ...outline.symbols.map((symbol) => symbol.effects)];
  const all = (pick: (effects: CodeSymbol['effects']) => readonly string[]) => [...new Set(effects.flatMap(pick))].sort(compare);
  const say = (label: string, text: string) => phrases.listing(label, text || phrases.none);
  return [
    ...(outline.module ? [phrases.listing(PACKAGED.has(outline.language) ? phrases.label.package : phrases.label.namespace, code(outline.module))] : []),
    say(phrases.label.imports, mergeByModule(outline.imports).map((module) => importText(module, file, phrases)).join(', ')),
    ...failuresOf(all((e) => e.throws).map((name) => ({ name, text: code(name) })), outline.language, phrases, true).map(({ label, texts }) => say(label, texts.join(', '))),
    say(phrases.label.environment, codes(all((e) => e.env))),
    ...(outline.loose.calls.length > 0 ? [phrases.listing(phrases.label.onLoad, codes(outline.loose.calls))] : []),
    ...(outline.conditions ? [phrases.listing(phrases.label.conditions, codes(outline.conditions))] : []),
  ].join(phrases.gap);
}

/** Languages that import a class by its whole path. */
const CLASS_PATHS: ReadonlySet<string> = new Set(['java', 'php']);

function importText(imported: Import, file: FileFacts, phrases: Phrases): string {
  const { language } = file.outline;
  // A Go package goes by the last part of its path, and so does a Rust module.
  const isPlain = (local: string): boolean => local === imported.from || ((language === 'go' || language === 'rust') && imported.from.split(/\/|::/).includes(local));
  // A class goes by the last part of its own.
  const isClass = (name: string, local: string): boolean => name !== '*' && name === local && CLASS_PATHS.has(language) && imported.from.split(/[.\\]/).at(-1) === name;
  const names = imported.names.filter(({ name, local }) => (name !== '*' || !isPlain(local)) && !isClass(name, local)).map(({ name, local }) => code(importedName(name, local, language)));
  const notes = [...names, ...(imported.typeOnly ? [phrases.typeOnly] : [])];
  return moduleLink(imported.from, file) + (notes.length > 0 ? ` (${notes.join(', ')})` : '');
}

/** The whole module has no name in Python and Go: `import numpy as np`. */
function importedName(name: string, local: string, language: string): string {
  if (name === local) return name;
  return name === '*' && ['python', 'go', 'csharp'].includes(language) ? `as ${local}` : `${name} as ${local}`;
}

function moduleLink(specifier: string, file: FileFacts): string {
  const link = file.links.get(specifier);
  return link === undefined ? code(specifier) : `[${code(specifier)}](${linkTarget(link)})`;
}

/** One entry a module and kind, sorted: the order of import lines is a matter of taste. */
function mergeByModule(imports: readonly Import[]): Import[] {
  const merged = new Map<string, Import>();
  for (const one of imports) {
    const key = `${one.from}\0${one.typeOnly}`;
    const names = [...(merged.get(key)?.names ?? []), ...one.names];
    const unique = [...new Map(names.map((name) => [`${name.name}\0${name.local}`, name])).values()].sort((a, b) => compare(a.name, b.name));
    merged.set(key, { ...one, names: unique });
  }
  return [...merged.values()].sort((a, b) => compare(a.from, b.from) || Number(a.typeOnly) - Number(b.typeOnly));
}

function byName(symbols: readonly CodeSymbol[]): CodeSymbol[] {
  return [...symbols].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** By code unit: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The module's own headings must stay below the file's. */
function demoteHeadings(doc: string): string {
  return doc.replace(/^(#{1,6}) +(.*)$/gm, (_, _marks: string, text: string) => `**${text.trim()}**`);
}
