import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import * as ecmascript from './ecmascript';
import { ecmascriptNormal } from './ecmascriptNormal';
import * as query from './ecmascriptQuery';
import type { Definition, Language } from './language';
import { lineBetween } from './sourceText';

const FUNCTION = '[(arrow_function) (function_expression) (generator_function)]';
const NAMED_PARAMETER = '[(identifier) (object_pattern) (array_pattern) (this)]';

const own = `
(function_signature name: (_) @name) @def.function
(class_declaration name: (_) @name) @def.class
(abstract_class_declaration name: (_) @name) @def.class
(class name: (_) @name) @def.class
(class) @def.class
(public_field_definition name: (_) @name value: ${FUNCTION} @code) @def.method
(public_field_definition name: (_) @name) @def.property
(abstract_method_signature "get" name: (_) @name) @def.getter
(abstract_method_signature "set" name: (_) @name) @def.setter
(abstract_method_signature name: (_) @name) @def.method
(method_signature "get" name: (_) @name) @def.getter
(method_signature "set" name: (_) @name) @def.setter
(method_signature name: (_) @name) @def.method
(property_signature name: (_) @name) @def.property
(index_signature) @def.property
(call_signature) @def.method
(construct_signature type: (_)? @result) @def.constructor
(interface_declaration name: (_) @name) @def.interface
(type_alias_declaration name: (_) @name value: (_) @type) @def.type
(enum_declaration name: (_) @name) @def.enum
(enum_body name: (_) @name @def.enumMember)
(enum_assignment name: (_) @name value: (_) @value) @def.enumMember
(internal_module name: (_) @name) @def.namespace
(module name: (_) @name) @def.namespace

(required_parameter pattern: ${NAMED_PARAMETER} @param.name type: (type_annotation)? @param.type value: (_)? @param.default) @param
(required_parameter pattern: (rest_pattern "..." @param.rest (_) @param.name) type: (type_annotation)? @param.type) @param
(optional_parameter pattern: ${NAMED_PARAMETER} @param.name "?" @param.optional type: (type_annotation)? @param.type value: (_)? @param.default) @param
(arrow_function parameter: (identifier) @param @param.name)

(class_declaration (class_heritage (extends_clause value: (_) @extends type_arguments: (_)? @arguments))) @of
(abstract_class_declaration (class_heritage (extends_clause value: (_) @extends type_arguments: (_)? @arguments))) @of
(class (class_heritage (extends_clause value: (_) @extends type_arguments: (_)? @arguments))) @of
(class_declaration (class_heritage (implements_clause (_) @implements))) @of
(abstract_class_declaration (class_heritage (implements_clause (_) @implements))) @of
(class (class_heritage (implements_clause (_) @implements))) @of
(interface_declaration (extends_type_clause type: (_) @extends)) @of

(import_statement "type" @import.typeOnly source: (_) @from) @import
(import_statement (import_clause (named_imports (import_specifier "type"? @import.typeOnly name: (_) @import.name alias: (_)? @import.alias))) source: (_) @from) @import
(import_statement (import_require_clause (identifier) @import.all source: (_) @from)) @import
(export_statement "type" @export.typeOnly (export_clause (export_specifier name: (_) @export.local alias: (_)? @export.name)) source: (_)? @from) @export
(export_statement (export_clause (export_specifier "type" @export.typeOnly name: (_) @export.local alias: (_)? @export.name)) source: (_)? @from) @export
(export_statement "=" @export.default (identifier) @export.local) @export

[(interface_declaration) (type_alias_declaration) (abstract_class_declaration) (function_signature) (method_signature) (abstract_method_signature)
 (call_signature) (construct_signature) (function_type) (constructor_type) (mapped_type_clause) (internal_module) (module) (conditional_type)] @scope
(abstract_class_declaration name: (_) @bind.outer)
(interface_declaration name: (_) @bind.outer)
(type_alias_declaration name: (_) @bind.outer)
(function_signature name: (_) @bind.outer)
(enum_declaration name: (_) @bind)
(internal_module name: (identifier) @bind.outer)
(module name: (identifier) @bind.outer)
(required_parameter pattern: (identifier) @bind)
(optional_parameter pattern: (identifier) @bind)
(type_parameter name: (_) @bind)
(mapped_type_clause name: (_) @bind)
(infer_type (type_identifier) @bind)
(index_signature name: (identifier) @skip)
(import_require_clause (identifier) @bind)
`;

const common = {
  modifiers: ecmascript.modifiers,
  wrappers: ecmascript.wrappers,
  transparent: ecmascript.transparent,
  keyed: { pair: 'key' },
  decorators: ['decorator'],
  parentheses: ['parenthesized_expression', 'parenthesized_type'],
  comments: ['comment', 'html_comment'],
  blocks: ['statement_block', 'class_body'],
  merged: ['interface', 'namespace'],
  namespaceJoint: '.',
  names: ecmascript.names,
  normal: ecmascriptNormal,
  hooks: {
    ...ecmascript.hooks,
    // Without semicolons, a call signature that begins with its type parameters is read as type arguments of the line above.
    repair: (text) => text.replace(/\n(?=[ \t]*<[A-Za-z\r\n])/g, ';'),
    nameless(tree, declaration) {
      if (tree.is(declaration, 'call_signature')) return '()';
      if (tree.is(declaration, 'construct_signature')) return 'new';
      // `[key: string]: T` is told by its key's type.
      if (tree.is(declaration, 'index_signature') && tree.childOfType(declaration, 'mapped_type_clause') !== NONE) return undefined;
      if (tree.is(declaration, 'index_signature')) return tree.textOf(declaration).replace(/^[^[]*\[\s*([^\]]*?)\s*\][\s\S]*$/, '[$1]').replace(/\s+/g, ' ');
      return ecmascript.hooks.nameless?.(tree, declaration);
    },
    signature: (definition, tree) => typeSignature(definition, tree) ?? ecmascript.hooks.signature?.(definition, tree),
    modifiers: (definition, tree) => (isGlobal(tree, definition.node) ? ['global'] : []),
  },
} satisfies Partial<Language>;

/** `type Options = { … } & Limits`: members are told in a table, the rest of the type is not. */
function typeSignature({ kind, node }: Definition, tree: SyntaxTree): string | undefined {
  const value = tree.child(node, 'value');
  if (kind !== 'type' || value === NONE) return undefined;
  let text = '';
  let at = tree.start[node]!;
  for (let inside = value; inside < tree.after[value]!; inside++) {
    if (!tree.is(inside, 'object_type') || !tree.namedChildren(inside).some((child) => tree.is(child, ...MEMBERS))) continue;
    text += `${lineBetween(tree, at, tree.start[inside]!, ecmascript.COMMENTS)} { … } `;
    at = tree.end[inside]!;
    inside = tree.after[inside]! - 1;
  }
  return text === '' ? undefined : `${text}${lineBetween(tree, at, tree.end[value]!, ecmascript.COMMENTS)}`.replace(/ {2,}/g, ' ').replace(/^\s+|\s+$/g, '').replace(/\} (?=[[\]>,)])/g, '}');
}

const MEMBERS = ['property_signature', 'method_signature', 'call_signature', 'construct_signature'];

/** Declared for all files, from within a module. */
function isGlobal(tree: SyntaxTree, node: NodeIndex): boolean {
  for (let at = tree.ancestorOfType(node, 'ambient_declaration'); at !== NONE; at = tree.ancestorOfType(at, 'ambient_declaration')) if (tree.children(at).some((child) => tree.textOf(child) === 'global')) return true;
  return false;
}

const queries = [own, query.symbols, query.imports, query.exports, query.effects, query.names];

export const typescript: Language = {
  ...common,
  id: 'typescript',
  grammar: 'typescript',
  extensions: ['.ts', '.mts', '.cts'],
  query: queries.join('\n'),
};

export const tsx: Language = {
  ...common,
  id: 'tsx',
  grammar: 'tsx',
  extensions: ['.tsx'],
  query: [...queries, query.jsxNames].join('\n'),
};
