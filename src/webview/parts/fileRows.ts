import type { FileReport, RunReport, SectionReport, TokenCounts } from '../../engine/metrics/runReport';
import { later, listed, plural, t } from '../../l10n/localize';
import { usd, whole } from '../format';
import { inputOf, sumOfTokens } from '../summary';
import type { Column } from './column';
import { sortRows, type Sorting, type SortValue } from './sort';

export type FileRow = { readonly file: FileReport; readonly section?: SectionReport };

const OUTCOMES = { written: later('written'), unchanged: later('unchanged'), refused: later('not written') } as const;
const MADE_FROM = { template: later('from a template'), declarations: later('from the spec alone') } as const;
const FROM = { model: later('by the model'), cache: later('from the cache'), failed: later('failed') } as const;

const tokensOf = ({ file, section }: FileRow): TokenCounts => (section ?? file).tokens;
const cost = ({ file, section }: FileRow): number => (section ?? file).costUsd;
const sectionsOf = ({ fromModel, fromCache, failed }: FileReport): number => fromModel + fromCache + failed;

export const FILE_COLUMNS: readonly Column<FileRow>[] = [
  { id: 'name', title: later('File and section'), width: 'minmax(7rem, 4fr)', importance: 1, text: nameOf, sortBy: nameOf },
  { id: 'cost', title: later('Cost'), width: 'minmax(4rem, 1fr)', importance: 1, isFigure: true, text: (row) => usd(cost(row)), sortBy: cost },
  { id: 'tokens', title: later('Tokens'), width: 'minmax(4.5rem, 1fr)', importance: 2, isFigure: true, text: (row) => whole(sumOfTokens(tokensOf(row))), sortBy: (row) => sumOfTokens(tokensOf(row)) },
  { id: 'input', title: later('Input'), width: 'minmax(4.5rem, 1fr)', importance: 3, isFigure: true, text: (row) => whole(inputOf(tokensOf(row))), sortBy: (row) => inputOf(tokensOf(row)) },
  { id: 'cached', title: later('Cache read'), width: 'minmax(8rem, 1fr)', importance: 3, isFigure: true, text: (row) => whole(tokensOf(row).cacheRead), sortBy: (row) => tokensOf(row).cacheRead },
  { id: 'output', title: later('Output'), width: 'minmax(4.5rem, 1fr)', importance: 3, isFigure: true, text: (row) => whole(tokensOf(row).output), sortBy: (row) => tokensOf(row).output },
  { id: 'sections', title: later('Sections'), width: 'minmax(5rem, 1fr)', importance: 2, isFigure: true, text: ({ file, section }) => (section ? '' : whole(sectionsOf(file))), sortBy: ({ file, section }) => (section ? 1 : sectionsOf(file)) },
  { id: 'outcome', title: later('Outcome'), width: 'minmax(9rem, 2fr)', importance: 2, text: outcomeOf, sortBy: outcomeOf },
];

/** What is about no source in particular, such as the page of a workspace, is called by what it is written to. */
function nameOf({ file, section }: FileRow): string {
  return section?.section ?? (file.path === '' || file.path === '.' ? (file.writes ?? t('the workspace')) : file.path);
}

function outcomeOf({ file, section }: FileRow): string {
  if (section) return section.reason ? `${FROM[section.from]()}: ${section.reason}` : FROM[section.from]();
  const parts = [file.outcome && OUTCOMES[file.outcome](), file.madeFrom && MADE_FROM[file.madeFrom](), file.fromCache > 0 && t('{0} from the cache', whole(file.fromCache)), file.fresh > 0 && t('{0} fresh', whole(file.fresh)), file.failed > 0 && t('{0} failed', whole(file.failed))];
  return listed(parts.filter((part) => typeof part === 'string'));
}

export const keyOfRow = ({ file, section }: FileRow): string => (section ? `${file.path}\n${section.section}` : file.path);
const VALUES = new Map(FILE_COLUMNS.map(({ id, sortBy }) => [id, sortBy]));

/** Files in order, each with its sections where it is open. */
export function fileRows(files: readonly FileReport[], sorting: Sorting, expanded: ReadonlySet<string>): FileRow[] {
  const sorted = (rows: readonly FileRow[]) => sortRows(rows, (row): SortValue => VALUES.get(sorting.column)?.(row), sorting.descending);
  return sorted(files.map((file) => ({ file }))).flatMap((row) => (expanded.has(row.file.path) ? [row, ...sorted(row.file.sections.map((section) => ({ file: row.file, section })))] : [row]));
}

/** `12 files, 48 sections`. */
export function filesLine({ files }: RunReport): string {
  return listed([plural(files.length, '{0} file', '{0} files'), plural(files.reduce((sum, file) => sum + sectionsOf(file), 0), '{0} section', '{0} sections')]);
}
