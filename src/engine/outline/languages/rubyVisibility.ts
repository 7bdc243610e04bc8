import type { Visibility } from '../outline';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import type { Definition } from './language';

const WORDS: ReadonlySet<string> = new Set(['private', 'protected', 'public']);
const SECTIONS: ReadonlySet<string> = new Set([...WORDS, 'module_function']);
/** Words of Ruby's own that change what is named or declared behind them. */
export const VISIBILITY_CALLS: ReadonlySet<string> = new Set([...SECTIONS, 'private_class_method', 'public_class_method', 'private_constant', 'public_constant']);

/** What one body of a class or module says of the visibility of what is in it. */
interface Body {
  /** By statement, as the last section word above it says. */
  readonly section: ReadonlyMap<NodeIndex, string>;
  /** `private :name`, by the word and the name. */
  readonly named: ReadonlySet<string>;
}

const bodies = new WeakMap<SyntaxTree, Map<NodeIndex, Body>>();

/** `private` on a line of its own, before a declaration, or with its name. */
export function rubyVisibility(definition: Definition, tree: SyntaxTree): Visibility {
  if (definition.name.startsWith('@')) return 'private';
  const word = visibilityWord(definition, tree);
  return word === 'private' || word === 'protected' ? word : 'public';
}

/** Callable on the module itself, and private in what includes it. */
export function isModuleFunction(definition: Definition, tree: SyntaxTree): boolean {
  return tree.is(definition.node, 'method') && visibilityWord(definition, tree) === 'module_function';
}

/** Names of the calls around a declaration: `private`, `memoize` … */
export function wrappersOf(tree: SyntaxTree, node: NodeIndex): string[] {
  const found: string[] = [];
  let at = tree.parentOf(node);
  while (tree.is(at, 'argument_list') && tree.is(tree.parentOf(at), 'call')) {
    at = tree.parentOf(at);
    found.unshift(tree.textOf(tree.child(at, 'method')));
    at = tree.parentOf(at);
  }
  return found;
}

function visibilityWord(definition: Definition, tree: SyntaxTree): string {
  const { node, name, kind } = definition;
  const statement = statementOf(tree, node);
  const body = readBody(tree, tree.parentOf(statement));
  if (tree.is(node, 'singleton_method')) return isNamed(body, name, 'private_class_method') || wrappersOf(tree, node).includes('private_class_method') ? 'private' : 'public';
  if (kind === 'constructor') return isNamed(body, 'new', 'private_class_method') ? 'private' : 'public';
  if (tree.is(node, 'assignment', 'class', 'module')) return isNamed(body, name, 'private_constant') ? 'private' : 'public';
  const written = kind === 'setter' ? `${name}=` : name;
  for (const word of SECTIONS) if (isNamed(body, written, word)) return word;
  const around = wrappersOf(tree, node).find((word) => SECTIONS.has(word));
  if (around !== undefined) return around;
  return tree.is(node, 'alias') ? 'public' : (body.section.get(statement) ?? 'public');
}

function isNamed(body: Body, name: string, word: string): boolean {
  return body.named.has(`${word} ${name}`);
}

/** The statement of a class's or module's body that holds a node. */
function statementOf(tree: SyntaxTree, node: NodeIndex): NodeIndex {
  let at = node;
  for (let parent = tree.parentOf(at); parent !== NONE; at = parent, parent = tree.parentOf(at)) {
    if (tree.is(parent, 'program')) return at;
    if (tree.is(parent, 'body_statement', 'block_body') && tree.is(tree.parentOf(parent), 'class', 'module', 'singleton_class', 'do_block', 'block')) return at;
  }
  return at;
}

function readBody(tree: SyntaxTree, body: NodeIndex): Body {
  let cached = bodies.get(tree);
  if (!cached) bodies.set(tree, (cached = new Map<NodeIndex, Body>()));
  const known = cached.get(body);
  if (known) return known;
  const section = new Map<NodeIndex, string>();
  const named = new Set<string>();
  let current = 'public';
  for (const statement of tree.namedChildren(body)) {
    if (tree.is(statement, 'identifier') && SECTIONS.has(tree.textOf(statement))) current = tree.textOf(statement);
    else section.set(statement, current);
    if (!tree.is(statement, 'call') || tree.child(statement, 'receiver') !== NONE) continue;
    const word = tree.textOf(tree.child(statement, 'method'));
    if (!VISIBILITY_CALLS.has(word)) continue;
    for (const argument of tree.namedChildren(tree.child(statement, 'arguments'))) {
      for (const item of tree.is(argument, 'array', 'symbol_array', 'splat_argument') ? tree.namedChildren(argument) : [argument]) {
        if (tree.is(item, 'simple_symbol', 'string', 'bare_symbol')) named.add(`${word} ${tree.textOf(item).replace(/^:|^["']|["']$/g, '')}`);
      }
    }
  }
  const read = { section, named };
  cached.set(body, read);
  return read;
}
