import type { Import, SymbolKind, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { parseXmlDoc } from '../xmlDoc';
import { csharpNormal, csharpString } from './csharpNormal';
import { csharpQuery } from './csharpQuery';
import { declarationHead, fieldHead } from './declarationHead';
import type { Definition, Hooks, Language } from './language';
import { commentsOf, lineBetween, lineOf } from './sourceText';

const COMMENTS = ['comment'];
const WORDS = { comments: COMMENTS, decorators: ['attribute_list'], modifierLists: ['attribute_list'] };
const NAMESPACES = ['namespace_declaration', 'file_scoped_namespace_declaration'];
const TYPES = ['class_declaration', 'struct_declaration', 'record_declaration', 'interface_declaration', 'enum_declaration'];
const PREPROCESSOR = ['preproc_if', 'preproc_elif', 'preproc_else', 'preproc_if_in_attribute_list'];
const OPERATORS = ['operator_declaration', 'conversion_operator_declaration'];

const hooks: Hooks = {
  nameOf(tree, name) {
    const text = tree.textOf(name);
    if (tree.is(name, 'string_literal', 'verbatim_string_literal', 'raw_string_literal')) return csharpString(text);
    const declaration = tree.parentOf(name);
    if (tree.is(declaration, 'destructor_declaration')) return `~${text}`;
    if (tree.is(declaration, 'operator_declaration') && !tree.is(name, 'identifier')) return `operator ${text}`;
    if (tree.is(declaration, 'conversion_operator_declaration')) return `${tree.children(declaration).some((child) => tree.is(child, 'explicit')) ? 'explicit' : 'implicit'} operator ${lineOf(tree, name, COMMENTS)}`;
    const specifier = tree.childOfType(declaration, 'explicit_interface_specifier');
    return (specifier === NONE ? '' : tree.textOf(specifier).replace(/\s+/g, '')) + text.replace(/^@/, '').replace(/\s+/g, '');
  },

  nameless: (tree, declaration) => (tree.is(declaration, 'indexer_declaration') ? `this[${tree.namedChildren(tree.child(declaration, 'parameters')).map((param) => lineOf(tree, tree.child(param, 'type'), COMMENTS)).join(', ')}]` : undefined),

  kindOf({ kind, node }, tree): SymbolKind {
    if (tree.is(node, 'record_declaration') && tree.children(node).some((child) => tree.is(child, 'struct'))) return 'struct';
    // A function at the top of a program is a statement of it.
    return kind;
  },

  /** `Queue<T>` is another type than `Queue`. */
  idSuffix: (definition, tree) => typeParameters(definition, tree),

  visibility,

  exportedAs: (definition, tree) => (isTopLevel(tree, definition.node) && definition.modifiers.includes('public') ? definition.name : undefined),

  modifiers(definition, tree) {
    const { node } = definition;
    if (tree.is(node, 'record_declaration')) return ['record'];
    if (tree.is(node, 'event_declaration') || tree.is(tree.parentOf(tree.parentOf(node)), 'event_field_declaration')) return ['event'];
    if (tree.is(node, 'delegate_declaration')) return ['delegate'];
    if (tree.is(node, 'property_declaration', 'indexer_declaration')) return accessorsOf(tree, node);
    if (tree.is(node, ...OPERATORS)) return ['operator'];
    return tree.is(node, 'method_declaration') && isExtension(definition, tree) ? ['extension'] : [];
  },

  mergeKey: (definition, tree) => (tree.is(definition.node, ...TYPES) && definition.modifiers.includes('partial') ? `partial${typeParameters(definition, tree)}` : undefined),

  doc(definition, tree) {
    if (tree.is(definition.node, 'parameter')) {
      const record = tree.ancestorOfType(definition.node, 'record_declaration');
      const told = docAbove(tree, tree.start[record]!)?.params.get(definition.name);
      return told && { text: told.text, params: new Map() };
    }
    return docAbove(tree, definition.start);
  },

  moduleDoc: () => undefined,

  moduleName(tree) {
    const names: string[] = [];
    for (let node = 0; node < tree.count; node++) {
      if (!tree.is(node, ...NAMESPACES)) continue;
      const outer = tree.ancestorOfType(node, ...NAMESPACES);
      const name = tree.textOf(tree.child(node, 'name')).replace(/\s+/g, '');
      names.push(outer === NONE ? name : `${tree.textOf(tree.child(outer, 'name'))}.${name}`);
    }
    return names.length === 0 ? undefined : [...new Set(names)].join(', ');
  },

  isTrivialBody(definition, tree) {
    const initializer = tree.childOfType(definition.node, 'constructor_initializer');
    const plain = initializer === NONE || tree.namedChildren(tree.childOfType(initializer, 'argument_list')).every((argument) => isPlain(tree, tree.namedChildren(argument)[0] ?? NONE));
    return definition.kind === 'constructor' && plain && tree.is(definition.body, 'block') && statementsOf(tree, definition.body).length === 0;
  },

  isAccessor(definition, tree) {
    if (!tree.is(definition.node, 'method_declaration') || definition.decorators.length > 0) return false;
    const params = tree.namedChildren(definition.params).filter((child) => tree.is(child, 'parameter')).length;
    const [only, ...more] = statementsOf(tree, definition.body);
    if (only === undefined || more.length > 0) return false;
    if (tree.is(definition.body, 'arrow_expression_clause')) return params === 0 && isField(tree, only);
    return tree.is(only, 'return_statement') && params === 0 && isField(tree, tree.namedChildren(only)[0] ?? NONE);
  },

  signature(definition, tree) {
    const { node } = definition;
    if (tree.is(node, 'variable_declarator')) return fieldHead(definition, tree, WORDS, ...(tree.is(tree.parentOf(tree.parentOf(node)), 'event_field_declaration') ? ['event'] : []));
    if (tree.is(node, 'property_declaration', 'indexer_declaration')) return `${declarationHead(definition, tree, WORDS, headEndOf(definition, tree))} { ${accessorsOf(tree, node).join('; ')}; }`;
    if (tree.is(node, ...TYPES)) return declarationHead(definition, tree, WORDS, definition.body === NONE ? tree.end[node] : tree.start[definition.body]);
    return declarationHead(definition, tree, WORDS);
  },

  /** A delegate is told by how it is called. */
  implied: (definition, tree) => (tree.is(definition.node, 'delegate_declaration') ? { type: declarationHead({ ...definition, modifiers: [] }, tree, WORDS) } : undefined),

  /** The part of a partial method that only says that there is one. */
  isOverload: (definition, tree) => tree.is(definition.node, 'method_declaration') && definition.body === NONE && definition.modifiers.includes('partial'),

  calledName(tree, callee) {
    const text = tree.textOf(callee).replace(/\s+/g, '');
    if (tree.is(callee, 'generic_name')) return tree.textOf(tree.firstChild(callee));
    const plain = text.replace(/^(?:await)?(?:this\??\.)?/, '').replace(/\?\./g, '.').replace(/<[^()]*>$/, '').replace(/!/g, '');
    return /^[\w$\u0080-\uffff.]+$/.test(plain) && plain !== 'nameof' && plain !== 'base' ? plain : undefined;
  },

  conditionOf(tree, around, inside) {
    if (!tree.is(around, ...PREPROCESSOR) || tree.child(around, 'alternative') === inside) return undefined;
    const head = (branch: NodeIndex): string => `${tree.textOf(tree.firstChild(branch))} ${lineOf(tree, tree.child(branch, 'condition'), COMMENTS)}`.replace(/^#\s+/, '#');
    return tree.is(around, 'preproc_else') ? `#else of ${head(tree.parentOf(around))}` : head(around);
  },

  imports(tree, matches): readonly Import[] {
    return matches.flatMap((match): Import[] => {
      const node = match.get('import');
      if (node === NONE) return [];
      const alias = tree.child(node, 'name');
      const target = tree.namedChildren(node).find((child) => child !== alias && !tree.is(child, ...COMMENTS, 'modifier')) ?? NONE;
      const from = tree.textOf(target).replace(/\s+/g, '');
      if (from === '') return [];
      const names = alias === NONE ? [{ name: '*', local: tree.children(node).some((child) => tree.is(child, 'static')) ? '*' : from }] : [{ name: '*', local: tree.textOf(alias) }];
      return [{ from, names, typeOnly: false }];
    });
  },
};

function visibility(definition: Definition, tree: SyntaxTree): Visibility {
  const { modifiers, node, kind } = definition;
  if (modifiers.includes('public') || kind === 'enumMember') return 'public';
  if (modifiers.includes('protected')) return modifiers.includes('private') ? 'internal' : 'protected';
  if (modifiers.includes('internal')) return 'internal';
  if (modifiers.includes('private') || modifiers.includes('file') || definition.inner) return 'private';
  if (tree.is(node, 'parameter')) return 'public';
  if (tree.childOfType(node, 'explicit_interface_specifier') !== NONE) return 'public';
  const holder = tree.ancestorOfType(node, ...TYPES);
  if (holder === NONE) return 'internal';
  return tree.is(holder, 'interface_declaration') ? 'public' : 'private';
}

function isTopLevel(tree: SyntaxTree, node: NodeIndex): boolean {
  let at = tree.parentOf(node);
  while (tree.is(at, 'declaration_list', ...NAMESPACES, ...PREPROCESSOR)) at = tree.parentOf(at);
  return tree.is(at, 'compilation_unit');
}

function typeParameters(definition: Definition, tree: SyntaxTree): string {
  if (!tree.is(definition.node, ...TYPES, 'delegate_declaration')) return '';
  const list = tree.childOfType(definition.node, 'type_parameter_list');
  const names = list === NONE ? [] : tree.namedChildren(list).filter((child) => tree.is(child, 'type_parameter')).map((child) => tree.textOf(tree.child(child, 'name')));
  return names.length === 0 ? '' : `<${names.join(', ')}>`;
}

function isExtension(definition: Definition, tree: SyntaxTree): boolean {
  const first = tree.namedChildren(definition.params).find((child) => tree.is(child, 'parameter'));
  return first !== undefined && tree.children(first).some((child) => tree.is(child, 'modifier') && tree.textOf(child) === 'this');
}

/** `get`, `private set`, whether or not they have bodies. */
function accessorsOf(tree: SyntaxTree, property: NodeIndex): string[] {
  const list = tree.child(property, 'accessors');
  if (list === NONE) return ['get'];
  const each = tree.namedChildren(list).filter((child) => tree.is(child, 'accessor_declaration'));
  return each.map((accessor) => lineBetween(tree, tree.start[accessor]!, tree.end[tree.child(accessor, 'name')]!, COMMENTS).replace(/^(?:\[.*\]\s*)/, ''));
}

/** The run of `///` lines, or the block, above an offset. */
function docAbove(tree: SyntaxTree, start: number): ReturnType<Hooks['doc']> {
  const lines = commentsOf(tree, COMMENTS).above(start).map(({ node }) => tree.textOf(node));
  const said = lines.filter((line) => /^\/\/\/(?!\/)|^\/\*\*(?!\/)/.test(line)).map((line) => (line.startsWith('/*') ? line.replace(/^\/\*\*|\*\/$/g, '').replace(/^\s*\* ?/gm, '') : line.replace(/^\/\/\/ ?/, '')));
  return said.length === 0 ? undefined : parseXmlDoc(said.join('\n'));
}

/** A property's head ends before its accessors, arrow or initial value. */
function headEndOf({ node, nameNode }: Definition, tree: SyntaxTree): number {
  return tree.is(node, 'indexer_declaration') ? tree.end[tree.child(node, 'parameters')]! : tree.end[nameNode]!;
}

function statementsOf(tree: SyntaxTree, body: NodeIndex): NodeIndex[] {
  return tree.namedChildren(body).filter((child) => !tree.is(child, ...COMMENTS));
}

function isField(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'identifier') || (tree.is(node, 'member_access_expression') && tree.textOf(tree.child(node, 'expression')) === 'this');
}

function isPlain(tree: SyntaxTree, node: NodeIndex): boolean {
  let at = node;
  while (tree.is(at, 'member_access_expression', 'parenthesized_expression')) at = tree.firstChild(at) === NONE ? NONE : (tree.namedChildren(at)[0] ?? NONE);
  return at === NONE || tree.is(at, 'identifier') || /literal$/.test(tree.typeName(at));
}

export const csharp: Language = {
  id: 'csharp',
  grammar: 'c-sharp',
  extensions: ['.cs', '.csx'],
  query: csharpQuery,
  modifiers: Object.fromEntries(['public', 'protected', 'internal', 'private', 'file', 'static', 'abstract', 'sealed', 'virtual', 'override', 'new', 'readonly', 'const', 'volatile', 'extern', 'unsafe', 'partial', 'async', 'required', 'fixed', 'ref'].map((word) => [word, word])),
  wrappers: ['field_declaration', 'event_field_declaration', 'variable_declaration'],
  transparent: ['declaration_list', 'enum_member_declaration_list', 'field_declaration', 'event_field_declaration', 'variable_declaration', 'parameter_list', ...NAMESPACES, ...PREPROCESSOR],
  toldInside: [],
  modifierLists: WORDS.modifierLists,
  decorators: WORDS.decorators,
  comments: COMMENTS,
  blocks: ['block'],
  merged: [],
  names: {
    identifiers: ['identifier'],
    members: { member_access_expression: { object: 'expression', name: 'name' }, qualified_name: { object: 'qualifier', name: 'name' } },
    self: ['this'],
  },
  normal: csharpNormal,
  hooks,
};
