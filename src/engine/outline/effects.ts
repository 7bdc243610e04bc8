import type { Language } from './languages/language';
import type { Effects } from './outline';
import type { QueryMatch } from './query';
import type { Scopes } from './scopes';
import { NONE, type NodeIndex, type SyntaxTree } from './syntaxTree';

/** More calls than a reader wants to see. */
const MAX_CALLS = 40;

/** One thing that code does, and where. */
export interface Effect {
  readonly kind: 'throw' | 'call' | 'env';
  readonly name: string;
  readonly node: NodeIndex;
}

/** In the order of the source. */
export function findEffects(tree: SyntaxTree, language: Language, matches: readonly QueryMatch[], scopes: Scopes): Effect[] {
  const effects: Effect[] = [];
  const notCalls = new Set<NodeIndex>();
  for (const match of matches) {
    const thrown = match.get('throw');
    if (thrown !== NONE) {
      const told = language.hooks.thrown?.(tree, thrown);
      const chain = told === undefined ? nameChain(tree, language, thrown) : undefined;
      notCalls.add(thrown);
      if (told !== undefined) effects.push({ kind: 'throw', name: told, node: thrown });
      // A rethrow of what was caught, or of a variable, names no error.
      if (chain && (chain.own || !scopes.isLocal(thrown, chain.parts[0]!))) effects.push({ kind: 'throw', name: chain.text, node: thrown });
    }
    const env = match.get('env');
    const variable = env === NONE ? '' : (language.hooks.nameOf?.(tree, env) ?? tree.textOf(env));
    if (variable !== '' && !isFurtherArgument(tree, env)) effects.push({ kind: 'env', name: variable, node: env });
    for (const skipped of match.all('call.notable')) notCalls.add(skipped);
  }
  for (const match of matches) {
    const callee = match.get('call');
    // A decorator is told apart.
    if (callee === NONE || notCalls.has(callee) || tree.is(tree.parentOf(tree.parentOf(callee)), ...language.decorators)) continue;
    const name = language.hooks.calledName ? language.hooks.calledName(tree, callee) : nameChain(tree, language, callee)?.text;
    if (name) effects.push({ kind: 'call', name, node: callee });
  }
  return effects.sort((a, b) => a.node - b.node);
}

/** The default beside a variable's name: `getenv("HOME", "/")`. */
function isFurtherArgument(tree: SyntaxTree, node: NodeIndex): boolean {
  const argument = tree.is(tree.parentOf(node), 'argument') ? tree.parentOf(node) : node;
  const list = tree.parentOf(argument);
  return tree.is(list, 'argument_list', 'arguments') && tree.namedChildren(list)[0] !== argument;
}

export function summarise(effects: readonly Effect[]): Effects {
  const of = (kind: Effect['kind']): string[] => [...new Set(effects.filter((effect) => effect.kind === kind).map((effect) => effect.name))];
  return { throws: of('throw').sort(), calls: of('call').slice(0, MAX_CALLS), env: of('env').sort() };
}

export interface NameChain {
  /** Names from left to right, without the own object. */
  readonly parts: readonly string[];
  /** The same, as the language writes it: `a.b`, `a::b`. */
  readonly text: string;
  /** Began with `this` or `self`. */
  readonly own: boolean;
}

/** `a.b.c` as names; nothing where it begins with anything but a name (`f().x`). */
export function nameChain(tree: SyntaxTree, language: Language, node: NodeIndex): NameChain | undefined {
  const parts: string[] = [];
  let written = '';
  let at = node;
  for (;;) {
    const member = language.names.members[tree.typeName(at)];
    if (!member) break;
    const name = tree.child(at, member.name);
    if (name === NONE) break;
    parts.unshift(tree.textOf(name));
    written = (member.joint ?? '.') + tree.textOf(name) + written;
    at = tree.child(at, member.object);
  }
  const text = tree.textOf(at);
  if (language.names.self.includes(text) || language.names.isSelf?.(tree, at)) return parts.length > 0 ? { parts, text: written.replace(/^(?:\.|::)/, ''), own: true } : undefined;
  if (!tree.isLeaf(at) || !/^[\w$#\u0080-\uffff]+$/.test(text)) return undefined;
  parts.unshift(text);
  return { parts, text: text + written, own: false };
}
