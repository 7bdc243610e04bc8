/** An item whose closing tag has come: it is safe even if the rest of the answer never does. */
export interface ClosedItem {
  readonly id: number;
  /** Exactly what stood between the line of the opening tag and the line of the closing tag. */
  readonly text: string;
}

/**
 * Splits a streamed answer into items. However the stream is cut into pieces, the same items come out, because only whole lines
 * are looked at. A tag counts only at the start of a line. Of an item that is answered twice the first answer counts; ids that nobody asked for and
 * text outside of items are passed over; an item that another one opens in the middle of was not closed and is lost.
 */
export class AnswerSplitter {
  readonly #opening: RegExp;
  readonly #closing: string;
  readonly #wanted: Set<number>;
  #line = '';
  #open: { id: number; lines: string[] } | undefined;

  constructor(tag: string, ids: Iterable<number>) {
    this.#opening = new RegExp(`^<${tag}\\s[^>]*?\\bid="(\\d+)"[^>]*>(.*)$`);
    this.#closing = `</${tag}>`;
    this.#wanted = new Set(ids);
  }

  /** Ids that have not closed yet. */
  get missing(): ReadonlySet<number> {
    return this.#wanted;
  }

  /** Takes the next piece of the answer and returns the items that it closes. */
  push(piece: string): ClosedItem[] {
    const lines = (this.#line + piece).split('\n');
    this.#line = lines.pop()!;
    return lines.flatMap((line) => this.#read(line));
  }

  /** The stream is over: a closing tag need not be followed by a line break. */
  end(): ClosedItem[] {
    const last = this.#line;
    this.#line = '';
    return this.#read(last);
  }

  #read(line: string): ClosedItem[] {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (this.#open && text.startsWith(this.#closing)) {
      const { id, lines } = this.#open;
      this.#open = undefined;
      if (!this.#wanted.delete(id)) return [];
      return [{ id, text: lines.map((l) => `${l}\n`).join('') }];
    }
    const opening = this.#opening.exec(text);
    if (opening) this.#open = { id: Number(opening[1]), lines: opening[2]!.trim() === '' ? [] : [opening[2]!] };
    else this.#open?.lines.push(line);
    return [];
  }
}
