import type { Dependency } from '../chunk/dependencies';
import type { DeclaredSymbol } from '../chunk/fileInterface';
import type { SectionPlan, SymbolSection } from '../chunk/sections';
import type { CodeSymbol, Outline } from '../outline/outline';

/** Beyond this many, the signatures of what a symbol depends on cost more than they tell. */
const MOST_DEPENDENCIES = 24;
const MOST_LOOSE_CHARACTERS = 6_000;

/** What an item is about, in its first line. */
export function subjectOf(section: SectionPlan, path: string, language: string): string {
  return section.kind === 'symbol' ? `${section.symbol.kind}, ${language}: ${section.symbol.signature}` : `File ${path}, ${language}.`;
}

/** What a model is shown of one symbol. The code comes last, so that nothing follows what a file's author wrote. */
export function sectionText(subject: string, code: string): string {
  return [subject, '', 'Code:', code].join('\n');
}

/** Notes are asked of each part of something too large to be shown whole. */
export function partText(subject: string, number: number, of: number, code: string): string {
  return [`Part ${number} of ${of} of ${subject}`, '', 'Code:', code].join('\n');
}

export function combineText(subject: string, notes: readonly string[]): string {
  return [subject, '', ...notes.flatMap((note, i) => [`Notes on part ${i + 1} of ${notes.length}:`, note.trim(), ''])].join('\n');
}

/**
 * The file as its outline tells it; loose top-level code is shown as it stands.
 * @param withCalls what each symbol calls and reads: for the views that are about how the parts work together
 */
export function overviewText(path: string, outline: Outline, sections: readonly SectionPlan[], looseCode: string, withCalls = false): string {
  const listed = sections.flatMap((section) => {
    if (section.kind === 'overview' || section.kind === 'aspect') return [];
    const symbols = section.kind === 'declarations' ? section.symbols : [section.symbol];
    const indent = section.kind === 'symbol' ? '  '.repeat(section.depth) : '';
    return symbols.map((symbol) => `${indent}- ${symbol.exported || symbol.parent !== undefined ? '' : '(internal) '}${briefly(symbol)}${throwsOf(symbol)}${withCalls ? callsOf(symbol) : ''}`);
  });
  const loose = looseCode.trim();
  return [
    `File ${path}, ${outline.language}.`,
    ...(outline.doc ? ['', 'It says of itself:', outline.doc] : []),
    '',
    `Imports: ${outline.imports.map(({ from, names }) => `${from} (${names.map(({ local }) => local).join(', ')})`).join('; ') || 'none'}.`,
    '',
    'Declares:',
    ...listed,
    ...(loose ? ['', 'Code outside of any declaration:', loose.length > MOST_LOOSE_CHARACTERS ? `${loose.slice(0, MOST_LOOSE_CHARACTERS)}\n…` : loose] : []),
  ].join('\n');
}

/** Blocks that other items of the same file or with the same dependencies share word for word. */
export function sectionContext(section: SymbolSection, outline: Outline, dependencies: readonly Dependency[]): string[] {
  const holder = outline.symbols.find(({ id }) => id === section.symbol.parent);
  const shown = dependencies.filter(({ name }) => !name.startsWith('this.')).slice(0, MOST_DEPENDENCIES);
  return [
    ...importsUsedBy(section, outline, new Set(shown.map(({ name }) => name))),
    ...(holder ? [holderBlock(holder, outline)] : []),
    ...shown.map(({ name, symbol }) => `${name}: ${briefly(symbol)}`),
  ];
}

/**
 * What is imported and used, but for the names whose declarations are shown anyway. One block for each import, so that sections which use the same share it. Of a small function in a file that imports
 * much, all the others would be most of what is shown.
 */
function importsUsedBy({ symbol, members, inner }: SymbolSection, outline: Outline, declared: ReadonlySet<string>): string[] {
  const used = new Set([symbol, ...members, ...inner].flatMap(({ references }) => references.flatMap((name) => [name, name.split('.')[0]!])));
  return outline.imports.flatMap(({ from, names }) => {
    // Whatever comes without a name may be what the code uses.
    const shown = names.filter(({ local }) => local === '*' || (used.has(local) && !declared.has(local)));
    if (names.length > 0 && shown.length === 0) return [];
    return [`Imports: ${from} (${shown.map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).join(', ')})`];
  });
}

function holderBlock(holder: CodeSymbol, outline: Outline): string {
  const members = outline.symbols.filter(({ parent, inner }) => parent === holder.id && !inner);
  return [`Member of: ${briefly(holder)}`, ...members.map((member) => `  ${member.signature}${member.value !== undefined && member.kind === 'property' ? ` = ${member.value}` : ''}`)].join('\n');
}

function briefly(symbol: DeclaredSymbol): string {
  const doc = symbol.doc?.split('\n')[0]?.trim();
  return `${symbol.signature}${symbol.value !== undefined && !symbol.signature.includes('=') ? ` = ${symbol.value}` : ''}${doc ? ` // ${doc}` : ''}`;
}

function callsOf({ effects }: CodeSymbol): string {
  return (effects.calls.length > 0 ? ` calls ${effects.calls.join(', ')}` : '') + (effects.env.length > 0 ? ` reads ${effects.env.join(', ')}` : '');
}

function throwsOf(symbol: CodeSymbol): string {
  return symbol.effects.throws.length > 0 ? ` throws ${symbol.effects.throws.join(', ')}` : '';
}
