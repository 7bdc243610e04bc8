import type { CodeSymbol, Export, SymbolKind } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { HASH_COMMENTS, hashCommentAbove, hashFileComment, type HashComments } from './hashComments';
import type { Definition, ExtraField, Hooks, Language } from './language';
import { rubyNormal, textOfLiteral } from './rubyNormal';
import { rubyQuery } from './rubyQuery';
import { heredocText } from './rubyStrings';
import { rubySignature } from './rubySignature';
import { isModuleFunction, rubyVisibility, VISIBILITY_CALLS, wrappersOf } from './rubyVisibility';
import { parseYard } from './yard';

const CLASSES = ['class', 'module', 'singleton_class'];
const BLOCKS = ['do_block', 'block'];

const comments: HashComments = {
  directive: /^(?:!|\s*(?:frozen_string_literal|encoding|coding|warn_indent|shareable_constant_value|typed|rubocop|standard|simplecov|vim|-\*-)\b.*(?::|-\*-)|\s*-\*-)/,
  isDocumented: (tree, statement) => tree.is(statement, 'class', 'module', 'method', 'singleton_method', 'assignment') || /^(?:private|protected|public|attr|alias|define_)/.test(tree.textOf(statement)),
};

const hooks: Hooks = {
  nameOf(tree, name) {
    if (isFallback(tree, name)) return '';
    if (tree.is(name, 'setter')) return tree.textOf(tree.child(name, 'name'));
    if (tree.is(name, 'simple_symbol', 'string', 'delimited_symbol')) return textOfLiteral(tree, name);
    return tree.textOf(name).replace(/\s+/g, '');
  },

  kindOf(definition, tree) {
    const kind = kindOf(definition, tree);
    definition.keyword = keywordOf(definition, tree);
    if (kind) definition.modifiers = modifiersOf({ ...definition, kind }, tree);
    return kind;
  },

  idSuffix: (definition) => (definition.kind === 'setter' ? ':set' : ''),
  visibility: rubyVisibility,
  exportedAs: (definition, tree) => (rubyVisibility(definition, tree) === 'private' ? undefined : definition.name),
  isWrapper: (tree, wrapper, inside) => (tree.is(wrapper, 'call') ? tree.is(inside, 'argument_list') && tree.child(wrapper, 'receiver') === NONE : isWrapped(tree, inside)),

  doc(definition, tree) {
    const found = hashCommentAbove(tree, isListed(tree, definition.node) ? tree.start[statementOf(tree, definition.node)]! : definition.start, comments);
    return found === undefined ? undefined : parseYard(found);
  },
  moduleDoc: (tree) => hashFileComment(tree, comments),

  extraFields: (definition, tree) => (definition.kind === 'constructor' && !definition.inner ? assignedFields(definition, tree) : []),
  isTrivialBody: (definition, tree) => tree.namedChildren(definition.body).every((statement) => isPlainStatement(tree, statement)),
  isAccessor: (definition, tree) => tree.is(definition.node, 'alias') || (definition.code === definition.node && !tree.is(definition.node, 'method', 'singleton_method')),
  passing: (tree, param) => (tree.is(param, 'keyword_parameter') ? 'keyword-only' : undefined),
  signature: rubySignature,
  implied: impliedBy,

  thrown(tree, thrown) {
    // A constant or string behind the first argument is a message or a list of frames.
    const isFirst = !tree.is(tree.parentOf(thrown), 'argument_list') || tree.namedChildren(tree.parentOf(thrown))[0] === thrown;
    if (tree.is(thrown, 'string')) return isFirst ? 'RuntimeError' : undefined;
    return isFirst && tree.is(thrown, 'scope_resolution') ? tree.textOf(thrown) : undefined;
  },
  calledName,
  exports: (_tree, { symbols }) => exportsOf(symbols),

  imports(tree, matches) {
    return matches.flatMap((match) => {
      if (match.get('import') === NONE) return [];
      const from = textOfLiteral(tree, match.get('from'));
      const isRelative = tree.textOf(tree.child(match.get('import'), 'method')) === 'require_relative' && !from.startsWith('.');
      const name = match.get('import.name');
      const names = name === NONE ? [] : [{ name: textOfLiteral(tree, name), local: textOfLiteral(tree, name) }];
      return [{ from: isRelative ? `./${from}` : from, names, typeOnly: false }];
    });
  },
};

/** `ENV.fetch('NAME', 'fallback')`. */
function isFallback(tree: SyntaxTree, name: NodeIndex): boolean {
  const list = tree.parentOf(name);
  if (!tree.is(name, 'string') || !tree.is(list, 'argument_list') || tree.namedChildren(list)[0] === name) return false;
  return tree.textOf(tree.child(tree.parentOf(list), 'receiver')) === 'ENV' && tree.textOf(tree.child(tree.parentOf(list), 'method')) === 'fetch';
}

/** A here document's text lies below the statement. */
function impliedBy(definition: Definition, tree: SyntaxTree): { value: string } | undefined {
  const { value } = definition;
  for (let node = value; value !== NONE && node < tree.after[value]!; node++) {
    if (!tree.is(node, 'heredoc_beginning')) continue;
    const text = heredocText(tree, node).trim().replace(/\s+/g, ' ');
    return { value: `${tree.text.slice(tree.start[value], tree.start[node])}"${text}"${tree.text.slice(tree.end[node], tree.end[value])}`.replace(/\s+/g, ' ') };
  }
  return undefined;
}

/** What a file offers: what stands at its top, and the classes and modules inside its modules, by their full names. */
function exportsOf(symbols: readonly CodeSymbol[]): Export[] {
  const open = new Map<string, string>();
  return symbols.flatMap(({ id, name, kind, parent, inner, visibility }): Export[] => {
    if (inner || visibility === 'private' || (parent !== undefined && !(open.has(parent) && TYPES.has(kind)))) return [];
    const full = parent === undefined ? name : `${open.get(parent)}::${name}`;
    if (kind === 'namespace' || kind === 'trait') open.set(id, full);
    return [{ name: full, symbol: id }];
  });
}

const TYPES: ReadonlySet<string> = new Set(['class', 'struct', 'trait', 'namespace']);

function kindOf(definition: Definition, tree: SyntaxTree): SymbolKind | undefined {
  const { kind, node, nameNode } = definition;
  if (kind === 'namespace') return isMixin(definition, tree) ? 'trait' : 'namespace';
  if (kind === 'property') return tree.is(node, 'simple_symbol', 'string') && holderOf(tree, node) === NONE ? undefined : kind;
  if (kind !== 'method') return kind;
  if (!isNamedByIt(tree, definition)) return undefined;
  if (tree.is(nameNode, 'setter')) return 'setter';
  if (definition.owner !== NONE || !tree.is(node, 'method', 'singleton_method')) return 'method';
  if (tree.ancestorOfType(node, ...CLASSES, ...BLOCKS, 'method', 'singleton_method') === NONE) return 'function';
  // A method within a method is told with it; one within a block belongs to whatever the block is given to.
  const holder = tree.ancestorOfType(node, ...CLASSES, 'method', 'singleton_method');
  const around = tree.is(holder, 'singleton_class') ? tree.ancestorOfType(holder, 'class', 'module', 'method', 'singleton_method') : holder;
  if (!tree.is(around, ...CLASSES) && holderOf(tree, around === holder ? node : holder) === NONE) return 'function';
  return definition.name === 'initialize' && tree.is(node, 'method') ? 'constructor' : 'method';
}

/** Of several literals in a call only some are names of methods: `alias_method :new, :old`. */
function isNamedByIt(tree: SyntaxTree, { node, nameNode }: Definition): boolean {
  if (tree.is(node, 'method', 'singleton_method', 'alias')) return true;
  const list = tree.parentOf(nameNode);
  const position = tree.namedChildren(list).indexOf(nameNode);
  const word = tree.textOf(tree.child(tree.parentOf(list), 'method'));
  if (word === 'def_delegators' || word === 'def_instance_delegators') return position > 0;
  if (word === 'def_delegator' || word === 'def_instance_delegator') return position === tree.namedChildren(list).length - 1 && position > 0;
  return word === 'delegate' || position === 0;
}

/** The class, module or block of `Struct.new` that holds a node; `NONE` at the top level, in methods, in other blocks. */
function holderOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  const holder = tree.ancestorOfType(node, ...CLASSES, 'method', 'singleton_method', 'assignment');
  if (tree.is(holder, ...CLASSES)) return holder;
  return tree.is(holder, 'assignment') && tree.is(tree.child(holder, 'left'), 'constant') ? holder : NONE;
}

/** A module with methods of its instances is there to be included; any other is a namespace. */
function isMixin(definition: Definition, tree: SyntaxTree): boolean {
  return mixinsOf(tree).has(definition.name);
}

const mixins = new WeakMap<SyntaxTree, ReadonlySet<string>>();

/** By name: a module may be opened several times. */
function mixinsOf(tree: SyntaxTree): ReadonlySet<string> {
  const known = mixins.get(tree);
  if (known) return known;
  const found = new Set<string>();
  const extended = new Set<string>();
  for (let node = 0; node < tree.count; node++) {
    const isExtend = tree.is(node, 'call') && tree.textOf(tree.child(node, 'method')) === 'extend' && tree.textOf(tree.child(node, 'arguments')).replace(/[()\s]/g, '') === 'self';
    if (!tree.is(node, 'method') && !isExtend) continue;
    const holder = tree.ancestorOfType(node, ...CLASSES, 'method', 'singleton_method', ...BLOCKS);
    if (!tree.is(holder, 'module')) continue;
    const name = hooks.nameOf!(tree, tree.child(holder, 'name')).replace(/^.*::/, '');
    if (isExtend) extended.add(name);
    else if (!isModuleFunction({ node, name: tree.textOf(tree.child(node, 'name')), kind: 'method' } as Definition, tree)) found.add(name);
  }
  for (const name of extended) found.delete(name);
  mixins.set(tree, found);
  return found;
}

/** `attr_reader`, `alias` …: what makes a method without `def`. */
function keywordOf({ node, nameNode }: Definition, tree: SyntaxTree): string {
  const call = isListed(tree, node) ? tree.parentOf(tree.parentOf(nameNode)) : NONE;
  return call === NONE || tree.child(call, 'receiver') !== NONE ? '' : tree.textOf(tree.child(call, 'method'));
}

function modifiersOf(definition: Definition, tree: SyntaxTree): string[] {
  const { node, keyword } = definition;
  const visibility = rubyVisibility(definition, tree);
  const wrappers = tree.is(node, 'method', 'singleton_method') ? wrappersOf(tree, node).filter((word) => !VISIBILITY_CALLS.has(word)) : [];
  const isStatic = definition.owner === NONE && (tree.is(node, 'singleton_method') || isInSingletonClass(tree, node)) ? ['static'] : [];
  const alias = tree.is(node, 'alias') ? ['alias'] : [];
  return [...(visibility === 'public' ? [] : [visibility]), ...(isModuleFunction(definition, tree) ? ['module_function'] : []), ...wrappers, ...isStatic, ...alias, ...(keyword === '' ? [] : [keyword])];
}

function isInSingletonClass(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(tree.ancestorOfType(node, ...CLASSES, 'method', 'singleton_method'), 'singleton_class');
}

/** True for a name in a list of names (`attr_reader :a, :b`). */
function isListed(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'simple_symbol', 'string');
}

function isWrapped(tree: SyntaxTree, inside: NodeIndex): boolean {
  return tree.is(inside, 'method', 'singleton_method') || (tree.is(inside, 'call') && !isListed(tree, tree.childOfType(tree.child(inside, 'arguments'), 'simple_symbol', 'string')));
}

/** The statement around a listed name, with `private` before it. */
function statementOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = node;
  while (tree.is(tree.parentOf(at), 'argument_list', 'call')) at = tree.parentOf(at);
  return at;
}

/** `@x = …` in a constructor is state; where an accessor of the name shows it, that one tells of it. */
function assignedFields(definition: Definition, tree: SyntaxTree): ExtraField[] {
  const shown = accessorsAround(definition, tree);
  const found = new Map<string, ExtraField>();
  for (let node = definition.body + 1; definition.body !== NONE && node < tree.after[definition.body]!; node++) {
    if (!tree.is(node, 'instance_variable') || !tree.is(tree.parentOf(node), 'assignment', 'operator_assignment', 'left_assignment_list')) continue;
    const name = tree.textOf(node);
    const assignment = tree.parentOf(node);
    if (tree.child(assignment, 'right') === node || found.has(name) || shown.has(name.slice(1))) continue;
    found.set(name, { name, node, value: tree.is(assignment, 'assignment') ? tree.child(assignment, 'right') : NONE, visibility: 'private', modifiers: [] });
  }
  return [...found.values()];
}

function accessorsAround(definition: Definition, tree: SyntaxTree): ReadonlySet<string> {
  const names = new Set<string>();
  const body = tree.parentOf(definition.own);
  for (let node = body + 1; body >= 0 && node < tree.after[body]!; node++) {
    if (tree.is(node, 'simple_symbol') && /^attr/.test(tree.textOf(tree.child(tree.parentOf(tree.parentOf(node)), 'method')))) names.add(textOfLiteral(tree, node));
  }
  return names;
}

/** `@x = x`, `super`: nothing that is worked out. */
function isPlainStatement(tree: SyntaxTree, statement: NodeIndex): boolean {
  if (tree.is(statement, 'comment', 'super')) return true;
  if (tree.is(statement, 'call')) return tree.is(tree.child(statement, 'method'), 'super') && tree.namedChildren(tree.child(statement, 'arguments')).every((argument) => isPlain(tree, tree.is(argument, 'pair') ? tree.child(argument, 'value') : argument));
  return tree.is(statement, 'assignment') && tree.is(tree.child(statement, 'left'), 'instance_variable') && isPlain(tree, tree.child(statement, 'right'));
}

function isPlain(tree: SyntaxTree, node: NodeIndex): boolean {
  return node === NONE || tree.is(node, 'identifier', 'constant', 'string', 'integer', 'float', 'true', 'false', 'nil', 'simple_symbol', 'instance_variable', 'splat_argument', 'hash_splat_argument', 'block_argument');
}

/**
 * Reading an attribute is a call as well in Ruby; what a reader takes for one has arguments or a block, says so by its name (`save!`), or
 * is asked of a constant.
 */
function calledName(tree: SyntaxTree, callee: NodeIndex): string | undefined {
  if (!tree.is(callee, 'call')) return tree.textOf(callee);
  const name = tree.textOf(tree.child(callee, 'method'));
  const receiver = tree.child(callee, 'receiver');
  const isCall = tree.child(callee, 'arguments') !== NONE || tree.child(callee, 'block') !== NONE || /[?!]$/.test(name) || tree.is(receiver, 'constant', 'scope_resolution');
  if (!isCall || (tree.textOf(receiver) === 'ENV' && name === 'fetch')) return undefined;
  if (tree.is(receiver, 'self')) return name;
  const object = chain(tree, receiver);
  return object === undefined ? undefined : `${object}.${name}`;
}

/** `a.b`, `A::B`, `@a`; nothing where it begins with a literal or with a call that has arguments. */
function chain(tree: SyntaxTree, node: NodeIndex): string | undefined {
  if (tree.is(node, 'identifier', 'constant', 'instance_variable', 'class_variable', 'global_variable')) return tree.textOf(node);
  if (tree.is(node, 'scope_resolution')) return tree.textOf(node).replace(/\s+/g, '');
  if (!tree.is(node, 'call') || tree.child(node, 'arguments') !== NONE || tree.child(node, 'block') !== NONE) return undefined;
  const object = chain(tree, tree.child(node, 'receiver'));
  return object === undefined ? undefined : `${object}.${tree.textOf(tree.child(node, 'method'))}`;
}

export const ruby: Language = {
  id: 'ruby',
  grammar: 'ruby',
  extensions: ['.rb', '.rake', '.gemspec', '.ru'],
  query: rubyQuery,
  modifiers: {},
  wrappers: ['call', 'argument_list'],
  transparent: [
    ...CLASSES, ...BLOCKS, 'body_statement', 'block_body', 'superclass', 'call', 'argument_list', 'assignment', 'left_assignment_list', 'if', 'unless', 'elsif', 'else', 'then', 'begin', 'rescue', 'ensure', 'case',
    'when', 'if_modifier', 'unless_modifier', 'parenthesized_statements', 'begin_block', 'do', 'while', 'until', 'for',
  ],
  decorators: [],
  comments: HASH_COMMENTS,
  blocks: BLOCKS,
  merged: ['class', 'struct', 'trait', 'namespace'],
  names: {
    identifiers: ['identifier', 'constant'],
    members: { call: { object: 'receiver', name: 'method' }, scope_resolution: { object: 'scope', name: 'name' } },
    paths: ['scope_resolution'],
    self: ['self'],
  },
  normal: rubyNormal,
  hooks,
};
