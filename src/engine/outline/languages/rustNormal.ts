import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { leafTexts } from './sourceText';

export const RUST_COMMENTS = ['line_comment', 'block_comment'];

/** What rustfmt may change. Imports inside a block are left out as they are at the top of a file: rustfmt sorts both. */
export const rustNormal: NormalRules = {
  leaveOut: [...RUST_COMMENTS, 'use_declaration', 'empty_statement'],
  rules: {
    '";"': leaveOutSemicolon,
    '","': leaveOutComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    '"["': leaveOutRuleBracket,
    '"]"': leaveOutRuleBracket,
    '"{"': leaveOutBrace,
    '"}"': leaveOutBrace,
    '"|"': (tree, node) => (tree.is(tree.parentOf(node), 'match_pattern', 'or_pattern') && tree.firstChild(tree.parentOf(node)) === node ? 'leaveOut' : undefined),
    block: (tree, node) => (isOnlyExpression(tree, node) ? 'flatten' : undefined),
    type_parameters: leaveOutEmpty,
    type_arguments: leaveOutEmpty,
    where_clause: leaveOutEmpty,
    trait_bounds: leaveOutEmpty,
    extern_modifier: (tree, node) => (tree.childOfType(node, 'string_literal') === NONE ? { after: [stringToken('"C"')] } : undefined),
    attribute_item: deriveTokens,
    visibility_modifier: (tree, node) => (/^pub\s*\(\s*in\s+(?:crate|self|super)\s*\)$/.test(tree.textOf(node)) ? [OPEN, 'pub', '(', /crate|self|super/.exec(tree.textOf(node))![0], ')', CLOSE] : undefined),
    or_pattern: (tree, node) => (tree.is(tree.parentOf(node), 'or_pattern') ? 'flatten' : undefined),
    function_item: withImplementation,
    function_signature_item: withAbi,
    static_item: withAbi,
    const_item: withImplementation,
    type_item: withImplementation,
    string_literal: (tree, node) => [stringToken(unixLines(tree.textOf(node)).replace(/\\\n\s*/g, ''))],
    raw_string_literal: (tree, node) => [stringToken(unixLines(tree.textOf(node)))],
    integer_literal: (tree, node) => [numberToken(tree.textOf(node).replace(/_/g, ''))],
    float_literal: (tree, node) => [numberToken(tree.textOf(node).replace(/_/g, ''))],
  },
};

/** A value ends a block without one; `return` does with or without. */
function leaveOutSemicolon(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (!tree.is(parent, 'expression_statement')) return tree.is(parent, 'token_tree', 'token_tree_pattern', 'array_expression', 'array_type') ? undefined : 'leaveOut';
  return tree.is(tree.firstChild(parent), 'return_expression', 'break_expression', 'continue_expression') ? 'leaveOut' : undefined;
}

const ONE_MAKES_A_TUPLE = ['tuple_expression', 'tuple_type', 'tuple_pattern'];

function leaveOutComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, 'match_arm')) return 'leaveOut';
  let next = tree.nextSibling(node);
  while (tree.is(next, ...RUST_COMMENTS)) next = tree.nextSibling(next);
  if (next !== NONE && ![')', ']', '}', '>', '|'].includes(tree.textOf(next))) return undefined;
  // In the rules of a macro a comma is what is asked for.
  if (tree.is(parent, 'token_tree_pattern') || isTupleOfTokens(tree, parent)) return undefined;
  const isOneTuple = tree.is(parent, ...ONE_MAKES_A_TUPLE) && tree.children(parent).filter((child) => tree.textOf(child) === ',').length === 1;
  return isOneTuple ? undefined : 'leaveOut';
}

/** In the arguments or the result of a macro, `(a,)` that follows no name is a tuple. */
function isTupleOfTokens(tree: SyntaxTree, node: NodeIndex): boolean {
  if (!tree.is(node, 'token_tree') || !tree.is(tree.parentOf(node), 'token_tree') || tree.textOf(tree.firstChild(node)) !== '(') return false;
  const siblings = tree.children(tree.parentOf(node));
  const before = siblings[siblings.indexOf(node) - 1] ?? NONE;
  return !/[\w>!]$/.test(tree.textOf(before)) && tree.children(node).filter((child) => tree.textOf(child) === ',').length === 1;
}

/** `(self.run)()` calls what a field holds, `self.run()` a method. */
function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (isRuleSide(tree, parent)) return 'leaveOut';
  if (!tree.is(parent, 'parenthesized_expression')) return undefined;
  const isCalled = tree.is(tree.parentOf(parent), 'call_expression') && tree.firstChild(tree.parentOf(parent)) === parent;
  return isCalled && tree.childOfType(parent, 'field_expression') !== NONE ? undefined : 'leaveOut';
}

function leaveOutBrace(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  return isOnlyExpression(tree, parent) || isRuleSide(tree, parent) ? 'leaveOut' : undefined;
}

function leaveOutRuleBracket(tree: SyntaxTree, node: NodeIndex): Normalised {
  return isRuleSide(tree, tree.parentOf(node)) ? 'leaveOut' : undefined;
}

/** `[…] => (…)` in a macro is `(…) => {…}`: which brackets stand around a side of a rule does not matter. */
function isRuleSide(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'token_tree', 'token_tree_pattern') && tree.is(tree.parentOf(node), 'macro_rule');
}

/** `=> { x }` is `=> x`, and `|a| { a }` is `|a| a`. */
function isOnlyExpression(tree: SyntaxTree, block: NodeIndex): boolean {
  if (!tree.is(block, 'block')) return false;
  const [only, ...more] = tree.namedChildren(block).filter((child) => !tree.is(child, ...RUST_COMMENTS));
  if (only === undefined || more.length > 0 || /_item$|_declaration$|^label$|^macro_definition$/.test(tree.typeName(only))) return false;
  const around = tree.parentOf(block);
  const parent = tree.is(around, 'expression_statement') ? tree.parentOf(around) : around;
  const isBody = tree.is(parent, 'match_arm', 'closure_expression') || isOnlyExpression(tree, parent);
  if (!isBody) return false;
  if (!tree.is(only, 'expression_statement')) return true;
  return tree.childOfType(only, ';') === NONE || tree.is(tree.firstChild(only), 'return_expression', 'break_expression', 'continue_expression');
}

function leaveOutEmpty(tree: SyntaxTree, node: NodeIndex): Normalised {
  return tree.namedChildren(node).every((child) => tree.is(child, ...RUST_COMMENTS) || tree.end[child] === tree.start[child]) ? 'leaveOut' : undefined;
}

/** Several derives of one item are one: the first tells of all. */
function deriveTokens(tree: SyntaxTree, node: NodeIndex): Normalised {
  if (derivesOf(tree, node).length === 0) return undefined;
  const siblings = tree.namedChildren(tree.parentOf(node)).filter((child) => !tree.is(child, ...RUST_COMMENTS));
  const at = siblings.indexOf(node);
  const isAttribute = (index: number): boolean => tree.is(siblings[index] ?? NONE, 'attribute_item');
  const names: string[] = [];
  for (let before = at - 1; isAttribute(before); before--) if (derivesOf(tree, siblings[before]!).length > 0) return 'leaveOut';
  for (let own = at; isAttribute(own); own++) names.push(...derivesOf(tree, siblings[own]!));
  return [OPEN, 'derive', ...names, CLOSE];
}

function derivesOf(tree: SyntaxTree, attribute: NodeIndex): string[] {
  const words = leafTexts(tree, attribute, RUST_COMMENTS);
  return words[2] === 'derive' ? words.slice(4, -2).join('').split(',').filter(Boolean) : [];
}

/** What an implementation says of all its members (`impl<T: Send> Queue<T>`) counts for each of them. */
function withImplementation(tree: SyntaxTree, node: NodeIndex): Normalised {
  const implementation = tree.parentOf(tree.parentOf(node));
  if (!tree.is(implementation, 'impl_item') || !tree.is(tree.parentOf(node), 'declaration_list')) return undefined;
  const words = [...attributesBefore(tree, implementation), ...tree.children(implementation)].filter((child) => !tree.is(child, 'declaration_list')).flatMap((child) => leafTexts(tree, child, RUST_COMMENTS));
  // A comma before what closes a list, or at the end, is the formatter's.
  const kept = words.filter((word, at) => word !== ',' || (at + 1 < words.length && !['>', ')', ']'].includes(words[at + 1]!)));
  return { before: [OPEN, ...kept, CLOSE] };
}

function attributesBefore(tree: SyntaxTree, item: NodeIndex): NodeIndex[] {
  const siblings = tree.namedChildren(tree.parentOf(item)).filter((child) => !tree.is(child, ...RUST_COMMENTS));
  let from = siblings.indexOf(item);
  while (tree.is(siblings[from - 1] ?? NONE, 'attribute_item')) from--;
  return siblings.slice(from, siblings.indexOf(item));
}

/** `extern "C" { … }` says how to call what it declares. */
function withAbi(tree: SyntaxTree, node: NodeIndex): Normalised {
  const block = tree.parentOf(tree.parentOf(node));
  return tree.is(block, 'foreign_mod_item') ? { before: [OPEN, ...leafTexts(tree, tree.childOfType(block, 'extern_modifier'), RUST_COMMENTS), CLOSE] } : undefined;
}

function unixLines(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
