import type { Outline } from '../../../src/engine/outline/outline';

export interface Mutant {
  /** What was done, where: for the message of a failing test. */
  readonly what: string;
  readonly text: string;
}

const OPERATORS: Readonly<Record<string, string>> = {
  '+': '-', '-': '+', '*': '/', '/': '*', '%': '*', '<': '<=', '<=': '<', '>': '>=', '>=': '>', '==': '!=', '!=': '==', '&&': '||', '||': '&&',
  '+=': '-=', '-=': '+=', '++': '--', '--': '++', '<<': '>>', '>>': '<<', '&': '|', '|': '&', '!': '',
};

const TOKEN = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|`[^`]*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)'|[A-Za-z_]\w*!?|\d[\w.]*|->|=>|::|<<=|>>=|\.\.=|\.\.\.|[-+*/%<>=!&|^]=|&&|\|\||<<|>>|\+\+|--|\s+|[\s\S]/g;

/**
 * Every operator, number, string and truth value changed, one at a time; statements left out and swapped; parameters renamed; `words` exchanged.
 * Lines that `imports` matches are let be: an import belongs to no symbol.
 */
export function mutantsIn(text: string, outline: Outline, imports: RegExp, words: Readonly<Record<string, string>> = {}): Mutant[] {
  return [...tokenMutants(text, imports, { true: 'false', false: 'true', ...words }), ...statementMutants(text, outline), ...renamed(text, outline)];
}

function tokenMutants(text: string, imports: RegExp, words: Readonly<Record<string, string>>): Mutant[] {
  const mutants: Mutant[] = [];
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const other = changed(token, words);
    if (other === undefined) continue;
    const line = text.slice(0, index).split('\n').length;
    if (imports.test(text.split('\n')[line - 1]!)) continue;
    mutants.push({ what: `line ${line}: ${token} → ${other}`, text: text.slice(0, index) + other + text.slice(index + token.length) });
  }
  return mutants;
}

function changed(token: string, words: Readonly<Record<string, string>>): string | undefined {
  if (Object.hasOwn(words, token)) return words[token];
  if (Object.hasOwn(OPERATORS, token)) return OPERATORS[token];
  if (/^\d/.test(token)) return token.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  if (/^["`]/.test(token)) return `${token.slice(0, -1)}~${token.slice(-1)}`;
  return undefined;
}

/** Lines inside functions that are statements of their own. */
function statementMutants(text: string, { symbols }: Outline): Mutant[] {
  const lines = text.split('\n');
  const isStatement = (line: string): boolean => /^\s+[\w*&(]/.test(line) && !/[{,([]\s*(?:\/\/.*)?$|^\s*(?:case|default|else|\/\/|#)/.test(line) && /[\w)"';}\]?+-]$/.test(line) && !/^\s*\*\s/.test(line);
  const inside = new Set(symbols.filter(({ kind }) => ['function', 'method', 'constructor'].includes(kind)).flatMap(({ line, endLine }) => Array.from({ length: Math.max(0, endLine - line - 1) }, (_, at) => line + at)));
  const mutants: Mutant[] = [];
  for (const at of [...inside].sort((a, b) => a - b)) {
    const line = lines[at]!;
    if (!isStatement(line)) continue;
    mutants.push({ what: `line ${at + 1} left out: ${line.trim()}`, text: lines.filter((_, other) => other !== at).join('\n') });
    const next = lines[at + 1]!;
    const sameDepth = /^\s*/.exec(line)![0] === /^\s*/.exec(next)![0];
    if (!sameDepth || !inside.has(at + 1) || !isStatement(next) || line.trim() === next.trim()) continue;
    mutants.push({ what: `lines ${at + 1} and ${at + 2} swapped`, text: lines.map((own, other) => (other === at ? next : other === at + 1 ? line : own)).join('\n') });
  }
  return mutants;
}

function renamed(text: string, { symbols }: Outline): Mutant[] {
  return symbols.flatMap((symbol) => {
    const [range] = symbol.ranges;
    if (!range || symbol.params.length === 0) return [];
    return symbol.params.filter(({ name }) => /^\w+$/.test(name)).map(({ name }): Mutant => {
      const own = text.slice(range.start, range.end).replace(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'), `${name}2`);
      return { what: `${symbol.id}: parameter ${name} renamed`, text: text.slice(0, range.start) + own + text.slice(range.end) };
    });
  });
}
