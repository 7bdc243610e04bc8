import { numberToken, stringToken, type NormalRules } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

/** What dotnet-format and its like may change. `#region` is a comment; `#if` says what is compiled. */
export const csharpNormal: NormalRules = {
  leaveOut: ['comment', 'preproc_region', 'preproc_endregion', 'preproc_nullable', 'preproc_pragma', 'preproc_line'],
  rules: {
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'for_statement', 'while_statement', 'if_statement', 'foreach_statement', 'do_statement', 'fixed_statement', 'lock_statement', 'using_statement', 'empty_statement', 'labeled_statement') ? undefined : 'leaveOut'),
    // An empty statement alone says nothing, unless it is what a loop or a condition does.
    empty_statement: (tree, node) => (tree.is(tree.parentOf(node), 'block', 'switch_section', 'global_statement') ? 'leaveOut' : [';']),
    '","': (tree, node) => (endsList(tree, node) ? 'leaveOut' : undefined),
    '"("': (tree, node) => (tree.is(tree.parentOf(node), 'parenthesized_expression', 'parenthesized_pattern') ? 'leaveOut' : undefined),
    '")"': (tree, node) => (tree.is(tree.parentOf(node), 'parenthesized_expression', 'parenthesized_pattern') ? 'leaveOut' : undefined),
    ...Object.fromEntries(['string_literal', 'verbatim_string_literal', 'raw_string_literal'].map((type) => [type, (tree: SyntaxTree, node: NodeIndex) => [stringToken(csharpString(tree.textOf(node)))]])),
    ...Object.fromEntries(['integer_literal', 'real_literal'].map((type) => [type, (tree: SyntaxTree, node: NodeIndex) => [numberToken(tree.textOf(node).replace(/_/g, '').toLowerCase())]])),
  },
};

function endsList(tree: SyntaxTree, node: NodeIndex): boolean {
  let next = tree.nextSibling(node);
  while (tree.is(next, 'comment')) next = tree.nextSibling(next);
  const parent = tree.parentOf(node);
  // `[,]` is an array of two dimensions, `<,>` a type with two parameters.
  if (tree.is(parent, 'array_rank_specifier', 'type_argument_list')) return false;
  return next === NONE || ['}', ')', ']'].includes(tree.textOf(next));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', a: '\u0007', e: '\u001b', 0: '\0' };

/** Value of a string literal with its quotes: `"a"`, `@"a"`, `"""a"""`, with `u8` behind it or not. */
export function csharpString(literal: string): string {
  const suffix = /[uU]8$/.test(literal) ? 'u8' : '';
  const text = suffix === '' ? literal : literal.slice(0, -2);
  if (text.startsWith('@')) return text.slice(2, -1).replace(/""/g, '"') + suffix;
  const quotes = /^"{3,}/.exec(text)?.[0].length;
  if (quotes !== undefined) return rawString(text.slice(quotes, -quotes)) + suffix;
  const value = text.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{1,4})|([\s\S]))/g, (all: string, short?: string, long?: string, hex?: string, other = '') => {
    const digits = short ?? long ?? hex;
    if (digits === undefined) return ESCAPES[other as string] ?? (other as string);
    const point = parseInt(digits, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
  return value + suffix;
}

/** The indentation of the closing quotes' line is no part of a raw string. */
function rawString(inside: string): string {
  const lines = inside.replace(/\r\n?/g, '\n').split('\n');
  if (lines.length === 1) return inside;
  const indent = /^[ \t]*/.exec(lines.at(-1)!)![0].length;
  return lines.slice(1, -1).map((line) => line.slice(Math.min(indent, /^[ \t]*/.exec(line)![0].length))).join('\n');
}
