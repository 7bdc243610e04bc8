import type { CodeSymbol, Outline } from '../../outline/outline';

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
  const kept = relations.filter(({ own }) => names.has(own)).map(({ line }) => `  ${line}`);
  const rest = all.length - drawn.length;
  return ['```mermaid', 'classDiagram', ...drawn.flatMap((symbol) => classLines(symbol, outline.symbols)), ...new Set(kept), ...(rest > 0 ? [`  note "+${rest}"`] : []), '```'].join('\n');
}

function classLines(symbol: CodeSymbol, symbols: readonly CodeSymbol[]): string[] {
  const members = symbols.filter((member) => member.parent === symbol.id && !member.inner && !DRAWN.has(member.kind));
  const lines = members.slice(0, MOST_MEMBERS).map((member) => `    ${memberLine(member)}`);
  if (members.length > MOST_MEMBERS) lines.push(`    …${members.length - MOST_MEMBERS}`);
  const stereotype = symbol.kind === 'class' ? [] : [`    <<${symbol.modifiers.includes('abstract') ? 'abstract' : symbol.kind}>>`];
  const body = [...stereotype, ...lines];
  const head = `  class ${identifier(symbol.id)}["${plain(symbol.id)}"]`;
  return body.length === 0 ? [head] : [`${head} {`, ...body, '  }'];
}

function memberLine(member: CodeSymbol): string {
  const sign = SIGN[member.visibility];
  if (member.kind === 'enumMember') return plain(member.name);
  if (member.kind === 'property' || member.kind === 'type' || member.kind === 'getter' || member.kind === 'setter' || member.kind === 'constant') {
    return `${sign}${plain(member.name)} ${plain(member.type ?? member.result ?? '')}`.trimEnd();
  }
  return `${sign}${plain(member.name)}(${member.params.map((param) => plain(param.name)).join(', ')}) ${plain(member.result ?? '')}`.trimEnd();
}

function relationsOf(symbol: CodeSymbol, all: readonly CodeSymbol[], symbols: readonly CodeSymbol[]): { own: string; line: string }[] {
  const own = identifier(symbol.id);
  const heritage = symbol.heritage.map(({ relation, name }) => {
    const base = identifier(name.replace(/<.*$|\[.*$|\(.*$/s, ''));
    return { own, line: `${base} ${relation === 'extends' ? '<|--' : '<|..'} ${own}` };
  });
  const fields = symbols.filter((member) => member.parent === symbol.id && member.kind === 'property' && member.type);
  const uses = fields.flatMap((field) => {
    const words = new Set(field.type!.match(/[\p{L}\p{N}_$]+/gu));
    return all.filter((other) => other !== symbol && words.has(other.name)).map((other) => ({ own, line: `${own} --> ${identifier(other.id)} : ${plain(field.name)}` }));
  });
  return [...heritage, ...uses].filter(({ line }) => !line.startsWith(' '));
}

/** Mermaid's own marks mean something in a class body: generics are written with tildes, braces and quotes are dropped. */
function plain(text: string): string {
  const folded = text.replace(/\s+/g, ' ').replace(/["'`;{}()\\]/g, '').replace(/[<>[\]]/g, '~').replace(/[:|&=?*]+/g, ' ').replace(/ +/g, ' ').trim();
  return folded.length > 40 ? `${folded.slice(0, 39)}…` : folded;
}

function identifier(name: string): string {
  return name.replace(/[^\p{L}\p{N}_]/gu, '_') || '_';
}
