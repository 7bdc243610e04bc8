import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { HASH_COMMENTS } from './hashComments';
import type { Definition } from './language';
import { isModuleFunction, VISIBILITY_CALLS, wrappersOf } from './rubyVisibility';
import { lineBetween, lineOf } from './sourceText';

/** A declaration as a reader of Ruby would say it on one line: methods with parentheses, classes with what they mix in. */
export function rubySignature(definition: Definition, tree: SyntaxTree): string | undefined {
  const { node, nameNode, code } = definition;
  if (tree.is(node, 'method', 'singleton_method')) return methodSignature(definition, tree);
  if (tree.is(node, 'class', 'module')) return [lineBetween(tree, tree.start[node]!, headEnd(tree, node), HASH_COMMENTS), ...mixedIn(tree, node)].join('; ');
  if (tree.is(node, 'alias')) return lineOf(tree, node, HASH_COMMENTS);
  if (tree.is(node, 'call')) return blockHead(tree, node, code);
  if (tree.is(node, 'simple_symbol', 'string')) return listedSignature(tree, node, nameNode);
  if (!tree.is(node, 'assignment') || code === node) return undefined;
  // A constant that holds a lambda, a class, a struct: up to its block.
  const holder = tree.is(code, 'do_block', 'block') ? tree.parentOf(code) : code;
  const head = lineBetween(tree, tree.start[node]!, tree.start[holder]!, HASH_COMMENTS);
  return `${head} ${tree.is(holder, 'lambda') ? `->${paramsOf(tree, tree.child(holder, 'parameters'))} { … }` : blockHead(tree, holder, tree.is(code, 'do_block', 'block') ? code : tree.child(holder, 'block'))}`;
}

function methodSignature(definition: Definition, tree: SyntaxTree): string {
  const { node, nameNode, params } = definition;
  const words = [...(isModuleFunction(definition, tree) ? ['module_function'] : []), ...wrappersOf(tree, node).filter((word) => !VISIBILITY_CALLS.has(word))];
  const holder = tree.ancestorOfType(node, 'class', 'module', 'singleton_class');
  const object = tree.is(node, 'singleton_method') ? `${lineOf(tree, tree.child(node, 'object'), HASH_COMMENTS)}.` : tree.is(holder, 'singleton_class') ? `${tree.textOf(tree.child(holder, 'value'))}.` : '';
  return `${[...words, 'def'].join(' ')} ${object}${lineOf(tree, nameNode, HASH_COMMENTS)}${paramsOf(tree, params)}`;
}

function paramsOf(tree: SyntaxTree, params: NodeIndex): string {
  const inside = lineOf(tree, params, HASH_COMMENTS).replace(/^[(|]\s*|\s*[)|]$/g, '');
  return inside === '' ? '' : `(${inside})`;
}

/** `define_method(:name) { |a, b| … }` up to its parameters. */
function blockHead(tree: SyntaxTree, call: NodeIndex, block: NodeIndex): string {
  if (!tree.is(block, 'do_block', 'block')) return lineOf(tree, call, HASH_COMMENTS);
  const params = lineOf(tree, tree.child(block, 'parameters'), HASH_COMMENTS);
  return `${lineBetween(tree, tree.start[call]!, tree.start[block]!, HASH_COMMENTS)}${params === '' ? '' : ` { ${params} … }`}`;
}

/** `attr_reader :name` for one of several. */
function listedSignature(tree: SyntaxTree, node: NodeIndex, nameNode: NodeIndex): string {
  const call = tree.parentOf(tree.parentOf(node));
  if (tree.child(call, 'receiver') !== NONE) return tree.textOf(nameNode);
  const items = tree.namedChildren(tree.parentOf(node)).filter((child) => child === node || !tree.is(child, 'simple_symbol', 'string', 'comment'));
  const first = tree.namedChildren(tree.parentOf(node))[0]!;
  // `def_delegators :@target, :name`
  const target = tree.textOf(tree.child(call, 'method')).startsWith('def_') && first !== node ? [first] : [];
  return `${tree.textOf(tree.child(call, 'method'))} ${[...target, ...items].map((item) => lineOf(tree, item, HASH_COMMENTS)).join(', ')}`;
}

function headEnd(tree: SyntaxTree, node: NodeIndex): number {
  const superclass = tree.child(node, 'superclass');
  return tree.end[superclass === NONE ? tree.child(node, 'name') : superclass]!;
}

/** `include Comparable`, with what is included in one line, in the order of the source. */
function mixedIn(tree: SyntaxTree, node: NodeIndex): string[] {
  const found = new Map<string, string[]>();
  for (const statement of tree.namedChildren(tree.child(node, 'body'))) {
    const word = tree.textOf(tree.child(statement, 'method'));
    if (!tree.is(statement, 'call') || tree.child(statement, 'receiver') !== NONE || !['include', 'extend', 'prepend'].includes(word)) continue;
    const names = tree.namedChildren(tree.child(statement, 'arguments')).filter((child) => !tree.is(child, 'comment')).map((child) => lineOf(tree, child, HASH_COMMENTS));
    found.set(word, [...(found.get(word) ?? []), ...names]);
  }
  return [...found].map(([word, names]) => `${word} ${names.join(', ')}`);
}
