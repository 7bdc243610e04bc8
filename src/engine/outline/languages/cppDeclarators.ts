import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { lineBetween, lineOf } from './sourceText';

export const CPP_COMMENTS = ['comment'];

const NAMES = ['identifier', 'field_identifier', 'type_identifier', 'destructor_name', 'operator_name', 'operator_cast', 'template_function', 'template_method', 'qualified_identifier', 'structured_binding_declarator'];
/** What says where a thing lives or how it is built in, but not of which type it is. */
const NO_TYPE = ['storage_class_specifier', 'attribute_declaration', 'attribute_specifier', 'virtual', 'virtual_function_specifier', 'explicit_function_specifier', 'ms_declspec_modifier', 'comment', 'ms_call_modifier', 'alignas_qualifier'];

/** Declarators of a declaration, each with what it starts with: `*a`, `b[3] = …`. */
export function declaratorsOf(tree: SyntaxTree, declaration: NodeIndex): NodeIndex[] {
  const field = tree.grammar.fieldNamed('declarator');
  return tree.children(declaration).filter((child) => tree.field[child] === field);
}

/** The name in the middle of a declarator: `(*name[3])(int)`. */
export function nameIn(tree: SyntaxTree, declarator: NodeIndex): NodeIndex {
  let at = declarator;
  while (at !== NONE && !tree.is(at, ...NAMES)) {
    const inner = tree.child(at, 'declarator');
    at = inner === NONE ? (tree.namedChildren(at).find((child) => /declarator$/.test(tree.typeName(child)) || tree.is(child, ...NAMES)) ?? NONE) : inner;
  }
  return at;
}

/** The innermost declarator with parameters; of a function that returns a function, its own. */
export function functionIn(tree: SyntaxTree, declarator: NodeIndex): NodeIndex {
  let found = NONE;
  for (let at = declarator; at !== NONE && !tree.is(at, ...NAMES); ) {
    if (tree.is(at, 'function_declarator')) found = at;
    const inner = tree.child(at, 'declarator');
    at = inner === NONE ? (tree.namedChildren(at).find((child) => /declarator$/.test(tree.typeName(child)) || tree.is(child, ...NAMES)) ?? NONE) : inner;
  }
  return found;
}

/** Type words in front of a declarator: `const char`, without `static` and the like. */
export function specifiers(tree: SyntaxTree, declaration: NodeIndex): string {
  const field = tree.grammar.fieldNamed('declarator');
  const words: string[] = [];
  for (const child of tree.children(declaration)) {
    if (tree.field[child] === field || tree.is(child, 'compound_statement', '=') || tree.textOf(child) === '=') break;
    // Of a type that is declared on the spot its head will do.
    if (tree.is(child, ...NO_TYPE) || [';', 'typedef', 'inline'].includes(tree.textOf(child))) continue;
    const body = tree.child(child, 'body');
    words.push(body === NONE ? lineOf(tree, child, CPP_COMMENTS) : `${lineBetween(tree, tree.start[child]!, tree.start[body]!, CPP_COMMENTS)} { … }`);
  }
  return words.join(' ').replace(/\s+/g, ' ').trim();
}

/** A declarator without its name and initial value, as it stands behind the type: `*`, `(*)(int)`, `[3]`. */
export function abstractDeclarator(tree: SyntaxTree, declarator: NodeIndex): string {
  if (declarator === NONE) return '';
  const plain = tree.is(declarator, 'init_declarator') ? tree.child(declarator, 'declarator') : declarator;
  const name = nameIn(tree, plain);
  if (name === NONE) return lineOf(tree, plain, CPP_COMMENTS);
  return (lineBetween(tree, tree.start[plain]!, tree.start[name]!, CPP_COMMENTS) + lineBetween(tree, tree.end[name]!, tree.end[plain]!, CPP_COMMENTS)).trim();
}

export function joinType(words: string, declarator: string): string {
  return [words, declarator].filter(Boolean).join(declarator.startsWith('[') ? '' : ' ');
}

/** Whether a declaration stands directly in a class, with the class; preprocessor branches apart. */
export function classAround(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = tree.parentOf(node);
  while (tree.is(at, 'template_declaration', 'friend_declaration', 'field_declaration', 'declaration', 'type_definition') || /^preproc_/.test(tree.typeName(at))) at = tree.parentOf(at);
  return tree.is(at, 'field_declaration_list') ? tree.parentOf(at) : NONE;
}

/** `public`, `protected`, `private`: the last one said before, else the kind of class decides. */
export function accessOf(tree: SyntaxTree, node: NodeIndex): 'public' | 'protected' | 'private' {
  let own = node;
  while (!tree.is(tree.parentOf(own), 'field_declaration_list') && tree.parentOf(own) !== NONE) own = tree.parentOf(own);
  const list = tree.parentOf(own);
  let access: 'public' | 'protected' | 'private' = tree.is(tree.parentOf(list), 'class_specifier') ? 'private' : 'public';
  for (let child = tree.firstChild(list); child !== NONE && child < own; child = tree.nextSibling(child)) {
    const said = tree.is(child, 'access_specifier') ? /public|protected|private/.exec(tree.textOf(child))?.[0] : undefined;
    if (said) access = said as typeof access;
  }
  return access;
}

/** Text before a node in which nothing but a file's own guard says whether it counts. */
export function isIncludeGuard(tree: SyntaxTree, branch: NodeIndex): boolean {
  if (!tree.is(branch, 'preproc_ifdef') || !tree.is(tree.parentOf(branch), 'translation_unit') || tree.textOf(tree.firstChild(branch)) !== '#ifndef') return false;
  const name = tree.child(branch, 'name');
  const first = tree.namedChildren(branch).find((child) => child !== name && !tree.is(child, 'comment')) ?? NONE;
  return tree.is(first, 'preproc_def') && tree.textOf(tree.child(first, 'name')) === tree.textOf(name);
}
