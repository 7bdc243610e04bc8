import type { CodeSymbol, Outline } from '../../outline/outline';
import { fullName } from './terms';

/** Beyond these a diagram is no longer read. */
const MOST_CLASSES = 24;
const MOST_MEMBERS = 10;

const DRAWN: ReadonlySet<string> = new Set(['class', 'interface', 'enum', 'struct', 'trait']);
const SIGN = { public: '+', protected: '#', package: '~', internal: '~', private: '-' } as const;

/**
 * A Mermaid class diagram of the file's classes, from the tree. `undefined` where there is nothing to relate: a single class is told
 * better by its own section.
 */
export function classDiagram(outline: Outline): string | undefined {
  const all = outline.symbols.filter((symbol) => DRAWN.has(symbol.kind) && !symbol.inner).sort((a, b) => (a.id < b.id ? -1 : 1));
  const relations = all.flatMap((symbol) => relationsOf(symbol, all, outline.symbols));
  if (all.length < 2 || relations.length === 0) return undefined;
  const drawn = all.slice(0, MOST_CLASSES);
  const names = new Set(drawn.map(({ id }) => identifier(id)));
  const kept = relations.filter(({ own }) => names.has(own));
  const rest = all.length - drawn.length;
  return [
    '```mermaid', 'classDiagram', ...drawn.flatMap((symbol) => classLines(symbol, outline)),
    ...new Set(kept.flatMap(({ outside }) => outside ?? [])), ...new Set(kept.map(({ line }) => `  ${line}`)),
    ...(rest > 0 ? [`  note "+${rest}"`] : []), '```',
  ].join('\n');
}

function classLines(symbol: CodeSymbol, { symbols, language }: Outline): string[] {
  const members = accessorsOnce(symbols.filter((member) => member.parent === symbol.id && !member.inner && !DRAWN.has(member.kind)));
  const lines = members.slice(0, MOST_MEMBERS).map((member) => `    ${memberLine(member)}`);
  if (members.length > MOST_MEMBERS) lines.push(`    …${members.length - MOST_MEMBERS}`);
  const stereotype = symbol.kind === 'class' ? [] : [`    <<${stereotypeOf(symbol, language)}>>`];
  const body = [...stereotype, ...lines];
  const head = classHead(symbol.id, fullName(symbol, language));
  return body.length === 0 ? [head] : [`${head} {`, ...body, '  }'];
}

function classHead(id: string, name: string): string {
  return `  class ${identifier(id)}["${name.split('::').map(plain).join('::')}"]`;
}

function stereotypeOf({ kind, modifiers }: CodeSymbol, language: string): string {
  if (modifiers.includes('abstract')) return 'abstract';
  if (modifiers.includes('annotation')) return 'annotation';
  return language === 'ruby' && kind === 'trait' ? 'module' : kind;
}

/** A property's getter and setter are one line. */
function accessorsOnce(members: readonly CodeSymbol[]): CodeSymbol[] {
  const seen = new Set<string>();
  return members.filter(({ kind, name }) => {
    const isAgain = (kind === 'getter' || kind === 'setter') && seen.has(name);
    seen.add(name);
    return !isAgain;
  });
}

function memberLine(member: CodeSymbol): string {
  const sign = SIGN[member.visibility];
  if (member.kind === 'enumMember') return plain(member.name);
  if (member.kind === 'property' || member.kind === 'type' || member.kind === 'getter' || member.kind === 'setter' || member.kind === 'constant') {
    return `${sign}${plain(member.name)} ${plain(member.type ?? member.result ?? '')}`.trimEnd();
  }
  return `${sign}${plain(member.name)}(${member.params.map((param) => plain(param.name)).join(', ')}) ${plain(member.result ?? '')}`.trimEnd();
}

interface Relation {
  readonly own: string;
  readonly line: string;
  /** Declares a base of another file, where its name is no identifier to Mermaid. */
  readonly outside?: string;
}

function relationsOf(symbol: CodeSymbol, all: readonly CodeSymbol[], symbols: readonly CodeSymbol[]): Relation[] {
  const own = identifier(symbol.id);
  const heritage = symbol.heritage.flatMap(({ relation, name }): Relation[] => {
    const written = name.replace(/<.*$|\[.*$|\(.*$/s, '').replace(/^\W+/, '');
    const parts = written.split(/::|[.\\]/);
    const base = all.find(({ id }) => id === parts.join('.')) ?? all.find((other) => other !== symbol && other.name === parts.at(-1));
    const target = identifier(base?.id ?? written);
    const outside = base === undefined && target !== written ? { outside: classHead(written, written) } : {};
    return written === '' ? [] : [{ own, line: `${target} ${relation === 'extends' ? '<|--' : '<|..'} ${own}`, ...outside }];
  });
  const fields = symbols.filter((member) => member.parent === symbol.id && member.kind === 'property' && member.type);
  const uses = fields.flatMap((field) => {
    const words = new Set(field.type!.match(/[\p{L}\p{N}_$]+/gu));
    return all.filter((other) => other !== symbol && words.has(other.name)).map((other): Relation => ({ own, line: `${own} --> ${identifier(other.id)} : ${plain(field.name)}` }));
  });
  return [...heritage, ...uses];
}

/** Mermaid's own marks mean something in a class body: generics are written with tildes, braces and quotes are dropped. */
function plain(text: string): string {
  const folded = text.replace(/\s+/g, ' ').replace(/["'`;{}()\\]/g, '').replace(/[<>[\]]/g, '~').replace(/[:|&=?*]+/g, ' ').replace(/ +/g, ' ').trim();
  return folded.length > 40 ? `${folded.slice(0, 39)}…` : folded;
}

function identifier(name: string): string {
  return name.replace(/[^\p{L}\p{N}_]/gu, '_') || '_';
}
