import { holdsCode, type FileFacts } from './facts';
import type { Definition } from './languages/language';
import type { HashPart } from './normalForm';
import type { SymbolKind } from './outline';
import { NONE, type NodeIndex } from './syntaxTree';

export interface Hashes {
  readonly sig: string;
  /** Of a class alone, without its members. */
  readonly headSig?: string;
  readonly body: string;
}

const CLASSES: ReadonlySet<SymbolKind> = new Set(['class', 'struct', 'trait', 'interface', 'enum', 'namespace']);
/** Members whose order is part of what they say: positional fields, numbering. */
const ORDERED: ReadonlySet<SymbolKind> = new Set(['property', 'enumMember']);

/** `sig` and `body` as `CodeSymbol` describes them. Hashes of the members are known already. */
export function hashDefinition(
  facts: FileFacts,
  definition: Definition,
  known: ReadonlyMap<Definition, Hashes>,
  trivial: ReadonlyMap<Definition, boolean>,
): Hashes {
  const { normal, tree } = facts;
  const members = (facts.members.get(definition) ?? []).filter((member) => !member.inner || definition.inner);
  const outside: NodeIndex[] = [...definition.decorators, ...definition.modifierNodes];
  const head: HashPart[] = [
    definition.kind,
    [...definition.modifiers].sort().join(' '),
    ...definition.decorators.map((node) => ({ node })),
    definition.keyword,
    definition.path.join('.'),
    ...(definition.inner ? [] : conditionsOf(facts, definition)),
    // `int a, b`: each has the type that stands before the first.
    ...(definition.type !== NONE && !tree.contains(definition.node, definition.type) ? [{ node: definition.type }] : []),
  ];
  if (CLASSES.has(definition.kind) && definition.body !== NONE) return hashClass(facts, definition, head, outside, members, known, trivial);
  if (definition.body !== NONE && definition.body !== definition.node) {
    return { sig: normal.hash([...head, { node: definition.node, without: [...outside, definition.body] }]), body: normal.hash([{ node: definition.body }]) };
  }
  if (members.length > 0 && definition.kind !== 'type') {
    const own = { node: definition.node, without: [...outside, ...members.map((member) => member.own)] };
    return { sig: normal.hash([...head, own, ...members.map((member) => known.get(member)!.sig).sort()]), body: '' };
  }
  if (holdsCode(facts, definition.value)) {
    return { sig: normal.hash([...head, { node: definition.node, without: [...outside, definition.value] }]), body: normal.hash([{ node: definition.value }]) };
  }
  return { sig: normal.hash([...head, { node: definition.node, without: outside }]), body: '' };
}

/** `if sys.platform == 'win32':` around a declaration is part of what it declares; so is `else:`, with the condition that it answers. */
function conditionsOf({ tree, language }: FileFacts, definition: Definition): HashPart[] {
  const { conditions } = language;
  if (!conditions) return [];
  const parts: HashPart[] = [];
  const top = definition.parent?.node ?? 0;
  let inside = definition.own;
  for (let at = tree.parentOf(inside); at > top; inside = at, at = tree.parentOf(at)) {
    if (!conditions.includes(tree.typeName(at))) continue;
    const without = tree.children(at).filter((node) => node >= inside || tree.is(node, ...language.blocks, ...conditions));
    parts.push({ node: at, without });
  }
  return parts;
}

function hashClass(
  facts: FileFacts,
  definition: Definition,
  head: readonly HashPart[],
  outside: readonly NodeIndex[],
  members: readonly Definition[],
  known: ReadonlyMap<Definition, Hashes>,
  trivial: ReadonlyMap<Definition, boolean>,
): Hashes {
  const { normal, tree, language } = facts;
  const isPrivate = (member: Definition): boolean =>
    definition.kind === 'namespace' ? !facts.exported.has(member) : language.hooks.visibility(member, tree) === 'private';
  const open = members.filter((member) => !isPrivate(member));
  const isOrdered = (member: Definition): boolean => ORDERED.has(member.kind) && definition.kind !== 'interface';
  const own: HashPart[] = [...head, { node: definition.node, without: [...outside, definition.body] }];
  const sig = normal.hash([
    ...own,
    ...open.filter(isOrdered).map((member) => known.get(member)!.sig),
    ...open.filter((member) => !isOrdered(member)).map((member) => known.get(member)!.sig).sort(),
    ...(language.hooks.extraFields ? members.flatMap((member) => language.hooks.extraFields!(member, tree)) : [])
      .filter((field) => field.visibility !== 'private')
      .map((field) => `${field.name} ${field.type === undefined || field.type === NONE ? '' : normal.textOf(field.type)}`),
  ]);
  const holes = members.map((member) => member.own);
  // Members with a chunk of their own are left out; what is left of the body has no section but the class's.
  const rest = tree.namedChildren(definition.body).flatMap((child): HashPart[] => {
    if (holes.includes(child)) {
      const member = members[holes.indexOf(child)]!;
      return isPrivate(member) && trivial.get(member) && !known.get(member)!.body ? [{ node: child }] : [];
    }
    return language.comments.includes(tree.typeName(child)) || language.decorators.includes(tree.typeName(child)) ? [] : [{ node: child, without: holes }];
  });
  const small = members.filter((member) => trivial.get(member) && known.get(member)!.body !== '').map((member) => `${known.get(member)!.sig} ${known.get(member)!.body}`);
  return { sig, headSig: normal.hash(own), body: normal.hash([...rest, ...small.sort()]) };
}
