import { dedent, type DocParts } from '../docs';
import { parseDocstring } from '../docstrings';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import type { Definition } from './language';
import { isBareString, isDocString, unescapePython } from './pythonNormal';

/** Doc of a declaration: the string in its body, or below it. */
export function docOf(definition: Definition, tree: SyntaxTree): DocParts | undefined {
  if (definition.kind === 'variable' || definition.kind === 'constant') return docBelow(tree, definition);
  if (definition.kind === 'property') return docBelow(tree, definition) ?? fieldDoc(tree, definition.parent, definition.name);
  const own = docOfBody(tree, definition);
  // A class's own text stays whole: what it says of parameters is told with its fields and its constructor besides.
  if (definition.kind === 'class') return own === undefined ? undefined : { text: dedent(own), params: parseDocstring(own).params };
  const parts = own === undefined ? undefined : parseDocstring(own);
  const ofClass = definition.kind === 'constructor' && definition.parent ? docOfBody(tree, definition.parent) : undefined;
  return ofClass === undefined ? parts : { ...(parts ?? { text: '' }), params: new Map([...parseDocstring(ofClass).params, ...(parts?.params ?? [])]) };
}

/** The module's own string, whole. */
export function moduleDocOf(tree: SyntaxTree): string | undefined {
  const first = tree.children(0).find((child) => !tree.is(child, 'comment'));
  return first !== undefined && tree.is(first, 'expression_statement') && isDocString(tree, first) ? dedent(docText(tree, first)) : undefined;
}

function docText(tree: SyntaxTree, statement: NodeIndex): string {
  const strings = [...Array(tree.after[statement]! - statement).keys()].map((offset) => statement + offset).filter((node) => tree.is(node, 'string'));
  return strings
    .map((string) => {
      const raw = tree.textOf(string).replace(/^[a-zA-Z]*(?:"""|'''|"|')/, '').replace(/(?:"""|'''|"|')$/, '');
      return /^[a-zA-Z]*[rR]/.test(tree.textOf(tree.firstChild(string))) ? raw : unescapePython(raw);
    })
    .join('');
}

function docOfBody(tree: SyntaxTree, definition: Definition): string | undefined {
  const first = definition.body === NONE || tree.is(definition.code, 'lambda') ? NONE : (tree.children(definition.body).find((child) => !tree.is(child, 'comment')) ?? NONE);
  return tree.is(first, 'expression_statement') && isDocString(tree, first) ? docText(tree, first) : undefined;
}

/** What a class's doc says of a field. */
function fieldDoc(tree: SyntaxTree, holder: Definition | undefined, name: string): DocParts | undefined {
  const text = holder && docOfBody(tree, holder);
  const told = text === undefined ? undefined : parseDocstring(text).params.get(name);
  return told ? { text: told.text, params: new Map(), ...(told.type && { type: told.type }) } : undefined;
}

/** A string below an assignment is its doc (attribute doc strings, as Sphinx reads them). */
function docBelow(tree: SyntaxTree, definition: Definition): DocParts | undefined {
  const below = stringBelow(tree, definition);
  return below === NONE ? undefined : { text: dedent(docText(tree, below)), params: new Map() };
}

/** The string that stands below an assignment. */
export function stringBelow(tree: SyntaxTree, definition: Definition): NodeIndex {
  const statement = tree.parentOf(definition.node);
  const next = tree.is(statement, 'expression_statement') ? tree.nextSibling(statement) : NONE;
  return tree.is(next, 'expression_statement') && isBareString(tree, next) ? next : NONE;
}
