import type { RunReport } from '../engine/metrics/runReport';
import { MetricsView } from './metricsView';
import { usePageLanguage } from './pageLanguage';
import type { ShownRun } from './protocol';
import { keyOf, summaryOf } from './summary';

/** The view in a file of its own: the runs lie in the page, and nothing is asked of anybody. The first run is the one that the report is about. */
usePageLanguage();
const data = document.getElementById('runs')?.textContent ?? '[]';
const reports = JSON.parse(data) as readonly RunReport[];
const byKey = new Map(reports.map((report): [string, ShownRun] => [keyOf(report), { key: keyOf(report), revision: 0, report }]));
const runs = reports.map(summaryOf).sort((a, b) => b.startedAt - a.startedAt);

const view: MetricsView = new MetricsView({
  show,
  keep: () => {},
});
document.body.append(view.element);
show(undefined, undefined);

function show(key: string | undefined, compared: string | undefined): void {
  const shown = key === undefined ? byKey.values().next().value : byKey.get(key);
  const other = compared === undefined ? undefined : byKey.get(compared);
  view.take({ type: 'snapshot', runs, ...(shown && { shown }), ...(other && other !== shown && { compared: other }) });
}
