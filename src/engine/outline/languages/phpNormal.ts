import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

const LISTS = ['array_creation_expression', 'list_literal'];

/** What PHP-CS-Fixer's own rule sets (PSR-12, Symfony) may change without another tree. */
export const phpNormal: NormalRules = {
  leaveOut: ['comment', 'php_tag', 'php_end_tag'],
  rules: {
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'for_statement', 'while_statement', 'if_statement', 'foreach_statement', 'do_statement', 'empty_statement') ? undefined : 'leaveOut'),
    empty_statement: (tree, node) => (tree.is(tree.parentOf(node), 'program', 'compound_statement', 'case_statement', 'default_statement') ? 'leaveOut' : [';']),
    '","': leaveOutTrailingComma,
    '"("': leaveOutBracket,
    '")"': leaveOutBracket,
    '"["': leaveOutBracket,
    '"]"': leaveOutBracket,
    '"array"': (tree, node) => (tree.is(tree.parentOf(node), ...LISTS) ? 'leaveOut' : undefined),
    '"list"': (tree, node) => (tree.is(tree.parentOf(node), ...LISTS) ? 'leaveOut' : undefined),
    array_creation_expression: () => ({ before: ['[]'] }),
    list_literal: () => ({ before: ['[]'] }),
    object_creation_expression: (tree, node) => (tree.childOfType(node, 'arguments', 'anonymous_class') === NONE ? { after: [OPEN, '(', ')', CLOSE] } : undefined),
    string: (tree, node) => [stringToken(phpString(tree.textOf(node)))],
    encapsed_string: (tree, node) => (tree.namedChildren(node).every((child) => tree.is(child, 'string_content', 'escape_sequence')) ? [stringToken(phpString(tree.textOf(node)))] : undefined),
    string_content: heredocText,
    nowdoc_string: heredocText,
    ...Object.fromEntries(['boolean', 'null', 'cast_type', 'primitive_type'].map((type) => [type, (tree: SyntaxTree, node: NodeIndex) => [tree.textOf(node).toLowerCase().replace(/\s/g, '')]])),
    ...Object.fromEntries(['integer', 'float'].map((type) => [type, (tree: SyntaxTree, node: NodeIndex) => [numberToken(tree.textOf(node).replace(/_/g, '').toLowerCase())]])),
  },
};

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  // `[, $b] = …` leaves the first out.
  if (tree.is(tree.parentOf(node), 'list_literal')) return undefined;
  let next = tree.nextSibling(node);
  while (tree.is(next, 'comment')) next = tree.nextSibling(next);
  return next === NONE || [')', ']', '}'].includes(tree.textOf(next)) ? 'leaveOut' : undefined;
}

function leaveOutBracket(tree: SyntaxTree, node: NodeIndex): Normalised {
  return tree.is(tree.parentOf(node), 'parenthesized_expression', ...LISTS) ? 'leaveOut' : undefined;
}

/** The indentation of a heredoc's closing word is no part of its text. */
function heredocText(tree: SyntaxTree, node: NodeIndex): Normalised {
  const body = tree.parentOf(node);
  if (!tree.is(body, 'heredoc_body', 'nowdoc_body')) return undefined;
  const end = tree.child(tree.parentOf(body), 'end_tag');
  const indent = end === NONE ? 0 : tree.start[end]! - tree.lineStart(tree.start[end]!);
  // The grammar gives one node a line, and leaves the line breaks between them out.
  const previous = tree.children(body).filter((child) => child < node).at(-1);
  const from = previous === undefined ? tree.start[body]! : tree.end[previous]!;
  const breaks = tree.text.slice(from, tree.start[node]).replace(/[^\n]/g, '');
  const startsLine = tree.lineStart(tree.start[node]!) === tree.start[node];
  const text = breaks + (startsLine ? tree.textOf(node).replace(new RegExp(`^[ \\t]{0,${indent}}`), '') : tree.textOf(node));
  return [stringToken(text.replace(/\r\n?/g, '\n'))];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', v: '\v', e: '\u001b', f: '\f', $: '$', '"': '"', '\\': '\\' };

/** Value of a string literal with its quotes; what is worked out inside of double quotes stays as written. */
export function phpString(literal: string): string {
  const inside = literal.replace(/^[bB]?['"]|['"]$/g, '');
  if (/^[bB]?'/.test(literal)) return inside.replace(/\\([\\'])/g, '$1');
  return inside.replace(/\\(?:u\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g, (all: string, unicode?: string, hex?: string, octal?: string, other = '') => {
    const digits = unicode ?? hex;
    if (digits !== undefined) return parseInt(digits, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(digits, 16)) : all;
    return octal !== undefined ? String.fromCharCode(parseInt(octal, 8)) : (ESCAPES[other as string] ?? all);
  });
}
