import type { Language } from './languages/language';
import type { Range } from './outline';
import type { NodeIndex, SyntaxTree } from './syntaxTree';

export interface Comment extends Range {
  readonly node: NodeIndex;
}

/** The file's comments in order, to be found by place: grammars differ in where they hang them into the tree. */
export class Comments {
  readonly all: readonly Comment[];

  constructor(
    readonly tree: SyntaxTree,
    language: Pick<Language, 'comments'>,
  ) {
    const types = new Set(language.comments.flatMap((name) => [...tree.grammar.typesNamed(name)]));
    const all: Comment[] = [];
    for (let node = 0; node < tree.count; node++) if (types.has(tree.type[node]!)) all.push({ node, start: tree.start[node]!, end: tree.end[node]! });
    this.all = all;
  }

  /**
   * The comments that belong to what begins at `start`: each on lines of its own, with no blank line between; a doc comment (`isDoc`) may be one
   * blank line away. In order.
   */
  above(start: number, isDoc: (comment: Comment) => boolean = () => false): Comment[] {
    const found: Comment[] = [];
    let at = start;
    for (let index = this.#before(start); index >= 0; index--) {
      const comment = this.all[index]!;
      const between = this.tree.text.slice(comment.end, at);
      const lineBreaks = between.split('\n').length - 1;
      if (between.trim() !== '' || lineBreaks > (isDoc(comment) && found.length === 0 ? 2 : 1) || !this.#startsLine(comment)) break;
      found.unshift(comment);
      at = comment.start;
    }
    return found;
  }

  /** A comment that follows on the line on which something ends. */
  behind(end: number): Comment | undefined {
    const comment = this.all[this.#before(end) + 1];
    if (!comment || !/^[ \t,;]*$/.test(this.tree.text.slice(end, comment.start))) return undefined;
    const rest = /^[^\n]*/.exec(this.tree.text.slice(comment.end, comment.end + 200))![0];
    return rest.trim() === '' && !this.tree.textOf(comment.node).includes('\n') ? comment : undefined;
  }

  /** Those between two offsets. */
  between(start: number, end: number): readonly Comment[] {
    const from = this.#before(start) + 1;
    let to = from;
    while (to < this.all.length && this.all[to]!.start < end) to++;
    return this.all.slice(from, to);
  }

  /** Index of the last comment that begins before an offset. */
  #before(offset: number): number {
    let low = -1;
    let high = this.all.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.start < offset) low = middle;
      else high = middle;
    }
    return low;
  }

  #startsLine(comment: Comment): boolean {
    return this.tree.text.slice(this.tree.lineStart(comment.start), comment.start).trim() === '';
  }
}

