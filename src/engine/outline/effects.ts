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
      const chain = nameChain(tree, language, thrown);
      notCalls.add(thrown);
      const told = language.hooks.thrown?.(tree, thrown);
      if (told !== undefined) effects.push({ kind: 'throw', name: told, node: thrown });
      // A rethrow of what was caught, or of a variable, names no error.
      if (chain && (chain.own || !scopes.isLocal(thrown, chain.parts[0]!))) effects.push({ kind: 'throw', name: chain.parts.join('.'), node: thrown });
    }
    const env = match.get('env');
    if (env !== NONE) effects.push({ kind: 'env', name: language.hooks.nameOf?.(tree, env) ?? tree.textOf(env), node: env });
    for (const skipped of match.all('call.notable')) notCalls.add(skipped);
  }
  for (const match of matches) {
    const callee = match.get('call');
    if (callee === NONE || notCalls.has(callee)) continue;
    const name = language.hooks.calledName ? language.hooks.calledName(tree, callee) : nameChain(tree, language, callee)?.parts.join('.');
    if (name) effects.push({ kind: 'call', name, node: callee });
  }
  return effects.sort((a, b) => a.node - b.node);
}

export function summarise(effects: readonly Effect[]): Effects {
  const of = (kind: Effect['kind']): string[] => [...new Set(effects.filter((effect) => effect.kind === kind).map((effect) => effect.name))];
  return { throws: of('throw').sort(), calls: of('call').slice(0, MAX_CALLS), env: of('env').sort() };
}

export interface NameChain {
  /** Names from left to right, without the own object. */
  readonly parts: readonly string[];
  /** Began with `this` or `self`. */
  readonly own: boolean;
}

/** `a.b.c` as names; nothing where it begins with anything but a name (`f().x`). */
export function nameChain(tree: SyntaxTree, language: Language, node: NodeIndex): NameChain | undefined {
  const parts: string[] = [];
  let at = node;
  for (;;) {
    const member = language.names.members[tree.typeName(at)];
    if (!member) break;
    const name = tree.child(at, member.name);
    if (name === NONE) break;
    parts.unshift(tree.textOf(name));
    at = tree.child(at, member.object);
  }
  const text = tree.textOf(at);
  if (language.names.self.includes(text) || language.names.isSelf?.(tree, at)) return parts.length > 0 ? { parts, own: true } : undefined;
  if (!tree.isLeaf(at) || !/^[\w$#\u0080-\uffff]+$/.test(text)) return undefined;
  parts.unshift(text);
  return { parts, own: false };
}
