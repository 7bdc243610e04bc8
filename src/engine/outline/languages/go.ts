import type { DocParts } from '../docs';
import type { Export, Import, Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { GO_COMMENTS, goNormal, impliedBy, namesSeveral, valueOf } from './goNormal';
import { goQuery } from './goQuery';
import type { Definition, Hooks, Language } from './language';
import { commentsOf, leafTexts, lineBetween, lineOf, plainCommentText } from './sourceText';

const SPECS = ['type_spec', 'type_alias', 'const_spec', 'var_spec', 'field_declaration'];
const DECLARATIONS = ['type_declaration', 'const_declaration', 'var_declaration'];

/**
 * What Go's readers take for the errors of a function: sentinels that it returns or wraps (`ErrNotFound`, `io.EOF`), error types that it
 * makes (`&PathError{…}`), and `panic`. An error made on the spot by `errors.New` or `fmt.Errorf` has no name to list; the call is listed.
 */
const hooks: Hooks = {
  nameOf(tree, name) {
    const text = tree.textOf(name);
    if (tree.is(name, 'interpreted_string_literal', 'raw_string_literal')) return text.slice(1, -1);
    // An embedded field is called like its type, less package, pointer and type arguments.
    return tree.is(name, 'type_identifier', 'identifier', 'field_identifier', 'blank_identifier') ? text : text.replace(/\[[\s\S]*$/, '').replace(/^[\s\S]*\./, '').replace(/^[\s*(]+|[\s)]+$/g, '');
  },

  kindOf(definition, tree) {
    if (definition.name === '_') return undefined;
    const { node } = definition;
    const names = tree.is(node, 'identifier', 'field_identifier') ? tree.parentOf(node) : node;
    // A declaration of several names makes several symbols, and is none itself.
    if (tree.is(names, ...SPECS) && namesSeveral(tree, names) === (names === node)) return undefined;
    if (tree.is(node, 'short_var_declaration') && tree.namedChildren(tree.child(node, 'left')).length > 1) return undefined;
    // One declaration or a group of them: a matter of taste.
    definition.keyword = '';
    return definition.kind;
  },

  visibility: visibilityOf,

  modifiers: (definition, tree) => (isEmbedded(tree, definition.node) ? ['embedded'] : []),

  doc: docOf,

  moduleDoc(tree) {
    const clause = tree.childOfType(0, 'package_clause');
    if (clause === NONE) return undefined;
    const said = textOf(tree, commentsOf(tree, GO_COMMENTS).above(tree.start[clause]!).map(({ node }) => node));
    return said === '' || LICENCE.test(said.split('\n', 1)[0]!) ? undefined : said;
  },

  moduleName: (tree) => tree.textOf(tree.namedChildren(tree.childOfType(0, 'package_clause'))[0] ?? NONE) || undefined,

  fileConditions: (tree) => /^\/\/go:build .*$/m.exec(tree.text.slice(0, tree.start[tree.childOfType(0, 'package_clause')] ?? 0))?.map((line) => line.trimEnd()) ?? [],

  isTrivialBody: () => false,

  signature(definition, tree) {
    const { node, kind } = definition;
    const line = (end: number): string => lineBetween(tree, tree.start[node]!, end, GO_COMMENTS);
    switch (kind) {
      case 'struct':
        return `type ${line(tree.start[definition.body]!)}`;
      case 'interface':
        return `type ${line(tree.end[definition.type]!)}${interfaceElements(tree, tree.parentOf(definition.type))}`;
      case 'type':
        return `type ${line(tree.end[node]!)}`;
      case 'constant':
      case 'variable':
        return [kind === 'constant' ? 'const' : 'var', definition.name, hooks.implied!(definition, tree)?.type ?? lineOf(tree, definition.type, GO_COMMENTS)].filter(Boolean).join(' ');
      case 'property':
        return [...(isEmbedded(tree, node) ? [] : [definition.name]), hooks.implied!(definition, tree)?.type ?? lineOf(tree, definition.type, GO_COMMENTS)].join(' ');
      default:
        return undefined;
    }
  },

  implied(definition, tree) {
    const { node, nameNode } = definition;
    if (isEmbedded(tree, node)) return { type: `${tree.textOf(node).startsWith('*') ? '*' : ''}${lineOf(tree, nameNode, GO_COMMENTS)}` };
    const spec = tree.is(node, 'identifier') ? tree.parentOf(node) : node;
    if (tree.is(spec, 'const_spec')) return impliedConstant(tree, spec, nameNode);
    if (!tree.is(spec, 'var_spec')) return undefined;
    const value = valueOf(tree, spec, nameNode);
    return value === NONE ? undefined : { value: lineOf(tree, value, GO_COMMENTS) };
  },

  imports(tree) {
    const specs = [...Array(tree.count).keys()].filter((node) => tree.is(node, 'import_spec'));
    return specs.map((spec): Import => {
      const from = tree.textOf(tree.child(spec, 'path')).slice(1, -1);
      const alias = tree.textOf(tree.child(spec, 'name'));
      if (alias === '_') return { from, names: [], typeOnly: false };
      return { from, names: [{ name: '*', local: alias === '.' ? '*' : alias || packageName(from) }], typeOnly: false };
    });
  },

  exports(_tree, { symbols }) {
    const top = symbols.filter((symbol) => symbol.parent === undefined && !symbol.inner && symbol.visibility === 'public');
    // A method of a type that another file of the package declares goes by both names.
    return top.map((symbol): Export => ({ name: symbol.kind === 'method' ? symbol.id : symbol.name, symbol: symbol.id }));
  },
};

/** What an interface takes over, and which types it allows; its methods are listed by themselves. */
function interfaceElements(tree: SyntaxTree, body: NodeIndex): string {
  const elements = tree.namedChildren(body).filter((child) => tree.is(child, 'type_elem')).map((element) => lineOf(tree, element, GO_COMMENTS));
  if (elements.length === 0) return '';
  return ` { ${[...elements, ...(tree.childOfType(body, 'method_elem') === NONE ? [] : ['…'])].join('; ')} }`;
}

function visibilityOf(definition: Definition, tree: SyntaxTree): Visibility {
  const isPublic = (name: string): boolean => /^\p{Lu}/u.test(name);
  const owner = tree.textOf(definition.owner);
  return isPublic(definition.name) && (owner === '' || isPublic(owner)) ? 'public' : 'private';
}

function isEmbedded(tree: SyntaxTree, node: NodeIndex): boolean {
  return tree.is(node, 'field_declaration') && tree.child(node, 'name') === NONE;
}

/** A constant that repeats the one above, with `iota` worked in: what a reader would count out. */
function impliedConstant(tree: SyntaxTree, own: NodeIndex, name: NodeIndex): { type?: string; value?: string } {
  const { spec, iota } = impliedBy(tree, own);
  if (spec === NONE) return {};
  const at = [...tree.children(own)].filter((child) => tree.is(child, 'identifier', 'blank_identifier') || tree.textOf(child) === '_').indexOf(name);
  const values = tree.namedChildren(tree.child(spec, 'value')).filter((child) => !tree.is(child, 'comment'));
  const value = values[Math.max(at, 0)] ?? NONE;
  const type = lineOf(tree, tree.child(spec, 'type'), GO_COMMENTS);
  const counts = leafTexts(tree, value, GO_COMMENTS).includes('iota');
  return { ...(type !== '' && { type }), value: counts ? lineOf(tree, value, GO_COMMENTS).replace(/\biota\b/g, String(iota)) : lineOf(tree, value, GO_COMMENTS) };
}

/** `gopkg.in/yaml.v3` and `github.com/x/yaml/v3` are called `yaml`; a hyphen cannot be part of a name, `go-` is rarely one. */
export function packageName(path: string): string {
  const parts = path.split('/');
  const last = parts.length > 1 && /^v\d+$/.test(parts.at(-1)!) ? parts.at(-2)! : parts.at(-1)!;
  return last.replace(/\.v\d+$/, '').replace(/^go-|[.-]go$/g, '').replace(/-/g, '_');
}

const DIRECTIVE = /^\/\/(?:[a-z0-9]+:[a-z0-9]|line |export |extern |nolint| ?\+build )/;
const LICENCE = /copyright|licen[cs]e|SPDX/i;

function textOf(tree: SyntaxTree, comments: readonly NodeIndex[]): string {
  return plainCommentText(comments.map((node) => tree.textOf(node)).filter((text) => !DIRECTIVE.test(text)), /^\/\/ ?/);
}

/** The comment above; else the one behind it on its line; else what is said of the group that it stands in. */
function docOf(definition: Definition, tree: SyntaxTree): DocParts | undefined {
  const comments = commentsOf(tree, GO_COMMENTS);
  const { node } = definition;
  const spec = tree.is(node, 'identifier', 'field_identifier') && tree.is(tree.parentOf(node), ...SPECS) ? tree.parentOf(node) : node;
  const declaration = tree.ancestorOfType(spec, ...DECLARATIONS, 'field_declaration_list', 'interface_type', 'block');
  const isGrouped = tree.is(declaration, ...DECLARATIONS);
  const above = (at: NodeIndex): string => textOf(tree, comments.above(tree.start[at]!).map((comment) => comment.node));
  const behind = (): string => {
    const comment = tree.is(spec, 'const_spec', 'var_spec', 'field_declaration', 'method_elem', 'type_alias') ? comments.behind(tree.end[spec]!) : undefined;
    return comment ? textOf(tree, [comment.node]) : '';
  };
  const text = above(spec) || behind() || (isGrouped ? above(declaration) : '');
  return text === '' ? undefined : { text, params: new Map() };
}

export const go: Language = {
  id: 'go',
  grammar: 'go',
  extensions: ['.go'],
  query: goQuery,
  modifiers: {},
  wrappers: ['type_declaration', 'const_declaration', 'var_declaration', 'var_spec_list', 'const_spec', 'var_spec', 'field_declaration'],
  listed: ['type_spec', 'type_alias'],
  transparent: [
    'type_declaration', 'const_declaration', 'var_declaration', 'var_spec_list', 'const_spec', 'var_spec', 'type_spec',
    'struct_type', 'field_declaration_list', 'field_declaration', 'interface_type', 'pointer_type', 'slice_type', 'array_type', 'map_type',
  ],
  // A field's tag.
  decorators: ['raw_string_literal', 'interpreted_string_literal'],
  comments: GO_COMMENTS,
  blocks: ['block'],
  merged: [],
  names: {
    identifiers: ['identifier', 'type_identifier'],
    members: { selector_expression: { object: 'operand', name: 'field' }, qualified_type: { object: 'package', name: 'name' } },
    self: [],
    isSelf(tree, name) {
      const method = tree.ancestorOfType(name, 'method_declaration');
      const receiver = tree.namedChildren(tree.child(method, 'receiver'))[0] ?? NONE;
      return method !== NONE && receiver !== NONE && tree.textOf(tree.child(receiver, 'name')) === tree.textOf(name);
    },
  },
  normal: goNormal,
  hooks,
};
