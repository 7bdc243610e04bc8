import type { DocParts } from '../docs';
import type { Param } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { HASH_COMMENTS, wordsOf } from './hashComments';
import type { Definition } from './language';
import { commentsOf, lineOf } from './sourceText';

/** Parameters as a caller gives them (`-Name`), with their attributes; those of a function are optional unless one says `Mandatory`. */
export function powershellParams(definition: Definition, tree: SyntaxTree, doc: DocParts | undefined): Param[] {
  return paramNodes(tree, definition.params).map((node): Param => {
    const variable = tree.childOfType(node, 'variable');
    const name = tree.textOf(variable).replace(/^\$\{?|\}$/g, '');
    const attributes = tree.namedChildren(tree.childOfType(node, 'attribute_list'));
    const types = attributes.map((attribute) => tree.childOfType(attribute, 'type_literal')).concat(tree.childOfType(node, 'type_literal')).filter((type) => type !== NONE);
    const notes = attributes.filter((attribute) => tree.childOfType(attribute, 'type_literal') === NONE).map((attribute) => lineOf(tree, attribute, HASH_COMMENTS));
    const fallback = tree.namedChildren(tree.childOfType(node, 'script_parameter_default'))[0] ?? NONE;
    const mandatory = tree.is(node, 'class_method_parameter') || notes.some((note) => /\bMandatory\b(?!\s*=\s*\$false)/i.test(note));
    const said = [doc?.params.get(name.toLowerCase())?.text ?? commentAbove(tree, node), ...notes.map((note) => `\`${note}\``)].filter(Boolean).join(' ');
    return {
      name,
      ...(types.length > 0 && { type: types.map((type) => lineOf(tree, type, HASH_COMMENTS)).join('') }),
      ...(fallback !== NONE && { default: lineOf(tree, fallback, HASH_COMMENTS) }),
      optional: !mandatory,
      ...(said && { doc: said }),
    };
  });
}

/** `params` is a `param` block, a list in parentheses, or a method's list. */
export function paramNodes(tree: SyntaxTree, params: NodeIndex): NodeIndex[] {
  if (params === NONE) return [];
  const list = tree.is(params, 'class_method_parameter_list') ? params : tree.childOfType(params, 'parameter_list');
  return tree.namedChildren(list).filter((child) => tree.is(child, 'script_parameter', 'class_method_parameter'));
}

function commentAbove(tree: SyntaxTree, node: NodeIndex): string {
  return wordsOf(tree, commentsOf(tree, HASH_COMMENTS).above(tree.start[node]!), { directive: /^(?!)/ }).replace(/\s+/g, ' ');
}
