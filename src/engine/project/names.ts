/**
 * The words of a name, however it is written: `dueDate`, `due_date`, `Due Date` are due, date. Letters and digits of any script are kept, all in lower
 * case. A name without any is `unnamed`.
 */
export function wordsOf(name: string): readonly string[] {
  const known = wordsByName.get(name);
  if (known) return known;
  // A large spec is looked through once for each of its entities.
  if (wordsByName.size >= MOST_KNOWN) wordsByName.clear();
  const words = splitWords(name);
  wordsByName.set(name, words);
  return words;
}

const MOST_KNOWN = 10_000;
const wordsByName = new Map<string, readonly string[]>();

function splitWords(name: string): string[] {
  const words = name
    .normalize('NFKC')
    .replace(/['’]/g, '')
    .replace(/(\p{Ll}|\p{Nd})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .match(/[\p{L}\p{Nd}\p{M}]+/gu);
  return words?.map((word) => word.toLowerCase()) ?? ['unnamed'];
}

export function pascalCase(words: readonly string[]): string {
  return words.map(capitalised).join('');
}

export function camelCase(words: readonly string[]): string {
  return words.map((word, i) => (i === 0 ? word : capitalised(word))).join('');
}

export function snakeCase(words: readonly string[]): string {
  return words.join('_');
}

export function kebabCase(words: readonly string[]): string {
  return words.join('-');
}

function capitalised(word: string): string {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('');
}

const IRREGULAR: Readonly<Record<string, string>> = { person: 'people', child: 'children', man: 'men', woman: 'women' };
const SINGULAR_OF: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(IRREGULAR).map(([one, many]) => [many, one]));
const UNCOUNTED = /(?:data|news|series|species|information|equipment|metadata|status|health|inventory|staff|media)$/;

export function plural(words: readonly string[]): string[] {
  return withLast(words, (word) => {
    if (UNCOUNTED.test(word) && word !== 'status' && word !== 'inventory') return word;
    if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word]!;
    if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
    return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
  });
}

/** Of English nouns, as far as their endings tell. */
export function singular(words: readonly string[]): string[] {
  return withLast(words, (word) => {
    if (UNCOUNTED.test(word)) return word;
    if (Object.hasOwn(SINGULAR_OF, word)) return SINGULAR_OF[word]!;
    if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
    if (/(?:s|x|z|ch|sh)es$/.test(word) && !/(?:[aeiou]s|c?hes|ases|uses)es$/.test(word)) return word.replace(/es$/, '');
    return /[^sui]s$/.test(word) ? word.slice(0, -1) : word;
  });
}

function withLast(words: readonly string[], change: (word: string) => string): string[] {
  return words.map((word, i) => (i === words.length - 1 ? change(word) : word));
}

export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, i) => word === b[i]);
}

/** Names that stand side by side. Each is taken once. */
export class Scope {
  readonly #taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.#taken = new Set(reserved);
  }

  /**
   * @param told called where another has the name already, with the name that is free
   */
  claim(name: string, told?: (free: string) => void): string {
    let free = name;
    for (let n = 2; this.#taken.has(free); n++) free = `${name}${/\p{Nd}$/u.test(name) ? '_' : ''}${n}`;
    this.#taken.add(free);
    if (free !== name) told?.(free);
    return free;
  }
}
