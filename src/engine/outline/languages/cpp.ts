import type { DocParts } from '../docs';
import type { Import, Param, SymbolKind, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { abstractDeclarator, accessOf, classAround, CPP_COMMENTS, declaratorsOf, functionIn, isIncludeGuard, joinType, nameIn, specifiers } from './cppDeclarators';
import { docAround, fileDoc } from './cppDoc';
import { cppNormal } from './cppNormal';
import { cppQuery } from './cppQuery';
import { repairCpp } from './cppRepair';
import type { Definition, Hooks, Language } from './language';
import { leafTexts, lineBetween, lineOf } from './sourceText';

const SPECIFIERS = ['class_specifier', 'struct_specifier', 'union_specifier', 'enum_specifier'];
const DECLARATIONS = ['declaration', 'field_declaration', 'type_definition'];
const FUNCTIONS: readonly SymbolKind[] = ['function', 'method', 'constructor'];

/** C++, and C as far as the two agree. A declaration and the definition of the same function in one file are one symbol. */
const hooks: Hooks = {
  repair: repairCpp,

  nameOf(tree, name) {
    const text = lineOf(tree, name, CPP_COMMENTS);
    if (tree.is(name, 'operator_name')) return text.replace(/^operator\s*(?=\W)/, 'operator').replace(/^operator(?=\w)\s*/, 'operator ');
    if (tree.is(name, 'operator_cast')) return text.replace(/\s*\([\s\S]*$/, '');
    return tree.is(name, 'system_lib_string', 'string_literal') ? text.replace(/^"|"$/g, '') : text.replace(/\s+(?=[<>,*&(])|(?<=[<~,])\s+/g, '');
  },

  nameless(tree, declaration) {
    if (tree.is(declaration, 'namespace_definition')) return '(anonymous)';
    return typedefName(tree, declaration);
  },

  kindOf(definition, tree) {
    const { node, kind } = definition;
    if (tree.is(node, ...SPECIFIERS)) definition.name = typedefName(tree, node) ?? definition.name;
    const holder = tree.is(node, ...DECLARATIONS) ? node : tree.parentOf(node);
    if (tree.is(holder, ...DECLARATIONS) && !tree.is(node, ...SPECIFIERS)) {
      // Inside a function, what looks like a declaration of one is mostly a variable that is made.
      if (tree.is(tree.parentOf(holder), 'compound_statement', 'case_statement', 'for_statement', 'if_statement', 'condition_clause')) return undefined;
      if (!FUNCTIONS.includes(kind) && (declaratorsOf(tree, holder).length > 1) === (holder === node)) return undefined;
      if (tree.is(holder, 'type_definition') && tree.child(tree.child(holder, 'type'), 'body') !== NONE) return undefined;
    }
    // A friend is no member; where it is only named, its own declaration tells of it.
    if (tree.is(tree.parentOf(node), 'friend_declaration')) return definition.body === NONE ? undefined : 'function';
    if (kind === 'function' || (kind === 'variable' && takesCallback(tree, node))) return functionKind(definition, tree);
    return kind === 'variable' && isConstant(tree, holder) ? 'constant' : kind;
  },

  isWrapper(tree, wrapper, inside) {
    if (tree.is(wrapper, 'type_definition')) return tree.is(inside, ...SPECIFIERS);
    return !tree.is(wrapper, 'declaration', 'field_declaration') || (tree.is(inside, ...SPECIFIERS) && declaratorsOf(tree, wrapper).length === 0);
  },

  visibility: visibilityOf,

  exportedAs(definition, tree) {
    const { node } = definition;
    if (classAround(tree, node) !== NONE || tree.ancestorOfType(node, 'compound_statement') !== NONE || definition.kind === 'enumMember') return undefined;
    return isInternal(tree, node) ? undefined : definition.name;
  },

  modifiers(definition, tree) {
    const words = [...tree.children(definition.node), ...tree.children(functionOf(tree, definition.node))].map((child) => tree.textOf(child));
    const known = FUNCTIONS.includes(definition.kind) ? ['virtual', 'explicit', 'constexpr', 'consteval', 'override', 'final', 'const'] : ['static', 'extern', 'mutable', 'constexpr', 'constinit', 'thread_local', 'inline'];
    const said = known.filter((word) => words.includes(word) && (word !== 'const' || tree.children(functionOf(tree, definition.node)).some((child) => tree.textOf(child) === 'const')));
    if (tree.is(definition.node, 'union_specifier')) said.push('union');
    const clause = tree.childOfType(definition.node, 'default_method_clause', 'delete_method_clause', 'pure_virtual_clause');
    if (clause !== NONE) said.push(lineOf(tree, clause, CPP_COMMENTS).replace(/[=;\s]/g, ''));
    if (FUNCTIONS.includes(definition.kind) && tree.textOf(tree.child(definition.node, 'default_value')) === '0') said.push('abstract');
    return said;
  },

  doc(definition, tree): DocParts | undefined {
    const holder = tree.is(tree.parentOf(definition.node), ...DECLARATIONS) ? tree.parentOf(definition.node) : definition.node;
    const start = Math.min(definition.start, tree.start[holder]!);
    return docAround(tree, start, definition.body === NONE || definition.kind === 'constant' ? endOf(tree, definition) : start);
  },

  moduleDoc: fileDoc,

  isTrivialBody(definition, tree) {
    if (definition.body === NONE) return true;
    return tree.namedChildren(definition.body).every((child) => tree.is(child, ...CPP_COMMENTS)) && tree.childOfType(definition.node, 'field_initializer_list') === NONE;
  },

  mergeKey(definition, tree) {
    if (!FUNCTIONS.includes(definition.kind) || definition.params === NONE || tree.is(definition.node, 'preproc_function_def')) return undefined;
    const old = oldStyleTypes(definition, tree);
    const types = parameterNodes(tree, definition.params).map((param) => old.get(tree.textOf(param))?.tokens ?? typeTokens(tree, param));
    const qualifiers = tree.children(functionOf(tree, definition.node)).filter((child) => tree.is(child, 'type_qualifier', 'ref_qualifier')).map((child) => tree.textOf(child));
    return [types.filter((type) => type !== 'void').join(','), ...qualifiers].join(' ');
  },

  params: paramsOf,

  conditionOf(tree, around, inside) {
    if (!/^preproc_(?:if|elif|else)/.test(tree.typeName(around)) || tree.child(around, 'alternative') === inside || isIncludeGuard(tree, around)) return undefined;
    const head = (branch: NodeIndex): string => `${tree.textOf(tree.firstChild(branch))} ${lineOf(tree, tree.child(branch, tree.is(branch, 'preproc_if', 'preproc_elif') ? 'condition' : 'name'), CPP_COMMENTS)}`;
    const condition = tree.is(around, 'preproc_else') ? `#else of ${head(tree.parentOf(around))}` : head(around);
    // Whatever is for C and C++ says so around its `extern "C"`.
    return /\b__cplusplus\b/.test(condition) ? undefined : condition.replace(/^#\s+/, '#');
  },

  signature(definition, tree) {
    const { node, kind } = definition;
    if (tree.is(node, 'preproc_def', 'preproc_function_def')) return `#define ${definition.name}${lineOf(tree, definition.params, CPP_COMMENTS)}`;
    const holder = !tree.is(node, ...SPECIFIERS) && tree.is(tree.parentOf(node), ...DECLARATIONS) ? tree.parentOf(node) : node;
    if (kind === 'namespace') return `namespace ${definition.name}`;
    const initial = tree.childOfType(node, 'field_initializer_list', 'try_statement');
    const parts = [definition.body, initial].filter((part) => part !== NONE && tree.contains(node, part)).map((part) => tree.start[part]!);
    const words = holder === node ? '' : `${specifiers(tree, holder)} `;
    const value = tree.is(node, 'init_declarator') ? tree.child(node, 'value') : NONE;
    const end = Math.min(tree.end[node]!, ...parts, ...(FUNCTIONS.includes(kind) || kind === 'type' || kind === 'enumMember' ? [] : [valueStart(tree, node, value)]));
    const text = lineBetween(tree, tree.start[node]!, end, CPP_COMMENTS).replace(/\s*[;{]\s*$/, '').replace(/\s*=\s*$/, '');
    const tag = tree.is(tree.parentOf(node), 'type_definition') ? `typedef ${text}${text.endsWith(` ${definition.name}`) ? '' : ` ${definition.name}`}` : words + text;
    return templateHead(tree, node) + tag;
  },

  implied(definition, tree) {
    const { node, kind } = definition;
    if (FUNCTIONS.includes(kind)) return kind === 'constructor' ? undefined : { result: resultOf(definition, tree) };
    const holder = tree.is(node, ...DECLARATIONS) ? node : tree.parentOf(node);
    if (!tree.is(holder, ...DECLARATIONS) || tree.is(node, ...SPECIFIERS)) return tree.is(node, 'preproc_def') ? { value: lineOf(tree, definition.value, CPP_COMMENTS).replace(/\\\s*/g, ' ').replace(/\s*\/\*.*$/, '') } : undefined;
    const declarator = holder === node ? (declaratorsOf(tree, node)[0] ?? NONE) : node;
    const value = holder === node ? tree.child(node, 'default_value') : initialOf(tree, node);
    return { type: joinType(specifiers(tree, holder), abstractDeclarator(tree, declarator)), ...(value !== NONE && { value: lineOf(tree, value, CPP_COMMENTS) }) };
  },

  imports(tree) {
    const includes = [...Array(tree.count).keys()].filter((node) => tree.is(node, 'preproc_include'));
    return includes.map((node): Import => ({ from: hooks.nameOf!(tree, tree.child(node, 'path')), names: [], typeOnly: false }));
  },
};

/** `typedef struct {…} Point;` is a struct called Point. */
function typedefName(tree: SyntaxTree, specifier: NodeIndex): string | undefined {
  const parent = tree.parentOf(specifier);
  const name = tree.is(parent, 'type_definition') ? (declaratorsOf(tree, parent)[0] ?? NONE) : NONE;
  return tree.is(name, 'type_identifier') ? tree.textOf(name) : undefined;
}

/** Of several fields in one declaration, the value that stands behind this one. */
function initialOf(tree: SyntaxTree, declarator: NodeIndex): NodeIndex {
  const sign = tree.nextSibling(declarator);
  const value = tree.textOf(sign) === '=' ? tree.nextSibling(sign) : sign;
  return value !== NONE && tree.field[value] === tree.grammar.fieldNamed('default_value') ? value : NONE;
}

function functionKind(definition: Definition, tree: SyntaxTree): SymbolKind {
  const around = classAround(tree, definition.node);
  const owner = around === NONE ? tree.textOf(definition.owner) : tree.textOf(tree.child(around, 'name')).replace(/<[\s\S]*$/, '');
  if (owner === '') return 'function';
  return definition.name === owner ? 'constructor' : 'method';
}

function isConstant(tree: SyntaxTree, declaration: NodeIndex): boolean {
  const isConst = tree.children(declaration).some((child) => ['const', 'constexpr', 'constinit'].includes(tree.textOf(child)));
  // `const char *name` may name another string tomorrow.
  const declarator = declaratorsOf(tree, declaration)[0] ?? NONE;
  const plain = tree.is(declarator, 'init_declarator') ? tree.child(declarator, 'declarator') : declarator;
  return isConst && (!tree.is(plain, 'pointer_declarator') || /\*\s*const\b/.test(tree.textOf(plain)) || /\bconstexpr\b/.test(tree.textOf(declaration)));
}

function functionOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  return functionIn(tree, tree.child(node, 'declarator'));
}

/** `static` and what lies in a namespace without a name are the file's own. */
function isInternal(tree: SyntaxTree, node: NodeIndex): boolean {
  const holder = !tree.is(node, ...SPECIFIERS) && tree.is(tree.parentOf(node), ...DECLARATIONS) ? tree.parentOf(node) : node;
  if (tree.children(holder).some((child) => tree.is(child, 'storage_class_specifier') && tree.textOf(child) === 'static')) return true;
  for (let at = tree.ancestorOfType(node, 'namespace_definition'); at !== NONE; at = tree.ancestorOfType(at, 'namespace_definition')) if (tree.child(at, 'name') === NONE) return true;
  return tree.is(node, 'namespace_definition') && tree.child(node, 'name') === NONE;
}

function visibilityOf(definition: Definition, tree: SyntaxTree): Visibility {
  const { node, parent } = definition;
  if (definition.kind === 'enumMember') return 'public';
  if (classAround(tree, node) !== NONE) return accessOf(tree, node);
  if (definition.owner !== NONE && parent && parent.body !== NONE) {
    // Defined outside of its class, as visible as it is declared there.
    for (const member of tree.namedChildren(parent.body)) {
      const inner = tree.is(member, 'template_declaration') ? (tree.namedChildren(member).at(-1) ?? NONE) : member;
      if (declaratorsOf(tree, inner).some((declarator) => tree.textOf(nameIn(tree, declarator)) === definition.name)) return accessOf(tree, member);
    }
  }
  return isInternal(tree, node) ? 'private' : 'public';
}

function endOf(tree: SyntaxTree, { node, end }: Definition): number {
  // The semicolon is no part of some declarations.
  const semicolon = /^\s*;/.exec(tree.text.slice(Math.max(end, tree.end[node]!), Math.max(end, tree.end[node]!) + 8));
  return Math.max(end, tree.end[node]!) + (semicolon ? semicolon[0].length : 0);
}

function valueStart(tree: SyntaxTree, node: NodeIndex, value: NodeIndex): number {
  const own = value === NONE ? tree.child(node, 'default_value') : value;
  const initial = own === NONE ? tree.child(declaratorsOf(tree, node)[0] ?? NONE, 'value') : own;
  return initial === NONE ? tree.end[node]! : tree.start[initial]!;
}

/** `template <class T> requires …` in front of what it is a template of. */
function templateHead(tree: SyntaxTree, node: NodeIndex): string {
  const parent = tree.parentOf(node);
  return tree.is(parent, 'template_declaration') ? `${lineBetween(tree, tree.start[parent]!, tree.start[node]!, CPP_COMMENTS)} ` : '';
}

function resultOf({ node }: Definition, tree: SyntaxTree): string {
  const declarator = tree.child(node, 'declarator');
  const own = functionIn(tree, declarator);
  const trailing = tree.childOfType(own, 'trailing_return_type');
  if (trailing !== NONE) return lineOf(tree, trailing, CPP_COMMENTS).replace(/^->\s*/, '');
  if (own === NONE) return '';
  const before = lineBetween(tree, tree.start[declarator]!, tree.start[own]!, CPP_COMMENTS);
  const behind = lineBetween(tree, tree.end[own]!, tree.end[declarator]!, CPP_COMMENTS);
  return joinType(specifiers(tree, node), before + behind);
}

const PARAMETERS = ['parameter_declaration', 'optional_parameter_declaration', 'variadic_parameter_declaration'];

function parameterNodes(tree: SyntaxTree, list: NodeIndex): NodeIndex[] {
  return tree.namedChildren(list).filter((child) => tree.is(child, ...PARAMETERS));
}

function typeTokens(tree: SyntaxTree, param: NodeIndex): string {
  const name = nameIn(tree, tree.child(param, 'declarator'));
  const value = tree.child(param, 'default_value');
  const kept: string[] = [];
  for (const child of tree.children(param)) {
    if (child === value || tree.textOf(child) === '=') break;
    const texts = leafTexts(tree, child, CPP_COMMENTS);
    if (name !== NONE && tree.contains(child, name)) texts.splice(texts.lastIndexOf(tree.textOf(name)), 1);
    kept.push(...texts);
  }
  return kept.join(' ');
}

/** `int find(t, key) struct table *t; char *key; {`: the types of C before 1989, by name. */
function oldStyleTypes({ params, body }: Definition, tree: SyntaxTree): Map<string, { readonly type: string; readonly tokens: string }> {
  const found = new Map<string, { type: string; tokens: string }>();
  const text = params === NONE || body === NONE ? '' : lineBetween(tree, tree.end[params]!, tree.start[body]!, CPP_COMMENTS);
  if (!/^[\w\s*,;[\]]*;$/.test(text)) return found;
  for (const declaration of text.split(';')) {
    const words = /^\s*((?:\w+\s+)+)/.exec(declaration)?.[1]?.trim() ?? '';
    for (const declarator of declaration.slice(declaration.indexOf(words) + words.length).split(',')) {
      const name = /\w+/.exec(declarator)?.[0];
      const shape = declarator.replace(/\w+/, '').replace(/\s+/g, '');
      if (name && words) found.set(name, { type: joinType(words, shape), tokens: [...words.split(/\s+/), ...shape].join(' ') });
    }
  }
  return found;
}

function paramsOf(definition: Definition, tree: SyntaxTree, doc: DocParts | undefined): Param[] {
  const list = definition.params;
  if (list === NONE && takesCallback(tree, definition.node)) return callbackParams(tree, definition.node).map((param) => withDoc(param, doc));
  if (tree.is(list, 'preproc_params')) {
    return tree.children(list).filter((child) => tree.is(child, 'identifier') || tree.textOf(child) === '...').map((child) => withDoc({ name: tree.textOf(child), optional: false }, doc));
  }
  const old = oldStyleTypes(definition, tree);
  const params = parameterNodes(tree, list).map((param): Param => {
    const known = old.get(tree.textOf(param));
    if (known) return withDoc({ name: tree.textOf(param), type: known.type, optional: false }, doc);
    const declarator = tree.child(param, 'declarator');
    const name = nameIn(tree, declarator);
    const value = tree.child(param, 'default_value');
    const isPack = tree.is(param, 'variadic_parameter_declaration');
    const type = joinType(specifiers(tree, param), abstractDeclarator(tree, declarator).replace(/^\.\.\./, ''));
    return withDoc({ name: name === NONE ? type : tree.textOf(name), type, ...(value !== NONE && { default: lineOf(tree, value, CPP_COMMENTS) }), optional: value !== NONE, ...(isPack && { rest: '...' }) }, doc);
  });
  const isVariadic = tree.children(list).some((child) => tree.is(child, 'variadic_parameter') || tree.textOf(child) === '...');
  const all = [...params, ...(isVariadic ? [{ name: '...', optional: false }] : [])];
  return all.length === 1 && all[0]!.type === 'void' && all[0]!.name === 'void' ? [] : all;
}

/**
 * `int f(A *a, int (*done)(B *b));` is a variable to the grammar, made from a product and a call. Nobody makes one so at the top of a file.
 */
function takesCallback(tree: SyntaxTree, declaration: NodeIndex): boolean {
  const value = valueOfDeclaration(tree, declaration);
  return tree.is(value, 'argument_list') && tree.ancestorOfType(declaration, 'compound_statement') === NONE && /\(\s*\*\s*\w*\s*\)\s*\(/.test(tree.textOf(value));
}

function valueOfDeclaration(tree: SyntaxTree, declaration: NodeIndex): NodeIndex {
  const declarator = tree.is(declaration, 'declaration') ? (declaratorsOf(tree, declaration)[0] ?? NONE) : NONE;
  return tree.is(declarator, 'init_declarator') ? tree.child(declarator, 'value') : NONE;
}

/** Split at the commas between parameters; of each, the name in `(*name)`, or the last word. */
function callbackParams(tree: SyntaxTree, declaration: NodeIndex): Param[] {
  const inside = lineOf(tree, valueOfDeclaration(tree, declaration), CPP_COMMENTS).slice(1, -1);
  const texts: string[] = [''];
  let depth = 0;
  for (const sign of inside) {
    depth += '(['.includes(sign) ? 1 : ')]'.includes(sign) ? -1 : 0;
    if (sign === ',' && depth === 0) texts.push('');
    else texts[texts.length - 1] += sign;
  }
  return texts.map((text): Param => {
    const written = text.trim();
    const name = /\(\s*\*\s*(\w+)\s*\)\s*\(/.exec(written)?.[1] ?? /[\s*&](\w+)$/.exec(written)?.[1];
    const type = name === undefined ? written : written.replace(new RegExp(`\\b${name}\\b(?=\\s*(?:\\)\\s*\\(|$))`), '').trim();
    return { name: name ?? type, type, optional: false };
  });
}

function withDoc(param: Param, doc: DocParts | undefined): Param {
  const told = doc?.params.get(param.name)?.text;
  return told ? { ...param, doc: told } : param;
}

export const cpp: Language = {
  id: 'cpp',
  grammar: 'cpp',
  extensions: ['.cpp', '.cc', '.cxx', '.c++', '.hpp', '.hh', '.hxx', '.h++', '.ipp', '.tpp', '.tcc', '.inl', '.h', '.c'],
  query: cppQuery,
  modifiers: {},
  wrappers: ['template_declaration', 'linkage_specification', 'type_definition', 'declaration', 'field_declaration', 'friend_declaration'],
  transparent: [
    'template_declaration', 'linkage_specification', 'type_definition', 'declaration', 'field_declaration', 'friend_declaration', 'declaration_list', 'field_declaration_list', 'enumerator_list',
    ...SPECIFIERS, 'namespace_definition', 'preproc_if', 'preproc_ifdef', 'preproc_elif', 'preproc_elifdef', 'preproc_else',
  ],
  decorators: [],
  comments: CPP_COMMENTS,
  blocks: ['compound_statement'],
  merged: ['namespace'],
  namespaceJoint: '::',
  names: {
    identifiers: ['identifier', 'type_identifier'],
    members: {
      field_expression: { object: 'argument', name: 'field' },
      qualified_identifier: { object: 'scope', name: 'name', joint: '::' },
    },
    paths: ['qualified_identifier'],
    self: ['this'],
  },
  normal: cppNormal,
  hooks,
};
