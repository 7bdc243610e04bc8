import type { Rest } from '../projectSpec';
import type { Problems } from './problems';
import { isEmpty, kindText, recordOf, tokenOf, tokenOfEntry, type Entry, type MapTree, type Span, type Tree } from './tree';
import { plainName } from './types';

/** Takes the known keys out of a map; the others are kept. Keys are compared without case, `_`, `-` and spaces: `apiContracts` is `api_contracts`. */
export class MapReader {
  #left: readonly Entry[];

  constructor(
    readonly map: MapTree,
    private readonly problems: Problems,
  ) {
    this.#left = map.entries;
  }

  /** The entry of the first of these keys that is there and not empty. Others of them are left: what they say is kept as it is. */
  take(...keys: readonly string[]): Entry | undefined {
    const wanted = keys.map(plainName);
    const candidates = this.#left.filter(({ key }) => wanted.includes(plainName(key)));
    const found = inOrder(candidates.filter(({ value }) => !isEmpty(value)), wanted)[0];
    if (candidates.length > 0) this.#left = this.#left.filter((entry) => entry !== found && !(candidates.includes(entry) && isEmpty(entry.value)));
    return found;
  }

  /** The entries of all of these keys, in the order of the keys. Those that are empty are left out. */
  takeAll(...keys: readonly string[]): Entry[] {
    const wanted = keys.map(plainName);
    return inOrder(this.takeWhere(({ key }) => wanted.includes(plainName(key))).filter(({ value }) => !isEmpty(value)), wanted);
  }

  /** The entries that remain and fulfil the condition. */
  takeWhere(condition: (entry: Entry) => boolean): Entry[] {
    const found: Entry[] = [];
    this.#left = this.#left.filter((entry) => !condition(entry) || found.push(entry) === 0);
    return found;
  }

  /** The text of the first of these keys; empty where there is none. */
  text(...keys: readonly string[]): string {
    const entry = this.take(...keys);
    return entry ? textOf(entry, this.problems) : '';
  }

  /** Yes or no; nothing where it is not said. */
  flag(...keys: readonly string[]): boolean | undefined {
    const entry = this.take(...keys);
    if (!entry) return undefined;
    const { value } = entry;
    if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value;
    const word = value.kind === 'scalar' ? value.text.toLowerCase() : '';
    if (word === 'yes' || word === 'no') return word === 'yes';
    this.problems.error('wrong-type', tokenOfEntry(entry), `"${entry.key}" must be true or false, but is ${kindText(value)}.`);
    return undefined;
  }

  /** Names: a list of texts, or one text. */
  names(...keys: readonly string[]): { readonly name: string; readonly span: Span }[] {
    return this.takeAll(...keys).flatMap((entry) => {
      if (entry.value.kind === 'scalar') return [{ name: entry.value.text.trim(), span: tokenOfEntry(entry) }];
      if (entry.value.kind === 'list') return entry.value.items.flatMap((item) => nameIn(item, entry.key, this.problems));
      this.problems.error('wrong-type', tokenOfEntry(entry), `"${entry.key}" must be a list of names, but is ${kindText(entry.value)}. Write "${entry.key}: [First, Second]".`);
      return [];
    });
  }

  get left(): readonly Entry[] {
    return this.#left;
  }

  rest(): Rest {
    return recordOf(this.left);
  }
}

function inOrder(entries: readonly Entry[], keys: readonly string[]): Entry[] {
  return entries.toSorted((a, b) => keys.indexOf(plainName(a.key)) - keys.indexOf(plainName(b.key)));
}

/** A text, as written (`1.20` stays so); several in a list are lines. */
export function textOf(entry: Entry, problems: Problems): string {
  const { key, value } = entry;
  if (value.kind === 'scalar') return value.text.trim();
  if (value.kind === 'list' && value.items.every((item) => item.kind === 'scalar')) return value.items.map((item) => item.text.trim()).join('\n');
  problems.error('wrong-type', tokenOfEntry(entry), `"${key}" must be a text, but is ${kindText(value)}. Write "${key}: …" on one line, or put quotes around a text with a colon or braces.`);
  return '';
}

function nameIn(item: Tree, key: string, problems: Problems): { name: string; span: Span }[] {
  if (item.kind === 'scalar' && !isEmpty(item)) return [{ name: item.text.trim(), span: item }];
  problems.error('wrong-type', tokenOf(item), `"${key}" must hold names, but this is ${kindText(item)}.`);
  return [];
}
