import type { CodeSymbol } from '../../outline/outline';
import type { Phrases } from './phrases';

/** What readers of a language say, where it is not what most say. */
interface Terms {
  /** Between the parts of a qualified name. */
  readonly joint: string;
  /** What users of a file see of it. `defined`: the language has no word, everything is there for everyone. */
  readonly seen: 'exported' | 'public' | 'defined';
  readonly unseen: 'internal' | 'unexported' | 'private' | 'package';
  /** How a function fails. */
  readonly fails: 'throws' | 'raises' | 'errors' | 'ends';
}

const COMMON: Terms = { joint: '.', seen: 'exported', unseen: 'internal', fails: 'throws' };

const TERMS: Readonly<Record<string, Partial<Terms>>> = {
  python: { seen: 'public', fails: 'raises' },
  go: { unseen: 'unexported', fails: 'errors' },
  rust: { joint: '::', seen: 'public', unseen: 'private', fails: 'errors' },
  java: { seen: 'public', unseen: 'package' },
  csharp: { seen: 'public' },
  cpp: { joint: '::', seen: 'defined' },
  php: { joint: '::', seen: 'defined' },
  ruby: { joint: '::', seen: 'defined', unseen: 'private', fails: 'raises' },
  bash: { seen: 'defined', fails: 'ends' },
};

export function termsOf(language: string): Terms {
  return { ...COMMON, ...TERMS[language] };
}

/** What a reader of the language calls the kind of a symbol. */
export function kindOf({ kind, modifiers, signature, id }: CodeSymbol, language: string, { kind: words }: Phrases): string {
  for (const word of ['record', 'annotation', 'delegate', 'union'] as const) if (modifiers.includes(word)) return words[word];
  if (/^(?:#define|macro_rules!)/.test(signature)) return words.macro;
  if (language === 'cpp' && /^(?:typedef )?union\b/.test(signature)) return words.union;
  if ((language === 'rust' && kind === 'namespace') || (language === 'ruby' && (kind === 'namespace' || kind === 'trait'))) return words.module;
  if (id.endsWith(':delete')) return words.deleter;
  return language === 'python' && kind === 'getter' ? words.property : words[kind];
}

/** How far a symbol can be seen, in the language's words; empty where it has none for it. */
export function accessOf(symbol: CodeSymbol, holder: CodeSymbol | undefined, language: string, { visibility: words }: Phrases): string {
  const { modifiers, visibility } = symbol;
  const written = writtenAccess(symbol, language);
  if (written !== undefined) return written;
  const { seen, unseen } = termsOf(language);
  if (holder === undefined || holder.kind === 'namespace') {
    if (modifiers.includes('global')) return 'global';
    // Variables of a script that its children inherit.
    if (language === 'bash' && symbol.kind !== 'function') return symbol.exported ? words.exported : '';
    const isSeen = holder === undefined ? symbol.exported : visibility === 'public';
    if (isSeen) return seen === 'defined' ? '' : words[seen];
    return language === 'java' || language === 'csharp' ? words[visibility] : words[unseen];
  }
  if (language === 'go') return visibility === 'public' ? words.exported : words.unexported;
  return words[visibility];
}

/** Words that say more than public and private do. `''`: the language gives such a member no access at all. */
function writtenAccess({ modifiers, signature, kind, name }: CodeSymbol, language: string): string | undefined {
  if (language === 'rust') return modifiers.find((word) => word.startsWith('pub('));
  if (language === 'powershell') return modifiers.includes('hidden') ? 'hidden' : undefined;
  if (language !== 'csharp') return undefined;
  const compound = /^(?:private protected|protected internal|file)\b/.exec(signature)?.[0];
  // Finalizers, static constructors, explicit implementations of an interface.
  const isImplicit = name.startsWith('~') || name.includes('.') || (kind === 'constructor' && modifiers.includes('static'));
  return compound ?? (isImplicit ? '' : undefined);
}

/** What tells namesakes apart in an id: a kind, a hash. A destructor's tilde stands behind a dot. */
const MARKS = /(?<!:):(?:static-)?(?:static|set|delete|class|struct|trait|function|method|constructor|enum|constant|variable|property|getter|setter|enumMember|interface|type|namespace)(?=[.~]|$)|(?<=[^.])~[0-9a-f]{6}(?=\.|$)/g;

/** True for one of several of a name: overloads, redefinitions. */
export function hasNamesakes({ id }: CodeSymbol): boolean {
  return /[^.]~[0-9a-f]{6}$/.test(id);
}

/**
 * A symbol's full name as the language writes it: `Workshop::JobQueue#drain!`, `<Cache as Drop>::drop`. Ids keep their dots: they are the same
 * in all languages, and nobody reads them.
 */
export function fullName(symbol: CodeSymbol, language: string): string {
  const { id, name, parent, kind, modifiers, signature } = symbol;
  const { joint } = termsOf(language);
  const plain = withoutMarks(id);
  if (joint === '.') return plain;
  if (parent === undefined || !id.startsWith(`${parent}.`)) return joined(plain, joint);
  const holder = joined(withoutMarks(parent), joint);
  const rest = withoutMarks(id.slice(parent.length + 1));
  if (language === 'ruby') {
    // `def self.parse`, `def Queue.parse`
    const isOfObject = modifiers.includes('static') || modifiers.includes('module_function') || /\bdef \S+\.\S/.test(signature);
    return `${holder}${!INSTANCE.has(kind) || /^[A-Z]/.test(name) ? joint : isOfObject ? '.' : '#'}${rest}`;
  }
  const trait = language === 'rust' && rest.endsWith(`.${name}`) ? rest.slice(0, -name.length - 1) : '';
  return trait === '' ? `${holder}${joint}${joined(rest, joint)}` : `<${holder} as ${trait}>::${name}`;
}

const INSTANCE: ReadonlySet<string> = new Set(['method', 'getter', 'setter', 'property']);

function withoutMarks(id: string): string {
  return id.replace(MARKS, '');
}

/** Three dots are a parameter pack. */
function joined(id: string, joint: string): string {
  return id.replace(/(?<!\.)\.(?!\.)/g, joint);
}

/** Its name as seen from within `holder`. */
export function nameWithin({ id }: CodeSymbol, language: string, holder: CodeSymbol | undefined): string {
  const own = holder !== undefined && id.startsWith(`${holder.id}.`) ? id.slice(holder.id.length + 1) : id;
  return joined(withoutMarks(own), termsOf(language).joint);
}
