import { numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

const COMMENTS = ['line_comment', 'block_comment'];

/** What google-java-format and its like may change. Import order, modifiers' order and doc comments are no part of what is hashed anyway. */
export const javaNormal: NormalRules = {
  leaveOut: COMMENTS,
  rules: {
    // A statement that is only a semicolon is the body of what it stands in; in a `for` they part its head.
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'for_statement', 'while_statement', 'if_statement', 'enhanced_for_statement', 'do_statement', 'labeled_statement') ? undefined : 'leaveOut'),
    '","': (tree, node) => (endsList(tree, node) ? 'leaveOut' : undefined),
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    inferred_parameters: (tree, node) => {
      const [only, ...more] = tree.namedChildren(node).filter((child) => !tree.is(child, ...COMMENTS));
      return only !== undefined && more.length === 0 ? [tree.textOf(only)] : undefined;
    },
    string_literal: (tree, node) => [stringToken(javaString(tree.textOf(node)))],
    ...Object.fromEntries(['decimal_integer_literal', 'hex_integer_literal', 'octal_integer_literal', 'binary_integer_literal', 'decimal_floating_point_literal', 'hex_floating_point_literal'].map((type) => [type, (tree: SyntaxTree, node: NodeIndex) => [numberToken(tree.textOf(node).replace(/_/g, '').toLowerCase())]])),
  },
};

function endsList(tree: SyntaxTree, node: NodeIndex): boolean {
  let next = tree.nextSibling(node);
  while (tree.is(next, ...COMMENTS)) next = tree.nextSibling(next);
  return next === NONE || ['}', ')'].includes(tree.textOf(next)) || tree.is(next, 'enum_body_declarations');
}

function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  return tree.is(tree.parentOf(node), 'parenthesized_expression') ? 'leaveOut' : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', s: ' ', '\n': '' };

/** Value of a string literal or text block, with its quotes. */
export function javaString(literal: string): string {
  const raw = literal.startsWith('"""') ? textBlock(literal) : literal.slice(1, -1);
  return raw.replace(/\\(?:u+([0-9a-fA-F]{4})|([0-7]{1,3})|([\s\S]))/g, (_, unicode?: string, octal?: string, other = '') => {
    if (unicode !== undefined) return String.fromCharCode(parseInt(unicode, 16));
    return octal !== undefined ? String.fromCharCode(parseInt(octal, 8)) : (ESCAPES[other as string] ?? (other as string));
  });
}

/** The indentation that all lines share, the closing quotes' line included, is no part of a text block (JLS 3.10.6). */
function textBlock(literal: string): string {
  const lines = literal.slice(3, -3).replace(/\r\n?/g, '\n').replace(/^[ \t\f]*\n/, '').split('\n');
  const last = lines.length - 1;
  const counted = lines.filter((line, index) => index === last || line.trim() !== '');
  const shared = Math.min(...counted.map((line) => /^[ \t\f]*/.exec(line)![0].length));
  return lines.map((line) => line.slice(shared).replace(/[ \t\f]+$/, '')).join('\n');
}
