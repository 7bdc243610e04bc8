import { parseJavadoc } from '../javadoc';
import type { Import, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { declarationHead, docBlockAbove, fieldHead } from './declarationHead';
import { javaNormal, javaString } from './javaNormal';
import { javaQuery } from './javaQuery';
import type { Definition, Hooks, Language } from './language';
import { lineOf } from './sourceText';

const COMMENTS = ['line_comment', 'block_comment'];
const WORDS = { comments: COMMENTS, decorators: ['annotation', 'marker_annotation'], modifierLists: ['modifiers'] };
const BODIES = ['class_body', 'interface_body', 'annotation_type_body', 'enum_body', 'enum_body_declarations'];

const hooks: Hooks = {
  nameOf(tree, name) {
    const text = tree.textOf(name);
    return tree.is(name, 'string_literal') ? javaString(text) : tree.is(name, 'scoped_identifier') ? text.replace(/\s+/g, '') : text;
  },

  /** Anonymous classes are told by what they extend. */
  nameless(tree, declaration) {
    const around = tree.parentOf(declaration);
    return tree.is(around, 'enum_constant') ? '(body)' : `new ${lineOf(tree, tree.child(around, 'type'), COMMENTS).replace(/<[\s\S]*$/, '')}`;
  },

  kindOf: ({ kind, node }, tree) => (kind === 'method' && tree.is(tree.parentOf(node), 'program') ? 'function' : kind),

  visibility,

  exportedAs: (definition, tree) => (tree.is(tree.parentOf(definition.node), 'program') && definition.modifiers.includes('public') ? definition.name : undefined),

  modifiers(definition, tree) {
    if (tree.is(definition.node, 'record_declaration')) return ['record'];
    if (tree.is(definition.node, 'annotation_type_declaration')) return ['annotation'];
    return tree.is(definition.node, 'class_body') ? ['anonymous'] : tree.is(definition.node, 'compact_constructor_declaration') ? ['compact'] : [];
  },

  doc(definition, tree) {
    if (tree.is(definition.node, 'formal_parameter', 'spread_parameter')) {
      // A component is told by its record's comment.
      const told = recordDoc(definition, tree)?.params.get(definition.name);
      return told && { text: told.text, params: new Map() };
    }
    if (tree.is(definition.node, 'class_body')) return undefined;
    const comment = docBlockAbove(tree, definition.start);
    return comment === undefined ? undefined : parseJavadoc(comment);
  },

  /** Only `package-info.java` and `module-info.java` have words about more than one type. */
  moduleDoc(tree) {
    const declaration = tree.namedChildren(0).find((child) => tree.is(child, 'package_declaration', 'module_declaration')) ?? NONE;
    const comment = declaration === NONE ? undefined : docBlockAbove(tree, tree.start[declaration]!);
    return comment === undefined ? undefined : parseJavadoc(comment).text;
  },

  moduleName(tree) {
    const declaration = tree.namedChildren(0).find((child) => tree.is(child, 'package_declaration', 'module_declaration')) ?? NONE;
    const name = tree.childOfType(declaration, 'scoped_identifier', 'identifier');
    return name === NONE ? undefined : hooks.nameOf!(tree, name);
  },

  isTrivialBody(definition, tree) {
    const statements = statementsOf(tree, definition.body);
    if (definition.kind !== 'constructor') return false;
    return statements.length <= 1 && statements.every((statement) => tree.is(statement, 'explicit_constructor_invocation') && tree.namedChildren(tree.child(statement, 'arguments')).every((argument) => isPlain(tree, argument)));
  },

  isAccessor(definition, tree) {
    const [only, ...more] = statementsOf(tree, definition.body);
    if (only === undefined || more.length > 0 || definition.decorators.some((decorator) => tree.textOf(decorator) !== '@Override')) return false;
    const params = tree.namedChildren(definition.params).filter((child) => !tree.is(child, ...COMMENTS, 'receiver_parameter')).length;
    if (tree.is(only, 'return_statement')) return params === 0 && isField(tree, tree.namedChildren(only)[0] ?? NONE);
    const assignment = tree.firstChild(only);
    if (!tree.is(only, 'expression_statement') || !tree.is(assignment, 'assignment_expression') || params !== 1) return false;
    return tree.textOf(tree.child(assignment, 'operator')) === '=' && isField(tree, tree.child(assignment, 'left')) && tree.is(tree.child(assignment, 'right'), 'identifier');
  },

  signature(definition, tree) {
    const { node } = definition;
    if (tree.is(node, 'class_body')) return tree.is(tree.parentOf(node), 'enum_constant') ? `${tree.textOf(tree.child(tree.parentOf(node), 'name'))} {…}` : `new ${lineOf(tree, tree.child(tree.parentOf(node), 'type'), COMMENTS)}() {…}`;
    if (tree.is(node, 'variable_declarator')) return fieldHead(definition, tree, WORDS) + lineOf(tree, tree.child(node, 'dimensions'), COMMENTS);
    if (tree.is(node, 'annotation_type_element_declaration')) return `${fieldHead(definition, tree, WORDS)}()`;
    return declarationHead(definition, tree, WORDS);
  },

  calledName(tree, callee) {
    if (!tree.is(callee, 'method_invocation')) return tree.textOf(tree.is(callee, 'generic_type') ? tree.firstChild(callee) : callee).replace(/\s+/g, '');
    const name = tree.textOf(tree.child(callee, 'name'));
    const object = tree.child(callee, 'object');
    const chain = tree.textOf(object).replace(/\s+/g, '');
    if (object === NONE || chain === 'this') return name;
    return /^[\w$\u0080-\uffff.]+$/.test(chain) ? `${chain.replace(/^this\./, '')}.${name}` : undefined;
  },

  imports(tree, matches): readonly Import[] {
    return matches.flatMap((match): Import[] => {
      const node = match.get('import');
      const from = match.get('from');
      if (node === NONE || from === NONE) return [];
      const path = hooks.nameOf!(tree, from);
      const last = path.slice(path.lastIndexOf('.') + 1);
      if (match.get('import.star') !== NONE) return [{ from: path, names: [{ name: '*', local: '*' }], typeOnly: false }];
      if (tree.is(node, 'requires_module_directive')) return [{ from: path, names: [], typeOnly: false }];
      const isStatic = tree.children(node).some((child) => tree.is(child, 'static'));
      return [{ from: isStatic ? path.slice(0, path.lastIndexOf('.')) : path, names: [{ name: last, local: last }], typeOnly: false }];
    });
  },
};

function visibility(definition: Definition, tree: SyntaxTree): Visibility {
  const { modifiers, node, kind } = definition;
  for (const word of ['private', 'protected', 'public'] as const) if (modifiers.includes(word)) return word;
  if (kind === 'enumMember' || tree.is(node, 'formal_parameter', 'spread_parameter')) return 'public';
  if (definition.inner) return 'private';
  const body = tree.ancestorOfType(node, ...BODIES);
  if (tree.is(body, 'interface_body', 'annotation_type_body')) return 'public';
  return kind === 'constructor' && tree.is(body, 'enum_body_declarations', 'enum_body') ? 'private' : 'package';
}

function recordDoc(component: Definition, tree: SyntaxTree): ReturnType<Hooks['doc']> {
  const record = tree.ancestorOfType(component.node, 'record_declaration');
  const comment = record === NONE ? undefined : docBlockAbove(tree, tree.start[record]!);
  return comment === undefined ? undefined : parseJavadoc(comment);
}

function statementsOf(tree: SyntaxTree, body: NodeIndex): NodeIndex[] {
  return tree.namedChildren(body).filter((child) => !tree.is(child, ...COMMENTS));
}

/** `name` or `this.name`. */
function isField(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'identifier') || (tree.is(node, 'field_access') && tree.is(tree.child(node, 'object'), 'this'));
}

/** A name, a member of a name, a literal. */
function isPlain(tree: SyntaxTree, node: NodeIndex): boolean {
  let at = node;
  while (tree.is(at, 'field_access', 'parenthesized_expression')) at = tree.namedChildren(at)[0] ?? NONE;
  return tree.is(at, 'identifier', 'this') || /_literal$|^(?:true|false)$/.test(tree.typeName(at));
}

export const java: Language = {
  id: 'java',
  grammar: 'java',
  extensions: ['.java'],
  query: javaQuery,
  modifiers: Object.fromEntries(['public', 'protected', 'private', 'abstract', 'static', 'final', 'sealed', 'non-sealed', 'default', 'synchronized', 'native', 'strictfp', 'transient', 'volatile'].map((word) => [word, word])),
  wrappers: ['field_declaration', 'constant_declaration'],
  transparent: [...BODIES, 'field_declaration', 'constant_declaration', 'formal_parameters'],
  toldInside: ['interface', 'enum'],
  modifierLists: WORDS.modifierLists,
  decorators: WORDS.decorators,
  comments: COMMENTS,
  blocks: ['block', 'class_body', 'constructor_body'],
  merged: [],
  names: {
    identifiers: ['identifier', 'type_identifier'],
    members: { field_access: { object: 'object', name: 'field' }, method_invocation: { object: 'object', name: 'name' } },
    self: ['this'],
  },
  normal: javaNormal,
  hooks,
};
