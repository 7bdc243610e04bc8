import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

/** What Black and Ruff may change. A doc string is a comment to both readers and hashes. */
export const pythonNormal: NormalRules = {
  leaveOut: ['comment', 'line_continuation'],
  rules: {
    '";"': () => 'leaveOut',
    '","': leaveOutTrailingComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    expression_statement: (tree, node) => (isDocString(tree, node) ? 'leaveOut' : undefined),
    argument_list: (tree, node) => (tree.is(tree.parentOf(node), 'class_definition') && tree.namedChildren(node).length === 0 ? 'leaveOut' : undefined),
    ...Object.fromEntries(['tuple', 'expression_list', 'pattern_list', 'tuple_pattern'].map((type) => [type, markTuple])),
    string: (tree, node) => (tree.is(tree.parentOf(node), 'concatenated_string') ? undefined : stringTokens(tree, [node])),
    concatenated_string: (tree, node) => stringTokens(tree, tree.namedChildren(node).filter((child) => tree.is(child, 'string'))),
    integer: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    float: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
  },
};

const CLOSERS = [')', ']', '}'];
const TUPLES = ['tuple', 'expression_list', 'pattern_list', 'tuple_pattern'];

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, ...TUPLES)) return 'leaveOut';
  let next = tree.nextSibling(node);
  while (tree.is(next, 'comment', 'line_continuation')) next = tree.nextSibling(next);
  if (next !== NONE && !CLOSERS.includes(tree.textOf(next))) return undefined;
  // `x[1,]` asks for a tuple.
  const isOneTuple = tree.is(parent, 'subscript') && tree.children(parent).filter((child) => tree.textOf(child) === ',').length === 1;
  return isOneTuple ? undefined : 'leaveOut';
}

/** Parentheses that only group, and those around the names of an import. */
function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  return tree.is(tree.parentOf(node), 'parenthesized_expression', 'import_from_statement', 'future_import_statement', 'with_clause', ...TUPLES) ? 'leaveOut' : undefined;
}

/** A tuple has its commas, not its parentheses. `(x)` in a target or pattern is just `x`. */
function markTuple(tree: SyntaxTree, node: NodeIndex): Normalised {
  const children = tree.children(node);
  const items = children.filter((child) => tree.isNamed(child) && !tree.is(child, 'comment', 'line_continuation'));
  const isGroup = items.length === 1 && !children.some((child) => tree.textOf(child) === ',');
  return isGroup ? undefined : { before: ['()'] };
}

/** The string that says what a module, class or function is. */
export function isDocString(tree: SyntaxTree, statement: NodeIndex): boolean {
  const parent = tree.parentOf(statement);
  const holder = tree.is(parent, 'module') ? parent : tree.parentOf(parent);
  if (!tree.is(holder, 'module', 'class_definition', 'function_definition')) return false;
  for (let child = tree.firstChild(parent); child !== statement; child = tree.nextSibling(child)) if (!tree.is(child, 'comment')) return false;
  const [only, ...more] = tree.namedChildren(statement);
  if (only === undefined || more.length > 0) return false;
  if (tree.is(only, 'concatenated_string')) return tree.namedChildren(only).every((part) => isPlainString(tree, part));
  return tree.is(only, 'string') && isPlainString(tree, only);
}

function isPlainString(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'comment') || !/^[a-zA-Z]*[bBfFtT]/.test(prefixOf(tree, node));
}

function prefixOf(tree: SyntaxTree, string: NodeIndex): string {
  return tree.textOf(tree.firstChild(string)).replace(/['"]+$/, '').toLowerCase();
}

/** Neighbouring strings are one string; parts that are worked out stand between pieces of text. */
function stringTokens(tree: SyntaxTree, strings: readonly NodeIndex[]): string[] {
  const tokens: string[] = [];
  let text = '';
  let isBytes = false;
  let isTemplate = false;
  const flush = (): void => {
    if (text !== '') tokens.push(stringToken(text));
    text = '';
  };
  for (const string of strings) {
    const prefix = prefixOf(tree, string);
    const isRaw = prefix.includes('r');
    if (prefix.includes('b')) isBytes = true;
    if (prefix.includes('t')) isTemplate = true;
    for (const part of tree.children(string)) {
      if (tree.is(part, 'string_content')) text += cook(tree.textOf(part), isRaw, isBytes, prefix.includes('f') || prefix.includes('t'));
      else if (tree.is(part, 'interpolation')) {
        flush();
        tokens.push(...interpolationTokens(tree, part));
      }
    }
  }
  flush();
  if (isBytes) tokens.unshift('b');
  if (isTemplate) tokens.unshift('t');
  if (tokens.length === 0) return [stringToken('')];
  return tokens.length === 1 ? tokens : [OPEN, ...tokens, CLOSE];
}

function cook(raw: string, isRaw: boolean, isBytes: boolean, isFormat: boolean): string {
  const text = isFormat ? raw.replace(/\{\{/g, '{').replace(/\}\}/g, '}') : raw;
  const lines = text.replace(/\r\n?/g, '\n');
  return isRaw ? lines : unescapePython(lines, isBytes);
}

/** Value of a string's content; names of characters (`\N{…}`) are left as they are. */
export function unescapePython(text: string, isBytes = false): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{1,3})|N\{([^}]*)\}|([\s\S]))/g, (all: string, short?: string, long?: string, hex?: string, octal?: string, name?: string, other?: string) => {
    if ((short !== undefined || long !== undefined || name !== undefined) && isBytes) return all;
    const digits = short ?? long ?? hex;
    if (digits !== undefined) {
      const point = parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    }
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (name !== undefined) return `\\N{${name.toUpperCase()}}`;
    return ESCAPES[other!] ?? all;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f', a: '\u0007', '\n': '', '\\': '\\', "'": "'", '"': '"' };

/**
 * `{value!r:>10}`. With `=` the source itself is part of the result, so that its white space counts. Strings inside are cooked; the rest is
 * kept as words and signs, which is enough to tell one expression from another.
 */
function interpolationTokens(tree: SyntaxTree, node: NodeIndex): string[] {
  const tokens: string[] = [OPEN, '{'];
  const isDebug = tree.children(node).some((child) => tree.textOf(child) === '=' && tree.isLeaf(child));
  if (isDebug) tokens.push(tree.textOf(node));
  for (let at = node + 1; at < tree.after[node]!; ) {
    if (tree.is(at, 'string')) {
      tokens.push(...stringTokens(tree, [at]));
      at = tree.after[at]!;
    } else if (tree.is(at, 'comment', 'line_continuation')) at = tree.after[at]!;
    else {
      if (tree.isLeaf(at)) tokens.push(tree.textOf(at));
      else if (tree.is(at, 'format_specifier')) tokens.push(`:${tree.textOf(at)}`);
      at++;
    }
  }
  tokens.push(CLOSE);
  return tokens;
}

export function canonicalNumber(literal: string): string {
  const text = literal.replace(/_/g, '').toLowerCase();
  try {
    if (/^(?:0[xob][0-9a-f]+|[0-9]+)$/.test(text)) return String(BigInt(/^0[0-9]/.test(text) ? text.replace(/^0+(?=\d)/, '') : text));
  } catch {
    return text;
  }
  const imaginary = text.endsWith('j');
  const value = Number(imaginary ? text.slice(0, -1) : text);
  if (Number.isNaN(value)) return text;
  // A float is never an int: `1.0` is not `1`.
  return imaginary ? `${value}j` : `${value}.`;
}
