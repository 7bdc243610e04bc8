import type { SortValue } from './sort';

export interface Column<Row> {
  readonly id: string;
  readonly title: () => string;
  /** What the cell says. */
  readonly text: (row: Row) => string;
  /** Absent: it cannot be sorted by. */
  readonly sortBy?: (row: Row) => SortValue;
  /** To the right, and sorted from the largest. */
  readonly isFigure?: boolean;
  /** 1: always there; 2: from medium widths; 3: where there is room. */
  readonly importance: 1 | 2 | 3;
  /** A CSS grid track, such as `minmax(8rem, 3fr)`. */
  readonly width: string;
}
