/** One line of a table in `docs/benchmarks.md`. */
export interface Row {
  readonly case: string;
  readonly is: string;
  readonly must: string;
  readonly holds: boolean;
}

export function printTable(rows: readonly Row[]): void {
  console.log(`\n| case | is | must |\n|---|---|---|`);
  for (const row of rows) console.log(`| ${row.case} | ${row.is}${row.holds ? '' : ' **(falls short)**'} | ${row.must} |`);
}
