import type { Export, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import type { Definition, Hooks, Language } from './language';
import { parseRustDoc } from './rustDoc';
import { rustExports, rustImports } from './rustImports';
import { RUST_COMMENTS, rustNormal } from './rustNormal';
import { rustQuery } from './rustQuery';
import { commentsOf, lineBetween, lineOf, plainCommentText } from './sourceText';

/**
 * Methods belong to their type wherever the `impl` stands. Those of a trait go by the trait too (`Error.From<io::Error>.from`): a type may
 * have several of one name. Errors are what is wrapped in `Err`, `ok_or` and `map_err`, and the macros that panic or return an error.
 */
const hooks: Hooks = {
  // Since 2018 a word of the language, and one that the grammar knows as such only.
  repair: (text) => text.replace(/\btry!/g, 'tri!'),

  nameOf(tree, name) {
    if (tree.is(name, 'string_literal')) return tree.textOf(name).replace(/^"|"$/g, '');
    const text = lineOf(tree, name, RUST_COMMENTS);
    // A trait by its last name, with its arguments: `fmt::Display`, `From<io::Error>`.
    return tree.field[name] === tree.grammar.fieldNamed('trait') ? text.replace(/^(?:\w+::)+/, '') : text.replace(/^r#/, '');
  },

  nameless(tree, declaration) {
    if (!tree.is(tree.parentOf(declaration), 'ordered_field_declaration_list')) return undefined;
    const field = tree.grammar.fieldNamed('type');
    return String(tree.children(tree.parentOf(declaration)).filter((child) => tree.field[child] === field).indexOf(declaration));
  },

  kindOf(definition, tree) {
    const { node, kind } = definition;
    if (definition.name === '_') return undefined;
    if (tree.is(tree.parentOf(node), 'ordered_field_declaration_list')) {
      // The fields of a variant are part of it.
      if (!tree.is(tree.parentOf(tree.parentOf(node)), 'struct_item')) return undefined;
      definition.keyword = visibilityWords(tree, node).join();
    }
    if (kind === 'function') return tree.is(tree.parentOf(tree.parentOf(node)), 'trait_item', 'impl_item') ? 'method' : kind;
    return tree.is(node, 'static_item') && tree.childOfType(node, 'mutable_specifier') !== NONE ? 'variable' : kind;
  },

  visibility: visibilityOf,

  exportedAs(definition, tree) {
    const { node } = definition;
    const isItem = tree.is(tree.parentOf(node), 'source_file') || tree.is(tree.parentOf(tree.parentOf(node)), 'mod_item', 'foreign_mod_item');
    return isItem && visibilityOf(definition, tree) === 'public' ? definition.name : undefined;
  },

  modifiers(definition, tree) {
    const { node } = definition;
    const words = [...tree.children(tree.childOfType(node, 'function_modifiers')).map((word) => lineOf(tree, word, RUST_COMMENTS)), ...visibilityWords(tree, node).filter((word) => word !== 'pub')];
    if (tree.is(node, 'union_item')) words.push('union');
    if (tree.childOfType(node, 'unsafe') !== NONE) words.push('unsafe');
    if (tree.is(node, 'static_item')) words.push('static', ...(tree.childOfType(node, 'mutable_specifier') === NONE ? [] : ['mut']));
    if (tree.is(node, 'function_item') && tree.is(tree.parentOf(tree.parentOf(node)), 'trait_item')) words.push('provided');
    return words;
  },

  doc(definition, tree) {
    const comments = commentsOf(tree, RUST_COMMENTS);
    const inside = tree.is(definition.node, 'mod_item') && definition.body !== NONE ? innerDoc(tree, definition.body) : '';
    const around = [...comments.above(definition.start), ...comments.between(definition.start, tree.start[definition.node]!)];
    const outside = docText(tree, around.map(({ node }) => node).filter((node) => /^\/\/\/(?!\/)|^\/\*\*(?![*/])/.test(tree.textOf(node))));
    const text = [outside, inside].filter(Boolean).join('\n\n');
    return text === '' ? undefined : parseRustDoc(text);
  },

  moduleDoc: (tree) => (innerDoc(tree, 0) === '' ? undefined : parseRustDoc(innerDoc(tree, 0)).text),

  fileConditions: (tree) => tree.namedChildren(0).filter((node) => tree.is(node, 'inner_attribute_item') && /^#!\[\s*cfg\b/.test(tree.textOf(node))).map((node) => lineOf(tree, node, RUST_COMMENTS)),

  isTrivialBody: () => false,

  signature(definition, tree) {
    const { node } = definition;
    if (tree.is(node, 'macro_definition')) return `macro_rules! ${definition.name}`;
    if (tree.is(tree.parentOf(node), 'ordered_field_declaration_list')) return [...visibilityWords(tree, node), lineOf(tree, node, RUST_COMMENTS)].join(' ');
    // A tuple struct shows its fields, a variant its data.
    if (tree.is(definition.body, 'ordered_field_declaration_list') || tree.is(node, 'enum_variant')) return lineBetween(tree, tree.start[node]!, tree.end[node]!, RUST_COMMENTS).replace(/\s*;$/, '');
    return undefined;
  },

  implied(definition, tree) {
    const data = tree.is(definition.node, 'enum_variant') ? tree.child(definition.node, 'body') : NONE;
    return data === NONE ? undefined : { value: lineOf(tree, data, RUST_COMMENTS) };
  },

  thrown(tree, thrown) {
    const text = lineOf(tree, thrown, RUST_COMMENTS);
    if (tree.is(tree.parentOf(thrown), 'macro_invocation')) return `${text}!`;
    // `Error::new(…)` makes an Error.
    return text.replace(/::[a-z_]\w*$/, '');
  },

  imports: rustImports,
  exports: (tree, outline): readonly Export[] => rustExports(tree, outline),
};

/** `pub`, `pub(crate)` in front of an item or a field. */
function visibilityWords(tree: SyntaxTree, node: NodeIndex): string[] {
  const own = tree.childOfType(node, 'visibility_modifier');
  if (own !== NONE) return [lineOf(tree, own, RUST_COMMENTS)];
  if (!tree.is(tree.parentOf(node), 'ordered_field_declaration_list')) return [];
  const siblings = tree.namedChildren(tree.parentOf(node));
  const before = siblings[siblings.indexOf(node) - 1] ?? NONE;
  return tree.is(before, 'visibility_modifier') ? [lineOf(tree, before, RUST_COMMENTS)] : [];
}

/** What a trait or an enum declares is as visible as itself. */
function visibilityOf(definition: Definition, tree: SyntaxTree): Visibility {
  const { node } = definition;
  if (visibilityWords(tree, node).length > 0) return 'public';
  if (tree.is(node, 'macro_definition')) return definition.decorators.some((decorator) => /\bmacro_export\b/.test(tree.textOf(decorator))) ? 'public' : 'private';
  const holder = tree.parentOf(tree.parentOf(node));
  if (tree.is(node, 'enum_variant') || tree.is(holder, 'trait_item', 'foreign_mod_item')) return 'public';
  return tree.is(holder, 'impl_item') && tree.child(holder, 'trait') !== NONE ? 'public' : 'private';
}

function innerDoc(tree: SyntaxTree, node: NodeIndex): string {
  const docs: NodeIndex[] = [];
  for (const child of tree.namedChildren(node)) {
    if (tree.is(child, ...RUST_COMMENTS)) {
      if (/^\/\/!|^\/\*!/.test(tree.textOf(child))) docs.push(child);
    } else if (!tree.is(child, 'inner_attribute_item', 'shebang')) break;
  }
  return docText(tree, docs);
}

function docText(tree: SyntaxTree, comments: readonly NodeIndex[]): string {
  return plainCommentText(comments.map((node) => tree.textOf(node)), /^\/\/[/!] ?/);
}

export const rust: Language = {
  id: 'rust',
  grammar: 'rust',
  extensions: ['.rs'],
  query: rustQuery,
  modifiers: {},
  wrappers: [],
  transparent: ['impl_item', 'declaration_list', 'trait_item', 'struct_item', 'union_item', 'enum_item', 'enum_variant_list', 'field_declaration_list', 'ordered_field_declaration_list', 'mod_item', 'foreign_mod_item'],
  keyed: { impl_item: 'trait' },
  namespaceJoint: '::',
  decorators: ['attribute_item'],
  comments: RUST_COMMENTS,
  blocks: ['block', 'declaration_list'],
  merged: [],
  names: {
    identifiers: ['identifier', 'type_identifier'],
    members: {
      field_expression: { object: 'value', name: 'field' },
      scoped_identifier: { object: 'path', name: 'name', joint: '::' },
      scoped_type_identifier: { object: 'path', name: 'name', joint: '::' },
    },
    paths: ['scoped_identifier', 'scoped_type_identifier'],
    self: ['self', 'Self'],
  },
  normal: rustNormal,
  hooks,
};
