import { jsDocText, parseJsDoc } from '../docs';
import type { SymbolKind, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { cookedString } from './ecmascriptNormal';
import type { Definition, ExtraField, Hooks } from './language';
import { lineBetween, lineOf } from './sourceText';
import { cut } from '../oneLine';

export const modifiers = {
  async: 'async',
  static: 'static',
  readonly: 'readonly',
  abstract: 'abstract',
  override: 'override',
  accessor: 'accessor',
  declare: 'declare',
  private: 'private',
  protected: 'protected',
  public: 'public',
  '*': 'generator',
  '?': 'optional',
  '!': 'definite',
} as const;

export const wrappers = ['export_statement', 'lexical_declaration', 'variable_declaration', 'expression_statement', 'assignment_expression', 'ambient_declaration'];

export const transparent = [
  ...wrappers,
  'variable_declarator',
  'class_body',
  'class',
  'class_declaration',
  'abstract_class_declaration',
  'interface_body',
  'object_type',
  'intersection_type',
  'enum_body',
  'statement_block',
  'internal_module',
  'module',
  'object',
  'pair',
  'as_expression',
  'satisfies_expression',
  'parenthesized_expression',
  'parenthesized_type',
];

export const names = {
  identifiers: ['identifier', 'type_identifier', 'shorthand_property_identifier'],
  members: {
    member_expression: { object: 'object', name: 'property' },
    nested_identifier: { object: 'object', name: 'property' },
    nested_type_identifier: { object: 'module', name: 'name' },
  },
  self: ['this'],
} as const;

export const hooks: Hooks = {
  nameOf(tree, name) {
    const text = tree.textOf(name);
    if (tree.is(name, 'string')) return cookedString(text);
    if (tree.is(name, 'object_pattern', 'array_pattern')) return tree.textOf(boundNames(tree, name)[0] ?? NONE);
    if (!tree.is(name, 'computed_property_name')) return text;
    const inside = tree.namedChildren(name)[0] ?? NONE;
    // One name, however it is quoted and broken over lines.
    return tree.is(inside, 'string') ? cookedString(tree.textOf(inside)) : `[${tree.textOf(inside).replace(/\s+/g, ' ').replace(/"/g, "'")}]`;
  },

  nameless(tree, declaration) {
    if (tree.is(declaration, 'export_statement')) return 'default';
    if (tree.is(declaration, 'assignment_expression')) {
      const own = tree.child(tree.child(declaration, 'right'), 'name');
      return own === NONE ? 'module.exports' : tree.textOf(own);
    }
    return tree.is(declaration, 'class') ? '(class)' : undefined;
  },

  kindOf(definition, tree) {
    const { kind, node } = definition;
    if (kind === 'constant') return kindOfConstant(definition, tree);
    if (kind === 'method' && definition.name === 'constructor' && tree.is(tree.parentOf(node), 'class_body') && !definition.modifiers.includes('static')) return 'constructor';
    const inObject = (kind === 'method' || kind === 'getter' || kind === 'setter' || tree.is(node, 'pair')) && tree.is(tree.parentOf(node), 'object');
    return inObject && definition.owner === NONE && !isReachableObject(tree, node) ? undefined : kind;
  },

  idSuffix: (definition) => (definition.kind === 'setter' ? ':set' : ''),

  visibility(definition): Visibility {
    if (definition.modifiers.includes('private') || definition.name.startsWith('#')) return 'private';
    if (definition.parent?.kind === 'namespace' && definition.exportedAs === undefined) return 'private';
    return definition.modifiers.includes('protected') ? 'protected' : 'public';
  },

  doc(definition, tree) {
    const comment = docCommentAbove(tree, definition.start);
    return comment === undefined ? undefined : parseJsDoc(comment);
  },

  moduleDoc(tree) {
    return moduleComment(tree)?.text;
  },

  exportedAs(definition, tree) {
    for (let at = definition.node; at === definition.node || tree.is(at, ...wrappers); at = tree.parentOf(at)) {
      if (tree.is(at, 'export_statement')) return tree.children(at).some((child) => tree.is(child, 'default')) ? 'default' : definition.name;
    }
    return undefined;
  },

  signature: objectSignature,

  extraFields(definition, tree) {
    if (definition.kind === 'constructor') return parameterProperties(definition, tree);
    return definition.kind === 'constant' || definition.kind === 'variable' ? otherNames(definition, tree) : [];
  },

  isTrivialBody,
  isOverload: (definition, tree) => tree.is(definition.node, 'function_signature', 'method_signature', 'abstract_method_signature', 'call_signature', 'construct_signature'),
  isHiddenParam: (name) => name === 'this',
};

export const COMMENTS = ['comment', 'html_comment'];
/** The signature is cut behind fewer. */
const MOST_KEYS = 60;

/** `const registry = { queues, get }`: an object with code in it is told by its keys; what stands under them has sections of its own. */
function objectSignature({ kind, keyword, node, value }: Definition, tree: SyntaxTree): string | undefined {
  let object = value;
  while (tree.is(object, 'as_expression', 'satisfies_expression', 'parenthesized_expression')) object = tree.namedChildren(object)[0] ?? NONE;
  if ((kind !== 'constant' && kind !== 'variable') || !tree.is(object, 'object')) return undefined;
  const keys = tree.namedChildren(object).filter((child) => !tree.is(child, ...COMMENTS)).slice(0, MOST_KEYS).map((child) => {
    const key = tree.child(child, tree.is(child, 'pair') ? 'key' : 'name');
    return lineOf(tree, key === NONE ? child : key, COMMENTS);
  });
  const head = tree.is(node, 'export_statement') ? 'default =' : `${keyword} ${lineBetween(tree, tree.start[node]!, tree.start[value]!, COMMENTS)}`.trim();
  return cut(`${head} { ${keys.join(', ')} }`);
}

function kindOfConstant(definition: Definition, tree: SyntaxTree): SymbolKind | undefined {
  if (definition.keyword === 'let' || definition.keyword === 'var') return 'variable';
  if (tree.is(definition.node, 'assignment_expression') && !isOwnValue(tree, definition.value)) return undefined;
  return 'constant';
}

/** `exports.a = a` exports a name, `exports.a = void 0` announces one, `exports.a = require('b')` passes one on: none declares a constant. */
function isOwnValue(tree: SyntaxTree, value: NodeIndex): boolean {
  if (tree.is(value, 'call_expression')) return tree.textOf(tree.child(value, 'function')) !== 'require';
  return !tree.is(value, 'identifier', 'member_expression', 'assignment_expression', 'unary_expression', 'undefined');
}

/** An object whose members can be named from outside: the value of a declared name, or of an export. */
function isReachableObject(tree: SyntaxTree, member: NodeIndex): boolean {
  let at = tree.parentOf(member);
  while (tree.is(at, 'object', 'pair', 'as_expression', 'satisfies_expression', 'parenthesized_expression')) at = tree.parentOf(at);
  if (tree.is(at, 'variable_declarator', 'export_statement')) return true;
  return tree.is(at, 'assignment_expression') && /^(?:module\.exports|(?:module\.)?exports\.[\w$]+)$/.test(tree.textOf(tree.child(at, 'left')));
}

/** The names that a pattern binds, in order. */
function boundNames(tree: SyntaxTree, pattern: NodeIndex): NodeIndex[] {
  const names: NodeIndex[] = [];
  for (let node = pattern; pattern !== NONE && node < tree.after[pattern]!; node++) {
    const parent = tree.parentOf(node);
    const isPart = tree.is(parent, 'array_pattern', 'rest_pattern') || (tree.is(parent, 'pair_pattern') && tree.child(parent, 'value') === node) || (tree.is(parent, 'assignment_pattern') && tree.child(parent, 'left') === node);
    if (tree.is(node, 'shorthand_property_identifier_pattern') || (tree.is(node, 'identifier') && isPart)) names.push(node);
    // A default holds no names of the pattern.
    if (tree.is(parent, 'assignment_pattern', 'object_assignment_pattern') && tree.child(parent, 'right') === node) node = tree.after[node]! - 1;
  }
  return names;
}

/** `const { a, b } = …`: `a` stands for the declaration, `b` beside it. */
function otherNames(definition: Definition, tree: SyntaxTree): ExtraField[] {
  if (!tree.is(definition.nameNode, 'object_pattern', 'array_pattern')) return [];
  return boundNames(tree, definition.nameNode)
    .slice(1)
    .map((node) => ({ name: tree.textOf(node), node, kind: definition.kind, signature: cut(`${definition.keyword} ${lineOf(tree, definition.node, COMMENTS)}`), hashed: definition.node, visibility: 'public', modifiers: [] }));
}

const PROPERTY_MODIFIERS = ['private', 'protected', 'public', 'readonly', 'override'];

/** `constructor(private readonly clock: Clock)` declares the field `clock`. */
function parameterProperties(definition: Definition, tree: SyntaxTree): ExtraField[] {
  return tree.namedChildren(definition.params).flatMap((param): ExtraField[] => {
    const found = tree.children(param).map((child) => tree.textOf(child)).filter((text) => PROPERTY_MODIFIERS.includes(text));
    const name = tree.child(param, 'pattern');
    if (found.length === 0 || !tree.is(name, 'identifier')) return [];
    const visibility = found.includes('private') ? 'private' : found.includes('protected') ? 'protected' : 'public';
    return [{ name: tree.textOf(name), node: param, type: tree.child(param, 'type'), value: tree.child(param, 'value'), visibility, modifiers: found }];
  });
}

/** One return of a member or literal, one assignment, or nothing but what is passed on. */
function isTrivialBody(definition: Definition, tree: SyntaxTree): boolean {
  if (definition.decorators.length > 0) return false;
  if (definition.body === NONE) return true;
  const statements = tree.namedChildren(definition.body).filter((child) => !tree.is(child, 'comment'));
  if (definition.kind === 'constructor') return statements.every((statement) => isDelegation(tree, statement)) && statements.length <= 1;
  const [only] = statements;
  if (only === undefined || statements.length > 1) return only === undefined;
  if (tree.is(only, 'return_statement')) return isPlain(tree, tree.namedChildren(only)[0] ?? NONE);
  const assignment = tree.firstChild(only);
  return tree.is(only, 'expression_statement') && tree.is(assignment, 'assignment_expression') && isPlain(tree, tree.child(assignment, 'left')) && isPlain(tree, tree.child(assignment, 'right'));
}

/** `super(…)` with nothing worked out in it. */
function isDelegation(tree: SyntaxTree, statement: NodeIndex): boolean {
  const call = tree.firstChild(statement);
  if (!tree.is(call, 'call_expression') || !tree.is(tree.child(call, 'function'), 'super')) return false;
  return tree.namedChildren(tree.child(call, 'arguments')).every((argument) => isPlain(tree, tree.is(argument, 'spread_element') ? argument + 2 : argument));
}

/** A name, a member of a name, a literal. */
function isPlain(tree: SyntaxTree, node: NodeIndex): boolean {
  let at = node;
  while (tree.is(at, 'member_expression', 'non_null_expression', 'as_expression', 'parenthesized_expression')) at = tree.namedChildren(at)[0] ?? NONE;
  return at === NONE || tree.is(at, 'identifier', 'this', 'string', 'number', 'true', 'false', 'null', 'undefined', 'private_property_identifier', 'super');
}

/** The JSDoc comment above an offset, other comments between them allowed. */
export function docCommentAbove(tree: SyntaxTree, start: number): string | undefined {
  let { text } = tree;
  text = text.slice(0, start);
  let blankLines = 0;
  for (;;) {
    const trimmed = text.trimEnd();
    blankLines = Math.max(blankLines, text.slice(trimmed.length).split('\n').length - 2);
    text = trimmed;
    if (text.endsWith('*/')) {
      const open = text.lastIndexOf('/*');
      if (open < 0 || blankLines > 1) return undefined;
      if (text.startsWith('/**', open) && !text.startsWith('/**/', open)) {
        const isModule = moduleComment(tree)?.start === open;
        return isModule ? undefined : text.slice(open);
      }
      text = text.slice(0, open);
      continue;
    }
    const line = text.slice(text.lastIndexOf('\n') + 1);
    if (!line.trimStart().startsWith('//')) return undefined;
    text = text.slice(0, text.length - line.length);
  }
}

const DIRECTIVE = /^\s*(?:#!|eslint|@ts-|prettier-|istanbul|c8 |v8 |jshint|jslint|global |globals |@flow|tslint|<reference|<amd|\/|@jest-|@vitest-|biome-|#region|#endregion|sourceMappingURL)/;
const LICENCE = /copyright|licen[cs]e|SPDX|all rights reserved/i;
const MODULE_TAG = /@(?:packageDocumentation|module|fileoverview|file|overview)\b/;

/** The comment that tells of the file: the first one, if it is tagged so, or stands apart from the first declaration. */
function moduleComment(tree: SyntaxTree): { text: string; start: number } | undefined {
  const children = tree.children(0);
  for (let at = 0; at < children.length; at++) {
    const node = children[at]!;
    if (tree.is(node, 'hash_bang_line')) continue;
    const text = tree.textOf(node);
    if (tree.is(node, 'expression_statement') && /^['"]use \w+['"]/.test(text)) continue;
    if (!tree.is(node, 'comment')) return undefined;
    const next = children[at + 1] ?? NONE;
    const gap = tree.text.slice(tree.end[node], next === NONE ? tree.end[0] : tree.start[next]);
    if (text.startsWith('/*')) {
      const said = jsDocText(text);
      if (MODULE_TAG.test(said)) return { text: said.replace(MODULE_TAG, '').replace(/^\s+/, '').trim(), start: tree.start[node]! };
      if (LICENCE.test(said) || DIRECTIVE.test(said) || text.startsWith('/*!')) continue;
      const apart = next === NONE || tree.is(next, 'import_statement', 'comment') || /\n[ \t]*\r?\n/.test(gap) || isRequire(tree, next);
      return apart && !isDocOfNext(tree, next, gap) ? { text: said, start: tree.start[node]! } : undefined;
    }
    // A run of line comments.
    const run = [node];
    while (tree.is(children[at + 1] ?? NONE, 'comment') && tree.textOf(children[at + 1]!).startsWith('//') && !/\n[ \t]*\r?\n/.test(tree.text.slice(tree.end[children[at]!], tree.start[children[at + 1]!]))) run.push(children[++at]!);
    const lines = run.map((comment) => tree.textOf(comment).replace(/^\/\/ ?/, '').trimEnd()).filter((line) => !DIRECTIVE.test(line));
    const said = lines.join('\n').trim();
    if (said === '' || LICENCE.test(said)) continue;
    const following = children[at + 1] ?? NONE;
    const after = tree.text.slice(tree.end[run.at(-1)!], following === NONE ? tree.end[0] : tree.start[following]);
    if (following === NONE || tree.is(following, 'import_statement') || isRequire(tree, following) || /\n[ \t]*\r?\n/.test(after)) return { text: said, start: tree.start[node]! };
    return undefined;
  }
  return undefined;
}

function isRequire(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'lexical_declaration', 'variable_declaration', 'expression_statement') && /\brequire\(/.test(tree.textOf(node).slice(0, 200)) ? true : /^['"]use \w+['"]/.test(tree.textOf(node).slice(0, 20));
}

/** A second comment right below the first belongs to what follows, and leaves the first to the file. */
function isDocOfNext(tree: SyntaxTree, next: NodeIndex, gap: string): boolean {
  return next !== NONE && !tree.is(next, 'comment', 'import_statement') && !/\n[ \t]*\r?\n/.test(gap) && !isRequire(tree, next);
}
