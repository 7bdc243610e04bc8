import type { RunReport } from '../../engine/metrics/runReport';
import { later, listed, t } from '../../l10n/localize';
import { h, type Child } from '../dom';
import { moment } from '../format';
import { commandText } from './figures';
import { compareReports, type ComparedFigure } from './comparison';
import { Drawn } from './panel';

interface Shown {
  readonly heads: readonly string[];
  readonly figures: readonly ComparedFigure[];
}

const VERDICTS = { better: later('better'), worse: later('worse') };

/** Two runs side by side, and what differs. */
export class ComparisonTable {
  readonly element = h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': t('Differences between two runs') });
  readonly #table = new Drawn<Shown>(this.element, ({ heads, figures }) => [
    h('table', { class: 'plain compared', role: 'table' }, h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, head(t('Figure')), ...heads.map((name) => head(name, 'figure')), head(t('Change')))), h('tbody', { role: 'rowgroup' }, ...figures.map(rowOf))),
  ]);

  update(shown: RunReport, compared: RunReport): void {
    const nameOf = ({ run }: RunReport) => listed([commandText(run), moment(run.startedAt, Date.now())]);
    this.#table.update({ heads: [nameOf(compared), nameOf(shown)], figures: compareReports(shown, compared) });
  }
}

/** Roles are said, since narrow pages lay the rows out as grids, which takes a table's own roles away. */
function head(text: string, className?: string): HTMLElement {
  return h('th', { role: 'columnheader', scope: 'col', class: className }, text);
}

function rowOf({ label, shown, compared, change, verdict }: ComparedFigure): HTMLElement {
  const cell = (className: string | undefined, ...children: Child[]) => h('td', { role: 'cell', class: className }, ...children);
  return h('tr', { role: 'row' }, h('th', { role: 'rowheader', scope: 'row' }, label), cell('figure', compared), cell('figure', shown), cell(verdict, change, verdict && h('span', { class: 'verdict' }, VERDICTS[verdict]())));
}
