import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { accessOf, CPP_COMMENTS, declaratorsOf, isIncludeGuard } from './cppDeclarators';
import { leafTexts } from './sourceText';

/** What clang-format may change in its own styles: white space, the order of includes and `using`, where long strings and macros are broken. */
export const cppNormal: NormalRules = {
  leaveOut: CPP_COMMENTS,
  gap: macroTokens,
  rules: {
    '","': leaveOutTrailingComma,
    // Its spelling is that of its lines; what it says, of its words.
    preproc_arg: (tree, node) => macroTokens(tree.textOf(node)),
    using_declaration: (tree, node) => (tree.is(tree.parentOf(node), 'field_declaration_list') ? undefined : 'leaveOut'),
    concatenated_string: joinedString,
    string_literal: (tree, node) => (tree.is(tree.parentOf(node), 'concatenated_string') ? undefined : joinedString(tree, node)),
    raw_string_literal: (tree, node) => [stringToken(tree.textOf(node).replace(/\r\n?/g, '\n'))],
    number_literal: (tree, node) => [numberToken(tree.textOf(node).replace(/'/g, '').toLowerCase())],
    ...Object.fromEntries(['"#define"', '"#if"', '"#ifdef"', '"#ifndef"', '"#elif"', '"#else"', '"#endif"', '"#include"', 'preproc_directive'].map((type) => [type, (tree: SyntaxTree, node: NodeIndex) => [directive(tree, node)]])),
    ...Object.fromEntries(['function_definition', 'declaration', 'field_declaration', 'class_specifier', 'struct_specifier', 'union_specifier', 'enum_specifier', 'alias_declaration', 'type_definition', 'concept_definition', 'preproc_def', 'preproc_function_def'].map((type) => [type, withSurroundings])),
    identifier: withSharedType,
    field_identifier: withSharedType,
  },
};

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  let next = tree.nextSibling(node);
  while (tree.is(next, ...CPP_COMMENTS)) next = tree.nextSibling(next);
  return tree.is(tree.parentOf(node), 'enumerator_list', 'initializer_list') && tree.textOf(next) === '}' ? 'leaveOut' : undefined;
}

/** `#  define` is `#define`. */
function directive(tree: SyntaxTree, node: NodeIndex): string {
  return tree.textOf(node).replace(/\s+/g, '');
}

const MACRO_TOKEN = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|\\\r?\n|\s+|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|[\w$]+|##|#|[-+*/%&|^=<>!]=|&&|\|\||<<=?|>>=?|\+\+|--|->|::|[\s\S]/g;

function macroTokens(text: string): string[] {
  const words = [...text.matchAll(MACRO_TOKEN)].map(([word]) => word).filter((word) => !/^(?:\s|\\\r?\n|\/\*|\/\/)/.test(word));
  // Strings that stand side by side are one, as everywhere.
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (word.startsWith('"') && before?.startsWith('"')) joined[joined.length - 1] = before.slice(0, -1) + word.slice(1);
    else joined.push(word);
  }
  return [OPEN, ...joined, CLOSE];
}

/** Neighbouring strings are one; a formatter breaks long ones. */
function joinedString(tree: SyntaxTree, node: NodeIndex): Normalised {
  const strings = tree.is(node, 'string_literal') ? [node] : tree.namedChildren(node).filter((child) => !tree.is(child, ...CPP_COMMENTS));
  if (strings.some((string) => !tree.is(string, 'string_literal'))) return undefined;
  const texts = strings.map((string) => /^([A-Za-z0-9]*)"([\s\S]*)"$/.exec(tree.textOf(string).replace(/\\\r?\n/g, '')));
  const prefix = texts.map((text) => text?.[1]).find(Boolean) ?? '';
  return [stringToken(`${prefix}"${texts.map((text) => text?.[2] ?? '').join('')}`)];
}

/** What counts for a declaration and stands around it: template parameters, access, `extern "C"`, the branch of the preprocessor. */
function withSurroundings(tree: SyntaxTree, node: NodeIndex): Normalised {
  const words: string[] = [];
  let child = node;
  for (let at = tree.parentOf(node); at !== NONE; child = at, at = tree.parentOf(at)) {
    if (tree.is(at, 'template_declaration')) words.push(...leafTexts(tree, tree.child(at, 'parameters'), CPP_COMMENTS), ...leafTexts(tree, tree.childOfType(at, 'requires_clause'), CPP_COMMENTS));
    else if (tree.is(at, 'linkage_specification')) words.push('extern', tree.textOf(tree.child(at, 'value')));
    else if (tree.is(at, 'field_declaration_list')) {
      words.push(accessOf(tree, child));
      break;
    } else if (/^preproc_(?:if|elif|else)/.test(tree.typeName(at))) {
      if (!isIncludeGuard(tree, at) && tree.child(at, 'alternative') !== child) words.push(...branchWords(tree, at));
    } else if (!tree.is(at, 'declaration_list', 'friend_declaration')) break;
  }
  return words.length === 0 ? undefined : { before: [OPEN, 'in', ...words, CLOSE] };
}

/** A branch is told by its own condition and by those of the branches before it. */
function branchWords(tree: SyntaxTree, branch: NodeIndex): string[] {
  const words = tree.is(branch, 'preproc_else') ? ['#else'] : [directive(tree, tree.firstChild(branch)), ...leafTexts(tree, tree.child(branch, tree.is(branch, 'preproc_ifdef', 'preproc_elifdef') ? 'name' : 'condition'), CPP_COMMENTS)];
  const parent = tree.parentOf(branch);
  return /^preproc_(?:if|elif)/.test(tree.typeName(parent)) && tree.child(parent, 'alternative') === branch ? [...branchWords(tree, parent), ...words] : words;
}

const HOLDERS = ['declaration', 'field_declaration', 'type_definition'];

/** `int *a, b;`: each is hashed with the type that lies outside of it. */
function withSharedType(tree: SyntaxTree, node: NodeIndex): Normalised {
  const field = tree.grammar.fieldNamed('declarator');
  let at = node;
  while (tree.field[at] === field && !tree.is(tree.parentOf(at), ...HOLDERS)) at = tree.parentOf(at);
  const holder = tree.parentOf(at);
  if (tree.field[at] !== field || !tree.is(holder, ...HOLDERS) || tree.is(tree.parentOf(holder), 'compound_statement')) return undefined;
  const all = declaratorsOf(tree, holder);
  if (all.length < 2) return undefined;
  const type = tree.children(holder).filter((child) => child < all[0]!).flatMap((child) => leafTexts(tree, child, CPP_COMMENTS));
  const sign = tree.nextSibling(at);
  const value = tree.textOf(sign) === '=' ? leafTexts(tree, tree.nextSibling(sign), CPP_COMMENTS) : [];
  return { after: [OPEN, ':', ...type, '=', ...value, CLOSE] };
}
