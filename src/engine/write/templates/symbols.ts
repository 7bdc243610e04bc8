import type { CodeSymbol, Outline, Param } from '../../outline/outline';
import { anchorOf, code, summaryOf, table } from '../markdown';
import type { Phrases } from './phrases';
import type { FileFacts } from './template';
import { fullName, hasNamesakes, nameWithin } from './terms';

/** Kinds that are called with arguments. */
export const CALLABLE: ReadonlySet<string> = new Set(['function', 'method', 'constructor']);

/** `Queue.add(task, options?)`: the names of the parameters, as a caller counts them. */
export function headingOf(symbol: CodeSymbol, language: string): string {
  const name = fullName(symbol, language);
  if (!CALLABLE.has(symbol.kind)) return name;
  // Commands are called without parentheses.
  if (language === 'bash') return [name, ...symbol.params.map(({ rest = '', name: own, default: value }) => (value === undefined ? `${rest}${own}` : `[${own}]`))].join(' ');
  if (language === 'powershell' && symbol.kind === 'function') return name;
  // Overloads are told apart by their types, where those stand before the names.
  const isOverload = hasNamesakes(symbol);
  const params = withSeparators(symbol.params, language, (param) => {
    const { rest, name: own, type, optional, default: value, passing } = param;
    const typed = isOverload && type !== undefined && symbol.signature.includes(`${type} ${own}`) ? `${type} ` : '';
    const keyword = language === 'ruby' && passing === 'keyword-only' ? ':' : '';
    return `${/\w /.test(rest ?? '') ? `${rest}${typed}` : `${typed}${rest ?? ''}`}${own}${keyword}${optional && value === undefined && !rest ? '?' : ''}`;
  });
  return `${name}(${params.join(', ')})`;
}

/** Python's `/` and `*` say how the arguments around them may be passed. */
export function withSeparators(params: readonly Param[], language: string, write: (param: Param) => string): string[] {
  const written = params.map(write);
  if (language !== 'python') return written;
  const keyword = params.findIndex(({ passing }) => passing === 'keyword-only');
  if (keyword >= 0 && !params.slice(0, keyword).some(({ rest }) => rest === '*')) written.splice(keyword, 0, '*');
  const positional = params.filter(({ passing }) => passing === 'positional-only').length;
  if (positional > 0) written.splice(positional, 0, '/');
  return written;
}

export function innerTable(inner: readonly CodeSymbol[], language: string, phrases: Phrases, holder?: CodeSymbol): string | undefined {
  return table([phrases.column.inner, phrases.column.signature, ''], inner.map((symbol) => [code(nameWithin(symbol, language, holder)), code(symbol.signature), summaryOf(symbol.doc)]));
}

/**
 * Symbols by id, with the anchor of the heading under which each is told. Of several headings that read alike the later ones are numbered, as GitHub and
 * VS Code do it.
 */
export function anchorsOf({ sections, path, outline }: FileFacts, phrases: Phrases): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  const anchors = new Map<string, string>();
  const add = (heading: string, symbols: readonly CodeSymbol[]) => {
    const anchor = anchorOf(heading);
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    for (const { id } of symbols) anchors.set(id, before === 0 ? anchor : `${anchor}-${before}`);
  };
  for (const section of sections) {
    if (section.kind === 'symbol') add(headingOf(section.symbol, outline.language), [section.symbol, ...section.members]);
    else if (section.kind === 'declarations') add(phrases.declarations, section.symbols);
    else if (section.kind === 'overview') add(path, []);
    else for (const heading of [phrases.heading[section.id], ...(section.id === 'index' ? [phrases.heading.details] : [])]) add(heading, []);
  }
  return anchors;
}

/** A link to where a symbol is told, or its plain name. */
export function symbolLink({ id }: CodeSymbol, label: string, anchors: ReadonlyMap<string, string>): string {
  const anchor = anchors.get(id);
  return anchor === undefined ? code(label) : `[${code(label)}](#${anchor})`;
}

const byId = new WeakMap<Outline, ReadonlyMap<string, CodeSymbol>>();

/** The symbol that holds another. */
export function holderOf({ parent }: CodeSymbol, outline: Outline): CodeSymbol | undefined {
  if (parent === undefined) return undefined;
  let symbols = byId.get(outline);
  if (!symbols) byId.set(outline, (symbols = new Map(outline.symbols.map((symbol) => [symbol.id, symbol]))));
  return symbols.get(parent);
}
