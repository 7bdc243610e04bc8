import type { ReadyItem } from '../prompt/assemble';
import type { WorkItem } from '../workItem';

/** The items of a run that wait for the answers of others. */
export class WaitingItems {
  readonly #waiting: Set<WorkItem>;
  /** Ids of the items that they wait for: nobody needs the answers of others. */
  readonly #awaited: ReadonlySet<string>;
  readonly #answers = new Map<string, string>();

  constructor(items: readonly WorkItem[]) {
    this.#waiting = new Set(items.filter(({ waitsFor }) => waitsFor.length > 0));
    this.#awaited = new Set([...this.#waiting].flatMap(({ waitsFor }) => waitsFor));
  }

  /** An answer came: returns the items that waited for it last. */
  answered(id: string, text: string): ReadyItem[] {
    if (!this.#awaited.has(id)) return [];
    this.#answers.set(id, text);
    return [...this.#waiting].flatMap((item) => {
      if (!item.waitsFor.includes(id) || !item.waitsFor.every((other) => this.#answers.has(other))) return [];
      this.#waiting.delete(item);
      return [readyItem(item, item.waitsFor.map((other) => this.#answers.get(other)!))];
    });
  }

  /** No answer will come: returns the items that can never be asked for now. */
  failed(id: string): WorkItem[] {
    return [...this.#waiting].filter((item) => item.waitsFor.includes(id) && this.#waiting.delete(item));
  }
}

/** The items that wait for nothing, with their texts. */
export function readyItems(items: readonly WorkItem[]): ReadyItem[] {
  return items.filter(({ waitsFor }) => waitsFor.length === 0).map((item) => readyItem(item, []));
}

/** An item with the answers that it waited for. */
export function readyItem(item: WorkItem, answers: readonly string[]): ReadyItem {
  const { text, context } = item.shown(answers);
  return { item, shown: () => item.shown(answers), characters: context.reduce((sum, block) => sum + block.length, text.length) };
}
