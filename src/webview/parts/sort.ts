/** Which column, and which way. */
export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

export type SortValue = string | number | undefined;

/** What has no value comes last, whichever way; what is equal keeps its order. */
export function sortRows<T>(rows: readonly T[], valueOf: (row: T) => SortValue, descending: boolean): T[] {
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }));
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined) return Number(a.value === undefined) - Number(b.value === undefined);
    const order = typeof a.value === 'number' && typeof b.value === 'number' ? a.value - b.value : compareTexts(String(a.value), String(b.value));
    return descending ? -order : order;
  });
  return keyed.map(({ row }) => row);
}

const texts = new Intl.Collator('en', { numeric: true });
function compareTexts(a: string, b: string): number {
  return texts.compare(a, b);
}

/** A click on a column's head: figures begin with the largest, names with the first. */
export function nextSorting(now: Sorting, column: string, isFigure: boolean): Sorting {
  return now.column === column ? { column, descending: !now.descending } : { column, descending: isFigure };
}
