import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { rubyString, textOfLiteral } from './rubyStrings';

export { textOfLiteral };

/** What RuboCop's layout rules may change, and quotes, delimiters and `do … end` against braces besides. */
export const rubyNormal: NormalRules = {
  leaveOut: ['comment', 'empty_statement', 'heredoc_body'],
  rules: {
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'block_parameters', 'lambda_parameters') ? undefined : 'leaveOut'),
    '","': leaveOutTrailingComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    '"then"': () => 'leaveOut',
    '"do"': (tree, node) => (tree.is(tree.parentOf(node), 'do_block') ? ['{'] : 'leaveOut'),
    '"end"': (tree, node) => (tree.is(tree.parentOf(node), 'do_block') ? ['}'] : undefined),
    identifier: (tree, node) => (isSectionWord(tree, node) ? 'leaveOut' : undefined),
    // Parameters are told from the body that follows them without parentheses.
    method_parameters: markParameters,
    lambda_parameters: markParameters,
    string: (tree, node) => (tree.is(tree.parentOf(node), 'chained_string') ? undefined : rubyString(tree, [node], isSymbolKey(tree, node))),
    chained_string: (tree, node) => rubyString(tree, tree.namedChildren(node)),
    character: (tree, node) => [stringToken(tree.textOf(node).slice(1))],
    heredoc_beginning: (tree, node) => rubyString(tree, [node]),
    subshell: (tree, node) => [OPEN, '`', ...rubyString(tree, [node]), CLOSE],
    simple_symbol: (tree, node) => [symbolToken(tree.textOf(node).slice(1))],
    delimited_symbol: (tree, node) => rubyString(tree, [node], true),
    hash_key_symbol: (tree, node) => [symbolToken(tree.textOf(node))],
    bare_string: (tree, node) => rubyString(tree, [node]),
    bare_symbol: (tree, node) => rubyString(tree, [node], true),
    string_array: (tree, node) => words(tree, node, '%w'),
    symbol_array: (tree, node) => words(tree, node, '%i'),
    regex: regexTokens,
    '":"': (tree, node) => (tree.is(tree.parentOf(node), 'pair') ? ['=>'] : undefined),
    integer: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    float: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
  },
};

function symbolToken(name: string): string {
  return `:${stringToken(name)}`;
}

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  if (!tree.is(tree.parentOf(node), 'array', 'hash', 'argument_list', 'element_reference')) return undefined;
  let next = tree.nextSibling(node);
  while (tree.is(next, 'comment', 'heredoc_body')) next = tree.nextSibling(next);
  return next === NONE || [')', ']', '}'].includes(tree.textOf(next)) ? 'leaveOut' : undefined;
}

/** `f(a)` is `f a`, but `f()` is no variable `f` and `super()` is not `super`. */
function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, 'method_parameters', 'lambda_parameters')) return 'leaveOut';
  if (!tree.is(parent, 'argument_list', 'parenthesized_statements')) return undefined;
  return tree.namedChildren(parent).some((child) => !tree.is(child, 'comment')) ? 'leaveOut' : undefined;
}

function markParameters(tree: SyntaxTree, node: NodeIndex): Normalised {
  return tree.namedChildren(node).some((child) => !tree.is(child, 'comment')) ? { before: ['()'] } : 'leaveOut';
}

const SECTIONS = ['private', 'protected', 'public', 'module_function'];

/** `private` on a line of its own: what follows says so itself. */
function isSectionWord(tree: SyntaxTree, node: NodeIndex): boolean {
  return SECTIONS.includes(tree.textOf(node)) && tree.is(tree.parentOf(node), 'body_statement', 'block_body', 'program');
}

/** `"a": 1` is `:a => 1`. */
function isSymbolKey(tree: SyntaxTree, node: NodeIndex): boolean {
  const next = tree.nextSibling(node);
  return tree.is(tree.parentOf(node), 'pair') && next !== NONE && tree.textOf(next) === ':';
}

/** A list of words, whatever brackets it stands in. Only `%W` and `%I` hold code, which then counts as it is written. */
function words(tree: SyntaxTree, node: NodeIndex, mark: string): Normalised {
  const items = tree.namedChildren(node).flatMap((child) => rubyString(tree, [child], mark === '%i', /^%[WI]/.test(tree.textOf(node))));
  return [OPEN, mark, ...items, CLOSE];
}

function regexTokens(tree: SyntaxTree, node: NodeIndex): Normalised {
  const flags = [...(/[a-z]*$/.exec(tree.textOf(tree.children(node).at(-1)!))?.[0] ?? '')].sort().join('');
  const isSlash = tree.textOf(node).startsWith('/');
  return [OPEN, '/', ...rubyString(tree, [node], false, true, isSlash ? 'regex' : 'regex-free'), `/${flags}`, CLOSE];
}

function canonicalNumber(literal: string): string {
  const text = literal.replace(/_/g, '').toLowerCase();
  try {
    if (/^0[xob][0-9a-f]+$/.test(text)) return String(BigInt(text));
    if (/^0d?[0-9]+$/.test(text)) return /^0[0-7]+$/.test(text) ? String(parseInt(text, 8)) : text.replace(/^0d/, '');
    if (/^[0-9]+$/.test(text)) return String(BigInt(text));
  } catch {
    return text;
  }
  const value = Number(text);
  // A float is never an integer: `1.0` is not `1`.
  return Number.isNaN(value) ? text : `${value}.`;
}
