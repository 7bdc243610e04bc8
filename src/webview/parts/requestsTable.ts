import type { RequestReport, RunReport } from '../../engine/metrics/runReport';
import { later, listed, t } from '../../l10n/localize';
import { duration, usd, whole } from '../format';
import { sumOfTokens } from '../summary';
import { outcomeText, timesOf } from '../timeline/describe';
import type { Column } from './column';
import { sortRows, type Sorting } from './sort';
import { VirtualTable } from './virtualTable';

interface RequestRow {
  readonly index: number;
  readonly request: RequestReport;
  readonly times: ReturnType<typeof timesOf>;
}

const waited = ({ times }: RequestRow) => times.place + times.rate + times.retry;
const because = ({ request }: RequestRow) => listed([...new Set([...request.spans.flatMap((span) => span.because ?? []), ...(request.detail ? [request.detail] : [])])]);

const COLUMNS: readonly Column<RequestRow>[] = [
  { id: 'number', title: later('No.'), width: 'minmax(2.5rem, 0.5fr)', importance: 1, isFigure: true, text: ({ index }) => whole(index + 1), sortBy: ({ index }) => index },
  { id: 'model', title: later('Provider and model'), width: 'minmax(9rem, 2.5fr)', importance: 3, text: ({ request }) => `${request.provider}/${request.model}`, sortBy: ({ request }) => `${request.provider}/${request.model}` },
  { id: 'queued', title: later('Queued at'), width: 'minmax(5rem, 1fr)', importance: 3, isFigure: true, text: ({ request }) => duration(request.queuedMs), sortBy: ({ request }) => request.queuedMs },
  { id: 'waited', title: later('Waited'), width: 'minmax(4.5rem, 1fr)', importance: 2, isFigure: true, text: (row) => duration(waited(row)), sortBy: waited },
  { id: 'first', title: later('First token'), width: 'minmax(5rem, 1fr)', importance: 2, isFigure: true, text: ({ times }) => duration(times['first-byte']), sortBy: ({ times }) => times['first-byte'] },
  { id: 'streaming', title: later('Streaming'), width: 'minmax(5rem, 1fr)', importance: 2, isFigure: true, text: ({ times }) => duration(times.streaming), sortBy: ({ times }) => times.streaming },
  { id: 'items', title: later('Items'), width: 'minmax(3rem, 0.5fr)', importance: 3, isFigure: true, text: ({ request }) => whole(request.items), sortBy: ({ request }) => request.items },
  { id: 'attempts', title: later('Sent'), width: 'minmax(3rem, 0.5fr)', importance: 3, isFigure: true, text: ({ request }) => whole(request.attempts), sortBy: ({ request }) => request.attempts },
  { id: 'tokens', title: later('Tokens'), width: 'minmax(4.5rem, 1fr)', importance: 2, isFigure: true, text: ({ request }) => (request.tokens ? whole(sumOfTokens(request.tokens)) : ''), sortBy: ({ request }) => request.tokens && sumOfTokens(request.tokens) },
  { id: 'cost', title: later('Cost'), width: 'minmax(4rem, 1fr)', importance: 1, isFigure: true, text: ({ request }) => (request.costUsd === undefined ? '' : usd(request.costUsd)), sortBy: ({ request }) => request.costUsd },
  { id: 'outcome', title: later('Outcome'), width: 'minmax(5rem, 1.5fr)', importance: 1, text: ({ request }) => outcomeText(request), sortBy: ({ request }) => outcomeText(request) },
  { id: 'because', title: later('Limits and reasons'), width: 'minmax(7rem, 2fr)', importance: 3, text: because, sortBy: because },
];
const VALUES = new Map(COLUMNS.map(({ id, sortBy }) => [id, sortBy]));

/** What the timeline shows, in words. */
export class RequestsTable {
  readonly table: VirtualTable<RequestRow>;
  #rows: readonly RequestRow[] = [];
  #sorting: Sorting = { column: 'number', descending: false };

  constructor() {
    this.table = new VirtualTable<RequestRow>({
      label: t('Requests of the run'),
      columns: COLUMNS,
      keyOf: ({ index }) => String(index),
      sorting: this.#sorting,
      onSort: (sorting) => {
        this.#sorting = sorting;
        this.#show();
      },
    });
  }

  update({ requests, run }: RunReport): void {
    this.#rows = requests.map((request, index) => ({ index, request, times: timesOf(request, run.ms) }));
    this.#show();
  }

  #show(): void {
    const valueOf = VALUES.get(this.#sorting.column);
    this.table.update(sortRows(this.#rows, (row) => valueOf?.(row), this.#sorting.descending), this.#sorting);
  }
}
