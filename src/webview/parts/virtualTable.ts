import { h, newId } from '../dom';
import type { Column } from './column';
import { nextSorting, type Sorting } from './sort';

export interface TableOptions<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Tells a row from all others. */
  readonly keyOf: (row: Row) => string;
  readonly sorting: Sorting;
  /** The person sorts anew: rows in their new order are expected with {@link VirtualTable.update}. */
  readonly onSort: (sorting: Sorting) => void;
  /** 1 for a row at the top, 2 for what is below it. Absent: all are alike. */
  readonly levelOf?: (row: Row) => 1 | 2;
  /** Whether what is below a row is shown; `undefined`: there is nothing. */
  readonly isExpanded?: (row: Row) => boolean | undefined;
  readonly onToggle?: (row: Row) => void;
  /** Enter, or a double click. */
  readonly onOpen?: (row: Row) => void;
}

/** As in the style sheet. */
const ROW_HEIGHT = 24;
/** Rows above and below those in sight, so that a quick scroll finds them drawn. */
const MARGIN = 8;
/** Some twenty pages. */
const MOST_PRINTED = 1000;

/**
 * A table of any length, of which only the rows in sight are in the page. The focus stays on the table, and its active row goes with the arrows (WAI-ARIA: grid and treegrid with `aria-activedescendant`).
 */
export class VirtualTable<Row> {
  readonly element: HTMLElement;
  readonly #body = h('div', { class: 'vt-body', role: 'rowgroup' });
  readonly #heads = new Map<string, HTMLElement>();
  readonly #id = newId('table');
  #rows: readonly Row[] = [];
  #sorting: Sorting;
  #active: string | undefined;
  #drawn = '';
  #isPrinting = false;

  constructor(private readonly options: TableOptions<Row>) {
    this.#sorting = options.sorting;
    const heads = options.columns.map((column) => this.#head(column));
    this.element = h(
      'div',
      {
        class: 'vt', tabindex: 0, role: options.levelOf ? 'treegrid' : 'grid', 'aria-label': options.label, 'aria-colcount': options.columns.length,
        onscroll: () => this.#draw(),
        onkeydown: (event: KeyboardEvent) => this.#onKey(event),
        onfocus: () => this.#activate(this.#active ?? this.#keyAt(0), false),
      },
      h('div', { class: 'vt-head', role: 'rowgroup' }, h('div', { class: 'vt-row', role: 'row', 'aria-rowindex': 1 }, ...heads)),
      this.#body,
    );
    const tracks = (importance: number) => options.columns.filter((column) => column.importance <= importance).map(({ width }) => width).join(' ');
    for (const importance of [1, 2, 3]) this.element.style.setProperty(`--tracks-${importance}`, tracks(importance));
    new ResizeObserver(() => this.#draw()).observe(this.element);
    // On paper nobody scrolls.
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
    this.#markSorting();
  }

  update(rows: readonly Row[], sorting: Sorting): void {
    this.#rows = rows;
    this.#sorting = sorting;
    this.#markSorting();
    this.element.setAttribute('aria-rowcount', String(rows.length + 1));
    this.#setHeight();
    this.element.classList.toggle('is-empty', rows.length === 0);
    this.#drawn = '';
    this.#draw();
  }

  #print(isPrinting: boolean): void {
    this.#isPrinting = isPrinting;
    this.#setHeight();
    this.#draw();
  }

  #setHeight(): void {
    const rows = this.#isPrinting ? Math.min(this.#rows.length, MOST_PRINTED) : this.#rows.length;
    this.#body.style.height = `${rows * ROW_HEIGHT}px`;
  }

  #head(column: Column<Row>): HTMLElement {
    const { sortBy } = column;
    const head = h('div', { class: cellClass(column), role: 'columnheader' }, sortBy ? h('button', { type: 'button', onclick: () => this.options.onSort(nextSorting(this.#sorting, column.id, column.isFigure === true)) }, column.title(), h('span', { class: 'arrow', 'aria-hidden': 'true' })) : column.title());
    this.#heads.set(column.id, head);
    return head;
  }

  #markSorting(): void {
    for (const [id, head] of this.#heads) {
      if (id === this.#sorting.column) head.setAttribute('aria-sort', this.#sorting.descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    }
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.element;
    const from = this.#isPrinting ? 0 : Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - MARGIN);
    const to = Math.min(this.#rows.length, this.#isPrinting ? MOST_PRINTED : Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) + MARGIN);
    const drawn = `${from} ${to}`;
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#body.replaceChildren(...this.#rows.slice(from, to).map((row, i) => this.#row(row, from + i)));
    const active = this.#body.querySelector('.is-active');
    if (active) this.element.setAttribute('aria-activedescendant', active.id);
    else this.element.removeAttribute('aria-activedescendant');
  }

  #row(row: Row, index: number): HTMLElement {
    const { columns, keyOf, levelOf, isExpanded } = this.options;
    const expanded = isExpanded?.(row);
    const level = levelOf?.(row);
    const isActive = keyOf(row) === this.#active;
    const cells = columns.map((column, i) =>
      h('div', { class: cellClass(column), role: 'gridcell', title: column.isFigure ? undefined : column.text(row) }, ...(i === 0 && levelOf ? [h('span', { class: 'twistie', 'aria-hidden': 'true' }, expanded === undefined ? '' : expanded ? '▾' : '▸')] : []), h('span', { class: 'cell-text' }, column.text(row))),
    );
    return h(
      'div',
      {
        class: `vt-row${isActive ? ' is-active' : ''}${level === 2 ? ' is-below' : ''}`, role: 'row', id: `${this.#id}-${index}`, 'aria-rowindex': index + 2, 'aria-level': level, 'aria-expanded': expanded === undefined ? undefined : String(expanded), 'aria-selected': levelOf ? undefined : String(isActive),
        vars: { '--row': String(index) },
        onclick: () => this.#onClick(row, expanded),
        ondblclick: () => this.options.onOpen?.(row),
      },
      ...cells,
    );
  }

  #onClick(row: Row, expanded: boolean | undefined): void {
    this.#activate(this.options.keyOf(row), false);
    if (expanded !== undefined) this.options.onToggle?.(row);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const index = this.#activeIndex();
    const row = this.#rows[index];
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT) - 2);
    const last = this.#rows.length - 1;
    const to: Readonly<Record<string, number>> = { ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: last };
    if (event.key in to) this.#activate(this.#keyAt(Math.min(Math.max(to[event.key]!, 0), last)), true);
    else if (row === undefined) return;
    else if (event.key === 'ArrowRight' && this.options.isExpanded?.(row) === false) this.options.onToggle?.(row);
    else if (event.key === 'ArrowLeft' && this.options.isExpanded?.(row) === true) this.options.onToggle?.(row);
    else if (event.key === 'ArrowLeft' && this.options.levelOf?.(row) === 2) this.#activate(this.#keyAt(this.#parentOf(index)), true);
    else if (event.key === ' ' && this.options.isExpanded?.(row) !== undefined) this.options.onToggle?.(row);
    else if (event.key === 'Enter') this.options.onOpen?.(row);
    else return;
    event.preventDefault();
  }

  #parentOf(index: number): number {
    let at = index;
    while (at > 0 && this.options.levelOf?.(this.#rows[at]!) === 2) at--;
    return at;
  }

  #keyAt(index: number): string | undefined {
    const row = this.#rows[index];
    return row && this.options.keyOf(row);
  }

  #activeIndex(): number {
    return this.#rows.findIndex((row) => this.options.keyOf(row) === this.#active);
  }

  #activate(key: string | undefined, reveal: boolean): void {
    if (key === undefined) return;
    this.#active = key;
    if (reveal) {
      const top = this.#activeIndex() * ROW_HEIGHT;
      const { scrollTop, clientHeight } = this.element;
      // The head stays in sight and takes one row.
      if (top < scrollTop) this.element.scrollTop = top;
      else if (top + 2 * ROW_HEIGHT > scrollTop + clientHeight) this.element.scrollTop = top + 2 * ROW_HEIGHT - clientHeight;
    }
    this.#drawn = '';
    this.#draw();
  }
}

function cellClass({ importance, isFigure }: Pick<Column<never>, 'importance' | 'isFigure'>): string {
  return `vt-cell from-${importance}${isFigure ? ' figure' : ''}`;
}
