import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { leafTexts } from './sourceText';

export const GO_COMMENTS = ['comment'];

/** What gofmt may change. (`gofmt -s` writes other code, if to the same end.) */
export const goNormal: NormalRules = {
  leaveOut: GO_COMMENTS,
  rules: {
    '"\n"': () => 'leaveOut',
    '";"': leaveOutSemicolon,
    empty_statement: () => 'leaveOut',
    for_clause: (tree, node) => (isWhile(tree, node) ? 'flatten' : undefined),
    '","': leaveOutTrailingComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    const_spec: withImpliedValue,
    identifier: withSharedParts,
    field_identifier: withSharedParts,
    interpreted_string_literal: (tree, node) => [stringToken(tree.textOf(node).slice(1, -1))],
    raw_string_literal: (tree, node) => [OPEN, '`', stringToken(tree.textOf(node).slice(1, -1).replace(/\r/g, '')), CLOSE],
    int_literal: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    float_literal: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    imaginary_literal: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
  },
};

const HEADS = ['if_statement', 'expression_switch_statement', 'type_switch_statement'];

/** Semicolons count only where they tell what comes before the condition from the condition. */
function leaveOutSemicolon(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, 'for_clause')) return isWhile(tree, parent) ? 'leaveOut' : undefined;
  return tree.is(parent, ...HEADS) && tree.child(parent, 'initializer') !== NONE ? undefined : 'leaveOut';
}

/** `for ; ok; {` is `for ok {`. */
function isWhile(tree: SyntaxTree, clause: NodeIndex): boolean {
  return tree.child(clause, 'initializer') === NONE && tree.child(clause, 'update') === NONE;
}

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  let next = tree.nextSibling(node);
  while (tree.is(next, 'comment')) next = tree.nextSibling(next);
  return next === NONE || [')', ']', '}'].includes(tree.textOf(next)) ? 'leaveOut' : undefined;
}

/** Parentheses that only group; around declarations; around a single result without a name. */
function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, 'parenthesized_expression', 'parenthesized_type', 'const_declaration', 'type_declaration', 'var_spec_list')) return 'leaveOut';
  if (!tree.is(parent, 'parameter_list') || tree.field[parent] !== tree.grammar.fieldNamed('result')) return undefined;
  const results = tree.namedChildren(parent).filter((child) => !tree.is(child, 'comment'));
  return results.length === 1 && tree.child(results[0]!, 'name') === NONE ? 'leaveOut' : undefined;
}

/** The constant whose value (and type) a constant without one repeats, and its place in the group: what `iota` counts. */
export function impliedBy(tree: SyntaxTree, spec: NodeIndex): { readonly spec: NodeIndex; readonly iota: number } {
  let from = NONE;
  let iota = 0;
  for (let child = tree.firstChild(tree.parentOf(spec)); child !== NONE; child = tree.nextSibling(child)) {
    if (!tree.is(child, 'const_spec')) continue;
    if (tree.child(child, 'value') !== NONE) from = child;
    if (child === spec) break;
    iota++;
  }
  return { spec: from, iota };
}

/** A constant that stands one line further down is another one, if it counts. */
function withImpliedValue(tree: SyntaxTree, node: NodeIndex): Normalised {
  const { spec, iota } = impliedBy(tree, node);
  const value = leafTexts(tree, tree.child(spec, 'value'), GO_COMMENTS);
  const told = [...(spec === node ? [] : [...leafTexts(tree, tree.child(spec, 'type'), GO_COMMENTS), '=', ...value]), ...(value.includes('iota') ? [numberToken(String(iota))] : [])];
  return told.length === 0 ? undefined : { after: [OPEN, 'iota', ...told, CLOSE] };
}

const SHARED = ['const_spec', 'var_spec', 'field_declaration'];

/** True for a declaration of several names: each is a symbol of its own. */
export function namesSeveral(tree: SyntaxTree, declaration: NodeIndex): boolean {
  const field = tree.grammar.fieldNamed('name');
  return tree.children(declaration).filter((child) => tree.field[child] === field && tree.isNamed(child)).length > 1;
}

/** `a, b int = 1, 2`: `b` is hashed with its type and value, which lie outside of it. */
function withSharedParts(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (!tree.is(parent, ...SHARED) || tree.field[node] !== tree.grammar.fieldNamed('name') || !namesSeveral(tree, parent)) return undefined;
  const tokens = [tree.child(parent, 'type'), tree.child(parent, 'tag'), valueOf(tree, parent, node)].flatMap((part) => leafTexts(tree, part, GO_COMMENTS));
  return tokens.length === 0 ? undefined : { after: [OPEN, '=', ...tokens, CLOSE] };
}

/** The value of one of several names; of all, where one call gives them. */
export function valueOf(tree: SyntaxTree, spec: NodeIndex, name: NodeIndex): NodeIndex {
  const list = tree.child(spec, 'value');
  const field = tree.grammar.fieldNamed('name');
  const names = tree.children(spec).filter((child) => tree.field[child] === field && tree.isNamed(child));
  const values = list === NONE ? [] : tree.namedChildren(list).filter((child) => !tree.is(child, 'comment'));
  return values.length === names.length ? (values[names.indexOf(name)] ?? list) : list;
}

/** `0X1F` is `0x1f`; a float is never an integer. */
function canonicalNumber(literal: string): string {
  const text = literal.toLowerCase().replace(/_/g, '');
  const legacyOctal = /^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : text;
  try {
    return String(BigInt(legacyOctal));
  } catch {
    return text.replace(/^0+(?=\d)/, '').replace(/e\+/, 'e');
  }
}
