import type { FileReport, RunReport } from '../../engine/metrics/runReport';
import { t } from '../../l10n/localize';
import { FILE_COLUMNS, fileRows, keyOfRow, type FileRow } from './fileRows';
import type { Sorting } from './sort';
import { VirtualTable } from './virtualTable';

/** Cost and tokens by file, and by section where a file is open. */
export class FilesTable {
  readonly table: VirtualTable<FileRow>;
  #files: readonly FileReport[] = [];
  #sorting: Sorting = { column: 'cost', descending: true };
  readonly #expanded = new Set<string>();

  constructor(
    openFile: ((path: string) => void) | undefined,
    private readonly onChange: (sorting: Sorting, expanded: readonly string[]) => void,
  ) {
    this.table = new VirtualTable<FileRow>({
      label: t('Cost and tokens by file and section'),
      columns: FILE_COLUMNS,
      keyOf: keyOfRow,
      sorting: this.#sorting,
      onSort: (sorting) => this.#change(() => (this.#sorting = sorting)),
      levelOf: ({ section }) => (section ? 2 : 1),
      isExpanded: ({ file, section }) => (section || file.sections.length === 0 ? undefined : this.#expanded.has(file.path)),
      onToggle: ({ file }) => this.#change(() => this.#expanded.delete(file.path) || this.#expanded.add(file.path)),
      ...(openFile && { onOpen: ({ file }: FileRow) => openFile(file.path) }),
    });
  }

  /** As it was before the page was closed. */
  restore(sorting: Sorting | undefined, expanded: readonly string[] = []): void {
    if (sorting && FILE_COLUMNS.some(({ id }) => id === sorting.column)) this.#sorting = sorting;
    for (const path of expanded) this.#expanded.add(path);
  }

  update({ files }: RunReport): void {
    if (files === this.#files) return;
    this.#files = files;
    this.#show();
  }

  #change(change: () => unknown): void {
    change();
    this.#show();
    this.onChange(this.#sorting, [...this.#expanded]);
  }

  #show(): void {
    this.table.update(fileRows(this.#files, this.#sorting, this.#expanded), this.#sorting);
  }
}
