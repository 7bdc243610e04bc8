import { cut } from '../oneLine';
import type { Export, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import type { Definition, ExtraField, Hooks, Language } from './language';
import { docOf, moduleDocOf, stringBelow } from './pythonDocs';
import { isDocString, pythonNormal, unescapePython } from './pythonNormal';
import { pythonQuery } from './pythonQuery';
import { joinBracketedLines } from './pythonRepair';

const hooks: Hooks = {
  repair: joinBracketedLines,

  nameOf(tree, name) {
    if (tree.is(name, 'string')) return unescapePython(tree.textOf(name).replace(/^[a-zA-Z]*(?:"""|'''|"|')|(?:"""|'''|"|')$/g, ''));
    if (tree.is(name, 'pattern_list', 'tuple_pattern', 'list_pattern')) return tree.textOf(targetNames(tree, name)[0] ?? NONE);
    const text = tree.textOf(name);
    return tree.is(name, 'dotted_name', 'relative_import') ? text.replace(/\s+/g, '') : tree.is(name, 'type') ? text.replace(/\[[\s\S]*$/, '').trim() : text;
  },

  kindOf(definition, tree) {
    const { kind } = definition;
    const inClass = isInClass(tree, definition.node);
    if (kind === 'variable') {
      if (definition.name === '__all__' || definition.name === '_' || tree.is(tree.parentOf(definition.node), 'assignment')) return undefined;
      if (inClass) return 'property';
      return /^_*[A-Z][A-Z0-9_]*$/.test(definition.name) || /^(?:typing\.)?Final\b/.test(tree.textOf(definition.type)) ? 'constant' : 'variable';
    }
    if (kind !== 'function' || !inClass) return kind;
    if (definition.name === '__init__') return 'constructor';
    for (const decorator of definition.decorators) {
      const name = tree.textOf(decorator).replace(/^@\s*/, '').trim();
      if (/^(?:(?:functools\.)?cached_property|property|abc\.abstractproperty|abstractproperty)$/.test(name)) return 'getter';
      if (/^\w+\.getter$/.test(name)) return 'getter';
      if (/^\w+\.(?:setter|deleter)$/.test(name)) return 'setter';
    }
    return 'method';
  },

  idSuffix(definition, tree) {
    if (definition.kind !== 'setter') return '';
    return definition.decorators.some((decorator) => tree.textOf(decorator).trim().endsWith('.deleter')) ? ':delete' : ':set';
  },

  visibility(definition): Visibility {
    return visibilityOf(definition.name, definition.parent !== undefined && !definition.inner);
  },

  modifiers(definition, tree) {
    const known: Readonly<Record<string, string>> = { staticmethod: 'static', classmethod: 'classmethod', abstractmethod: 'abstract', 'abc.abstractmethod': 'abstract', override: 'override', final: 'final', overload: 'overload', cached_property: 'cached', 'functools.cached_property': 'cached' };
    const words = definition.decorators.map((decorator) => known[tree.textOf(decorator).replace(/^@\s*|^@?typing\.|\s+$/g, '')]).filter((word) => word !== undefined && word !== 'overload') as string[];
    return isGenerator(definition, tree) ? [...words, 'generator'] : words;
  },

  doc: docOf,

  docBehind: (definition, tree) => (definition.kind === 'variable' || definition.kind === 'constant' || definition.kind === 'property' ? stringBelow(tree, definition) : NONE),

  moduleDoc: moduleDocOf,

  extraFields(definition, tree) {
    if (definition.kind === 'variable' || definition.kind === 'constant' || definition.kind === 'property') return otherTargets(definition, tree);
    return definition.kind === 'constructor' && !definition.inner ? assignedFields(definition, tree) : [];
  },

  implied(definition, tree) {
    // `a = b = 1`: the value of both is at the end.
    let last = definition.value;
    while (tree.is(last, 'assignment')) last = tree.child(last, 'right');
    return last === definition.value ? undefined : { value: tree.textOf(last).replace(/\s+/g, ' ') };
  },

  isTrivialBody,
  isOverload: (definition, tree) => definition.decorators.some((decorator) => /^@\s*(?:\w+\.)?overload\s*$/.test(tree.textOf(decorator))),

  isHiddenParam(name, position, definition) {
    if (name === '/' || name === '*') return true;
    if (position > 0 || !['method', 'constructor', 'getter', 'setter'].includes(definition.kind)) return false;
    return /^_?(?:self|cls|mcs|mcls|metacls|klass)$/.test(name);
  },

  passing(tree, param) {
    if (tree.is(param, 'list_splat_pattern', 'dictionary_splat_pattern')) return undefined;
    const list = tree.parentOf(param);
    const splat = (node: NodeIndex): boolean => tree.is(node, 'list_splat_pattern') || (tree.is(node, 'typed_parameter') && tree.is(tree.firstChild(node), 'list_splat_pattern'));
    if (tree.is(param, 'typed_parameter') && tree.is(tree.firstChild(param), 'list_splat_pattern', 'dictionary_splat_pattern')) return undefined;
    const siblings = tree.namedChildren(list);
    const at = siblings.indexOf(param);
    if (siblings.slice(at + 1).some((sibling) => tree.is(sibling, 'positional_separator'))) return 'positional-only';
    return siblings.slice(0, at).some((sibling) => tree.is(sibling, 'keyword_separator') || splat(sibling)) ? 'keyword-only' : undefined;
  },

  conditionOf(tree, around, inside) {
    const said = (node: NodeIndex): string => tree.text.slice(tree.start[node], tree.start[tree.children(node).find((child) => tree.is(child, 'block')) ?? node]).replace(/\s+/g, ' ').replace(/\s*:\s*$/, '');
    if (tree.is(around, 'if_statement')) return tree.is(inside, 'block') ? said(around) : undefined;
    if (tree.is(around, 'elif_clause', 'except_clause')) return said(around);
    return tree.is(around, 'else_clause') && tree.is(tree.parentOf(around), 'if_statement') ? `else of ${said(tree.parentOf(around))}` : undefined;
  },

  exports(tree, { imports, symbols }) {
    const listed = listedNames(tree);
    const top = symbols.filter((symbol) => symbol.parent === undefined && !symbol.inner);
    const names = listed ?? [...new Set(top.filter((symbol) => symbol.visibility === 'public').map((symbol) => symbol.name))];
    return names.flatMap((name): Export[] => {
      const found = top.filter((symbol) => symbol.name === name);
      if (found.length > 0) return found.map((symbol) => ({ name, symbol: symbol.id }));
      for (const { from, names: imported } of imports) {
        const original = imported.find((candidate) => candidate.local === name);
        if (original) return [{ name, from, fromName: original.name }];
      }
      return [{ name }];
    });
  },
};

function isInClass(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(tree.ancestorOfType(node, 'class_definition', 'function_definition', 'lambda'), 'class_definition');
}

/** `__x__` is public, `__x` is mangled, `_x` is for subclasses, or for the module's own use. */
function visibilityOf(name: string, isMember: boolean): Visibility {
  if (/^__\w+__$/.test(name) || !name.startsWith('_')) return 'public';
  return isMember && !name.startsWith('__') ? 'protected' : 'private';
}

/** Nodes of a function's own code, without those of functions and classes inside. */
function* ownNodes(tree: SyntaxTree, body: NodeIndex): Generator<NodeIndex> {
  for (let node = body + 1; body !== NONE && node < tree.after[body]!; ) {
    if (tree.is(node, 'function_definition', 'class_definition', 'lambda')) {
      node = tree.after[node]!;
      continue;
    }
    yield node;
    node++;
  }
}

function isGenerator(definition: Definition, tree: SyntaxTree): boolean {
  if (!tree.is(definition.code, 'function_definition')) return false;
  for (const node of ownNodes(tree, definition.body)) if (tree.is(node, 'yield') && !tree.isLeaf(node)) return true;
  return false;
}

/** Names among the targets of an assignment. */
function targetNames(tree: SyntaxTree, target: NodeIndex): NodeIndex[] {
  if (tree.is(target, 'identifier')) return [target];
  return tree.is(target, 'pattern_list', 'tuple_pattern', 'list_pattern', 'list_splat_pattern') ? tree.namedChildren(target).flatMap((part) => targetNames(tree, part)) : [];
}

/** `a, b = …` and `a = b = …`: `a` stands for the statement, `b` beside it. */
function otherTargets(definition: Definition, tree: SyntaxTree): ExtraField[] {
  const names: NodeIndex[] = [];
  for (let at = definition.node; tree.is(at, 'assignment'); at = tree.child(at, 'right')) names.push(...targetNames(tree, tree.child(at, 'left')));
  return names
    .filter((node) => tree.textOf(node) !== definition.name && tree.textOf(node) !== '_')
    .map((node) => ({ name: tree.textOf(node), signature: cut(tree.textOf(definition.node).replace(/\s+/g, ' ')), node, kind: definition.kind, hashed: definition.node, visibility: visibilityOf(tree.textOf(node), definition.kind === 'property'), modifiers: [] }));
}

/** `self.x = …` in a constructor declares the field `x`. */
function assignedFields(definition: Definition, tree: SyntaxTree): ExtraField[] {
  const self = tree.textOf(tree.namedChildren(definition.params)[0] ?? NONE).replace(/\s*:[\s\S]*$/, '');
  const found = new Map<string, ExtraField>();
  for (const node of ownNodes(tree, definition.body)) {
    if (!tree.is(node, 'attribute') || tree.textOf(tree.child(node, 'object')) !== self) continue;
    const parent = tree.parentOf(node);
    const list = tree.is(parent, 'pattern_list', 'tuple_pattern') ? tree.parentOf(parent) : parent;
    const target = list === parent ? node : parent;
    if (!tree.is(list, 'assignment') || tree.child(list, 'left') !== target) continue;
    const name = tree.textOf(tree.child(node, 'attribute'));
    if (found.has(name)) continue;
    const value = list === parent ? tree.child(list, 'right') : NONE;
    found.set(name, { name, node, type: list === parent ? tree.child(list, 'type') : NONE, value: tree.is(value, 'assignment') ? NONE : value, visibility: visibilityOf(name, true), modifiers: [] });
  }
  return [...found.values()];
}

function isTrivialBody(definition: Definition, tree: SyntaxTree): boolean {
  const statements = tree.namedChildren(definition.body).filter((child) => !tree.is(child, 'comment', 'pass_statement') && !isDocString(tree, child));
  const [only] = statements;
  if (only === undefined || statements.length > 1) return only === undefined;
  const expression = tree.namedChildren(only)[0] ?? NONE;
  if (tree.is(expression, 'ellipsis')) return true;
  if (definition.kind === 'constructor') return isSuperCall(tree, expression);
  if (tree.is(only, 'return_statement')) return isPlain(tree, expression);
  if (tree.is(only, 'delete_statement')) return isPlain(tree, expression);
  return tree.is(expression, 'assignment') && isPlain(tree, tree.child(expression, 'left')) && isPlain(tree, tree.child(expression, 'right'));
}

function isSuperCall(tree: SyntaxTree, call: NodeIndex): boolean {
  if (!tree.is(call, 'call') || !/^super\([^)]*\)\.__init__$/.test(tree.textOf(tree.child(call, 'function')))) return false;
  return tree.namedChildren(tree.child(call, 'arguments')).every((argument) => isPlain(tree, tree.is(argument, 'keyword_argument') ? tree.child(argument, 'value') : tree.is(argument, 'list_splat', 'dictionary_splat') ? (tree.namedChildren(argument)[0] ?? NONE) : argument));
}

function isPlain(tree: SyntaxTree, node: NodeIndex): boolean {
  let at = node;
  while (tree.is(at, 'attribute', 'parenthesized_expression')) at = tree.namedChildren(at)[0] ?? NONE;
  return at === NONE || tree.is(at, 'identifier', 'string', 'integer', 'float', 'true', 'false', 'none');
}

/** The names in `__all__`, where it is a plain list, with what is added to it. */
function listedNames(tree: SyntaxTree): string[] | undefined {
  let names: string[] | undefined;
  for (const statement of tree.namedChildren(0)) {
    const expression = tree.firstChild(statement);
    if (!tree.is(expression, 'assignment', 'augmented_assignment') || tree.textOf(tree.child(expression, 'left')) !== '__all__') continue;
    const right = tree.child(expression, 'right');
    const strings = [...Array(tree.after[right]! - right).keys()].map((offset) => right + offset).filter((node) => tree.is(node, 'string') && tree.is(tree.parentOf(node), 'list', 'tuple', 'expression_list'));
    names = [...(tree.is(expression, 'assignment') ? [] : (names ?? [])), ...strings.map((string) => hooks.nameOf!(tree, string))];
  }
  return names && [...new Set(names)];
}

export const python: Language = {
  id: 'python',
  grammar: 'python',
  extensions: ['.py', '.pyi', '.pyw'],
  query: pythonQuery,
  modifiers: { async: 'async' },
  wrappers: ['decorated_definition', 'expression_statement'],
  transparent: ['decorated_definition', 'expression_statement', 'block', 'class_definition', 'if_statement', 'elif_clause', 'else_clause', 'try_statement', 'except_clause', 'finally_clause', 'with_statement', 'for_statement', 'while_statement', 'match_statement', 'case_clause'],
  conditions: ['if_statement', 'elif_clause', 'else_clause', 'try_statement', 'except_clause', 'finally_clause', 'with_statement', 'for_statement', 'while_statement', 'match_statement', 'case_clause'],
  decorators: ['decorator'],
  parentheses: ['parenthesized_expression'],
  comments: ['comment'],
  blocks: ['block'],
  merged: [],
  names: {
    identifiers: ['identifier'],
    members: { attribute: { object: 'object', name: 'attribute' } },
    self: ['self', 'cls'],
  },
  normal: pythonNormal,
  hooks,
};
