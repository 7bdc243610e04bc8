import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

/** What Black and Ruff may change. A doc string is a comment to both readers and hashes. */
export const pythonNormal: NormalRules = {
  leaveOut: ['comment', 'line_continuation', 'pass_statement'],
  rules: {
    '";"': () => 'leaveOut',
    // `x[a::]` is `x[a:]`.
    '":"': (tree, node) => (tree.is(tree.parentOf(node), 'slice') && tree.nextSibling(node) === NONE && tree.is(neighbourBefore(tree, node), ':') ? 'leaveOut' : undefined),
    '","': leaveOutTrailingComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    expression_statement: (tree, node) => (isBareString(tree, node) ? 'leaveOut' : tree.childOfType(node, ',') === NONE ? undefined : { before: ['()'] }),
    // Inside parentheses the grammar reads a generic type as a subscript.
    type_parameter: (tree, node) => (tree.is(tree.parentOf(node), 'generic_type') ? 'flatten' : undefined),
    as_pattern: flattenContext,
    parenthesized_expression: flattenContext,
    conditional_expression: flattenContext,
    boolean_operator: flattenContext,
    case_pattern: (tree, node) => (isTupleCase(tree, tree.firstChild(node)) ? 'flatten' : undefined),
    argument_list: (tree, node) => (tree.is(tree.parentOf(node), 'class_definition') && tree.namedChildren(node).length === 0 ? 'leaveOut' : undefined),
    ...Object.fromEntries(['tuple', 'expression_list', 'pattern_list', 'tuple_pattern'].map((type) => [type, markTuple])),
    string: (tree, node) => (tree.is(tree.parentOf(node), 'concatenated_string') ? 'flatten' : cookStrings(tree, node)),
    concatenated_string: cookStrings,
    interpolation: keepDebugText,
    integer: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    float: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
  },
  mixed: {
    types: ['string', 'format_specifier'],
    isText: (tree, child) => !tree.is(child, 'interpolation', 'format_expression'),
    normalise: (text, tree, node, from, to) => (tree.is(node, 'string') ? contentOf(tree, node, from, to) : text),
  },
};

const CLOSERS = [')', ']', '}'];
const TUPLES = ['tuple', 'expression_list', 'pattern_list', 'tuple_pattern'];

/** In a slice, the colon before a second one, with what stands between them. */
function neighbourBefore(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  return tree.children(tree.parentOf(node)).find((child) => child < node && tree.is(child, ':')) ?? NONE;
}

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  const isKey = isTupleKey(tree, parent) || isTupleCase(tree, parent);
  if (tree.is(parent, 'expression_statement') || (tree.is(parent, ...TUPLES) && !isKey)) return 'leaveOut';
  let next = tree.nextSibling(node);
  while (tree.is(next, 'comment', 'line_continuation')) next = tree.nextSibling(next);
  const isLast = next === NONE || CLOSERS.includes(tree.textOf(next)) || (tree.is(parent, 'case_clause', 'match_statement') && tree.is(next, ':', 'if_clause'));
  if (!isLast) return undefined;
  // `x[1,]` asks for a tuple, and so does `case x,:`.
  const isOneTuple = (isKey || tree.is(parent, 'subscript', 'type_parameter', 'case_clause', 'match_statement')) && tree.children(parent).filter((child) => tree.is(child, ',')).length === 1;
  return isOneTuple ? undefined : 'leaveOut';
}

/** Parentheses that only group, and those around the names of an import. */
function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  // `f((x for x in y))` is `f(x for x in y)`.
  if (tree.is(parent, 'argument_list')) {
    const given = tree.namedChildren(parent).filter((child) => !tree.is(child, 'comment'));
    return given.length === 1 && tree.is(given[0]!, 'generator_expression') ? 'leaveOut' : undefined;
  }
  return tree.is(parent, 'parenthesized_expression', 'import_from_statement', 'future_import_statement', 'with_clause', ...TUPLES) ? 'leaveOut' : undefined;
}

/** A tuple has its commas, not its parentheses. `(x)` in a target or pattern is just `x`. */
function markTuple(tree: SyntaxTree, node: NodeIndex): Normalised {
  // `del (x, y)` leaves nothing of the tuple.
  if (isTupleKey(tree, node) || isTupleCase(tree, node) || tree.is(tree.parentOf(node), 'delete_statement')) return 'flatten';
  const children = tree.children(node);
  const items = children.filter((child) => tree.isNamed(child) && !tree.is(child, 'comment', 'line_continuation'));
  const isGroup = items.length === 1 && !children.some((child) => tree.is(child, ','));
  return isGroup ? undefined : { before: ['()'] };
}

/** `x[(a, b)]` is `x[a, b]`, and so are the subject of `match` and the errors of `except`. */
function isTupleKey(tree: SyntaxTree, node: NodeIndex): boolean {
  const parent = tree.parentOf(node);
  if (!tree.is(node, 'tuple') || !tree.is(parent, 'subscript', 'match_statement', 'except_clause') || tree.childOfType(node, ',') === NONE) return false;
  return tree.childOfType(parent, ',') === NONE && !(tree.is(parent, 'subscript') && tree.child(parent, 'value') === node);
}

/** `case (a, b):` is `case a, b:`. */
function isTupleCase(tree: SyntaxTree, node: NodeIndex): boolean {
  const pattern = tree.parentOf(node);
  const clause = tree.parentOf(pattern);
  if (!tree.is(node, 'tuple_pattern') || !tree.is(pattern, 'case_pattern') || !tree.is(clause, 'case_clause') || tree.childOfType(node, ',') === NONE) return false;
  return tree.childOfType(clause, ',') === NONE;
}

/**
 * `with (a or b) as c` is `with a or b as c`, which the grammar reads as `a or (b as c)`: written without either grouping.
 */
function flattenContext(tree: SyntaxTree, node: NodeIndex): Normalised {
  let outer = tree.parentOf(node);
  while (tree.is(outer, 'parenthesized_expression')) outer = tree.parentOf(outer);
  const isWrong = tree.is(node, 'as_pattern') && tree.is(outer, 'conditional_expression', 'boolean_operator') && tree.is(tree.parentOf(outer), 'with_item');
  let inner = node;
  while (tree.is(inner, 'parenthesized_expression')) inner = tree.namedChildren(inner).find((child) => !tree.is(child, 'comment')) ?? NONE;
  const isRight = tree.is(inner, 'conditional_expression', 'boolean_operator') && tree.is(outer, 'as_pattern') && tree.is(tree.parentOf(outer), 'with_item');
  return isWrong || isRight ? 'flatten' : undefined;
}

/** The string that says what a module, class or function is. */
export function isDocString(tree: SyntaxTree, statement: NodeIndex): boolean {
  const parent = tree.parentOf(statement);
  const holder = tree.is(parent, 'module') ? parent : tree.parentOf(parent);
  if (!tree.is(holder, 'module', 'class_definition', 'function_definition')) return false;
  for (let child = tree.firstChild(parent); child !== statement; child = tree.nextSibling(child)) if (!tree.is(child, 'comment')) return false;
  return isBareString(tree, statement);
}

/** A string that nothing is done with: doc of what stands above it, or a comment. */
export function isBareString(tree: SyntaxTree, statement: NodeIndex): boolean {
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

/** Neighbouring strings are one string. Where expressions are worked out inside, text and expressions are written in turn (`mixed`). */
function cookStrings(tree: SyntaxTree, node: NodeIndex): Normalised {
  const strings = tree.is(node, 'string') ? [node] : tree.namedChildren(node).filter((child) => tree.is(child, 'string'));
  const prefixes = strings.map((string) => prefixOf(tree, string)).join('');
  if (strings.some((string) => tree.childOfType(string, 'interpolation') !== NONE)) return prefixes.includes('t') ? { before: ['t'] } : undefined;
  const value = stringToken(strings.map((string) => contentOf(tree, string, tree.start[string]!, tree.end[string]!)).join(''));
  if (prefixes.includes('b')) return [OPEN, 'b', value, CLOSE];
  return prefixes.includes('t') ? [OPEN, 't', value, CLOSE] : [value];
}

/** Value of a string's text between two offsets, without the quotes. By place, not by node: the grammar takes the content of `r'\\'` for part of its end. */
function contentOf(tree: SyntaxTree, string: NodeIndex, from: number, to: number): string {
  const open = tree.firstChild(string);
  const quotes = /['"]+$/.exec(tree.textOf(open))?.[0] ?? '';
  const start = Math.max(from, tree.end[open]!);
  const isClosed = to === tree.end[string]! && to - quotes.length >= start && tree.text.slice(to - quotes.length, to) === quotes;
  const prefix = prefixOf(tree, string);
  return cook(tree.text.slice(start, isClosed ? to - quotes.length : to), prefix.includes('r'), prefix.includes('b'), /[ft]/.test(prefix));
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

/** With `=` the source itself is part of the result, so that its white space counts: `f'{x = }'`. */
function keepDebugText(tree: SyntaxTree, node: NodeIndex): Normalised {
  return tree.childOfType(node, '=') === NONE ? undefined : [tree.textOf(node)];
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
