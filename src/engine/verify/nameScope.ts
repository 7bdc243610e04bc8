import type { Shown } from '../workItem';
import type { BuiltIns } from './builtIns/builtIns';
import { bareName, identifiersIn, isCodeShaped, namesInCode } from './identifiers';
import type { KnownNames, TypeNames } from './knownNames';
import type { Mention } from './mentions';

type NameMention = Extract<Mention, { kind: 'name' }>;

/** What every object or type of a language has, whatever its own members are. */
const UNIVERSAL: Readonly<Record<string, string>> = {
  typescript: 'prototype constructor toString valueOf hasOwnProperty',
  tsx: 'prototype constructor toString valueOf hasOwnProperty',
  javascript: 'prototype constructor toString valueOf hasOwnProperty',
  python: '__init__ __class__ __dict__ __doc__ __name__ __module__ __new__ __repr__ __str__ __eq__ __hash__ __slots__ __del__',
  java: 'equals hashCode toString getClass values valueOf ordinal class',
  csharp: 'ToString Equals GetHashCode GetType',
  php: 'class __construct',
  ruby: 'new class initialize',
};

/**
 * The names that the text of one item may hold. A member is looked for in its own class, a parameter among those of its own function; then come the file, its imports and what
 * they bring from the workspace, and the language's own library.
 */
export class NameScope {
  readonly #language: string;
  /** Identifiers of the section's own code. */
  readonly #code: ReadonlySet<string>;
  /** What the item was shown, for names with their qualifiers and for paths. */
  readonly #text: string;
  readonly #types: ReadonlyMap<string, TypeNames>;
  readonly #universal: ReadonlySet<string>;
  readonly #own: TypeNames | undefined;
  /** Types and namespaces around the own one: their members may stand alone too. */
  readonly #around: readonly TypeNames[];

  /** @param known absent: there is nothing but what the item was shown (the page of a whole workspace) */
  constructor(
    private readonly known: KnownNames | undefined,
    shown: Shown,
    private readonly builtIns: BuiltIns,
  ) {
    this.#language = known?.file.language ?? '';
    this.#universal = new Set(UNIVERSAL[this.#language]?.split(' '));
    this.#text = shown.text;
    this.#code = namesInCode(shown.text, this.#language);
    if (known?.section.code) this.#code = new Set([...this.#code, ...known.section.code]);
    this.#types = known ? typesOf(known) : new Map();
    const ownParts = known?.section.ownType?.split('.') ?? [];
    this.#own = this.#types.get(ownParts.join('.'));
    this.#around = ownParts.slice(1).flatMap((_, i) => this.#types.get(ownParts.slice(0, i + 1).join('.')) ?? []);
  }

  has(mention: Mention): boolean {
    if (mention.kind === 'path') return this.#hasPath(mention.text) || (mention.chain !== undefined && this.#hasChain(mention.chain));
    const { chain, text } = mention;
    if (mention.ofSomething) return chain.every((name) => this.#isAnyMember(name));
    if (this.#isWritten(text)) return chain.length > 1 || mention.ofSelf === true || this.#hasName(chain[0]!, mention);
    if (mention.ofSelf) return this.#own ? this.#hasMembers(this.#own, chain) : chain.every((name) => this.#isAnyMember(name));
    if (chain.length === 1) return this.#hasName(chain[0]!, mention);
    return this.#hasChain(chain);
  }

  /** A symbol's id, or a piece of the code as it stands there. */
  isVerbatim(span: string): boolean {
    return this.known?.file.ids.includes(span) === true || (/[^\p{L}\p{N}_$]/u.test(span) && this.#isWritten(span));
  }

  /** Names that could be meant by one that is not there: members of the class that was named, else all that may stand alone. */
  candidates({ chain, ofSelf }: NameMention): string[] {
    const found = ofSelf ? { type: this.#own, length: 0 } : this.#typeAtStart(chain);
    const before = found?.type && !ofSelf ? `${chain.slice(0, found.length).join('.')}.` : '';
    if (found?.type) return found.type.members.map((member) => before + bareName(member));
    if (chain.length > 1) return [];
    return [...new Set([...(this.#own?.members.map(bareName) ?? []), ...this.#code, ...(this.known?.file.top ?? [])])];
  }

  /** What a person would look for in this section: members of its class and what the file declares, sorted. */
  usable(): string[] {
    return [...new Set([...(this.#own?.members ?? []), ...(this.known?.file.top ?? []), ...Object.keys(this.known?.section.types ?? {})])].sort();
  }

  #hasName(name: string, { called, text }: NameMention): boolean {
    const { known, builtIns } = this;
    if (this.#code.has(name) || builtIns.globals.has(name) || builtIns.globals.has(text)) return true;
    if ((called || isCodeShaped(name)) && builtIns.members.has(name)) return true;
    if (!known) return false;
    const { file, section } = known;
    if (fileSets(file).top.has(name) || this.#isBeside(name) || file.ids.includes(text)) return true;
    if (this.#types.has(name) || [this.#own, ...this.#around].some((type) => type?.members.some((member) => bareName(member) === name))) return true;
    // Whose class the text or the code names needs no class before it.
    return [...this.#types].some(([type, { members }]) => (section.wholeFile || this.#code.has(lastPart(type))) && members.some((member) => bareName(member) === name));
  }

  #hasChain(chain: readonly string[]): boolean {
    const { builtIns } = this;
    if (this.known?.file.ids.includes(chain.join('.'))) return true;
    const found = this.#typeAtStart(chain);
    if (found) return this.#hasMembers(found.type, chain.slice(found.length));
    const [head, ...rest] = chain as [string, ...string[]];
    const statics = builtIns.statics.get(head) ?? builtIns.modules.get(head);
    // A variable may be called like a module.
    if (statics) return statics.has(rest[0]!) || this.#isAnyMember(rest[0]!);
    const modulePath = [chain.slice(0, -1).join('.'), chain.slice(0, -1).join('::'), chain.slice(0, -1).join('/')].find((path) => builtIns.modules.has(path));
    if (modulePath !== undefined) return builtIns.modules.get(modulePath)?.has(chain.at(-1)!) ?? true;
    if (!this.#hasName(head, { kind: 'name', text: head, chain: [head] })) return false;
    const valueType = this.known?.section.valueTypes[head] ?? this.#own?.valueTypes?.[head];
    const type = valueType === undefined ? undefined : this.#types.get(valueType);
    if (type) return this.#hasMembers(type, rest);
    return rest.every((name) => this.#isAnyMember(name));
  }

  /** The longest beginning of a chain that is a type, and its length. */
  #typeAtStart(chain: readonly string[]): { readonly type: TypeNames; readonly length: number } | undefined {
    for (let length = chain.length - 1; length > 0; length--) {
      const type = this.#types.get(chain.slice(0, length).join('.'));
      if (type) return { type, length };
    }
    return undefined;
  }

  #hasMembers(type: TypeNames, chain: readonly string[]): boolean {
    const [name, ...rest] = chain;
    if (name === undefined) return true;
    if (!this.#isMember(type, name)) return false;
    const next = type.valueTypes?.[name] === undefined ? undefined : this.#types.get(type.valueTypes[name]);
    return next ? this.#hasMembers(next, rest) : rest.every((other) => this.#isAnyMember(other));
  }

  #isMember(type: TypeNames, name: string): boolean {
    if (type.members.some((member) => bareName(member) === name)) return true;
    if (this.#universal.has(name)) return true;
    // An inherited member is either the library's, or one that the code uses itself.
    return type.open === true && (this.builtIns.members.has(name) || this.#code.has(name));
  }

  /** A member of something whose type nobody knows. */
  #isAnyMember(name: string): boolean {
    return this.#code.has(name) || this.builtIns.members.has(name) || this.#universal.has(name) || this.#isBeside(name) || fileSets(this.known?.file).top.has(name) || [...this.#types.values()].some(({ members }) => members.some((member) => bareName(member) === name));
  }

  #isBeside(name: string): boolean {
    return this.known?.section.beside.includes(name) === true || this.#own?.beside?.includes(name) === true || this.#around.some(({ beside }) => beside?.includes(name));
  }

  #isWritten(text: string): boolean {
    return isWithin(this.#text, text);
  }

  #hasPath(path: string): boolean {
    const bare = path.replace(/^\.{1,2}\/|\/$/g, '').replace(/:\d+(?:[-:]\d+)*$/, '');
    if (this.#text.includes(bare) || WELL_KNOWN.test(bare)) return true;
    if (!this.known) return false;
    const { path: own, paths } = this.known.file;
    return [own, ...paths].some((known) => known === bare || known.endsWith(`/${bare}`) || known.replace(/\.\w+$/, '').endsWith(bare) || known.startsWith(`${bare}/`) || known.includes(`/${bare}/`)) || this.builtIns.modules.has(bare) || this.builtIns.modules.has(bare.replace(/^node:/, '')) || this.#isAlternative(bare);
  }

  /** `read/write`, `and/or`: two words, not a file in a folder. */
  #isAlternative(text: string): boolean {
    return !/\.\w+$/.test(text) && identifiersIn(text).every((name) => this.#code.has(name) || this.builtIns.globals.has(name));
  }
}

/** Files that a tool or a custom gives their names. */
const WELL_KNOWN = /^(?:package(?:-lock)?\.json|tsconfig(?:\.\w+)?\.json|README\.md|CHANGELOG\.md|LICENSE(?:\.\w+)?|\.?env|node_modules|dist|src|test|tests|pyproject\.toml|setup\.py|requirements\.txt|go\.(?:mod|sum)|Cargo\.(?:toml|lock)|pom\.xml|build\.gradle|composer\.json|Gemfile|__init__\.py|__main__\.py|index\.[cm]?[jt]sx?|Node\.js|\/dev\/null|\/tmp|\/etc\/\w+)$/;

function isWithin(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!/[\p{L}\p{N}_$]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}_$]/u.test(text[at + part.length] ?? ' ')) return true;
  }
  return false;
}

function lastPart(id: string): string {
  return id.slice(id.lastIndexOf('.') + 1);
}

function joined(one: TypeNames | undefined, other: TypeNames): TypeNames {
  if (!one) return other;
  return { members: [...one.members, ...other.members], open: one.open === true || other.open === true, valueTypes: { ...one.valueTypes, ...other.valueTypes }, beside: [...(one.beside ?? []), ...(other.beside ?? [])] };
}

/** Types by their id, by what follows a namespace, and by the name that the section's code uses. */
function typesOf({ file, section }: KnownNames): ReadonlyMap<string, TypeNames> {
  const types = new Map(fileSets(file).types);
  for (const [name, type] of Object.entries(section.types)) if (!types.has(name)) types.set(name, type);
  return types;
}

interface FileSets {
  readonly top: ReadonlySet<string>;
  readonly types: ReadonlyMap<string, TypeNames>;
}

const NO_FILE: FileSets = { top: new Set(), types: new Map() };
/** A file has as many items as it has sections. */
const setsByFile = new WeakMap<KnownNames['file'], FileSets>();

function fileSets(file: KnownNames['file'] | undefined): FileSets {
  if (!file) return NO_FILE;
  let sets = setsByFile.get(file);
  if (!sets) {
    const types = new Map<string, TypeNames>();
    for (const [id, type] of Object.entries(file.types)) {
      // A class and the namespace of its name are one to a reader.
      const name = id.replace(/[:~]\w+/g, '');
      for (const key of new Set([name, Object.hasOwn(file.types, lastPart(name)) ? name : lastPart(name)])) types.set(key, joined(types.get(key), type));
    }
    sets = { top: new Set(file.top.map(bareName)), types };
    setsByFile.set(file, sets);
  }
  return sets;
}
