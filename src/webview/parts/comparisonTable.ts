import type { RunReport } from '../../engine/metrics/runReport';
import { h } from '../dom';
import { moment } from '../format';
import { commandText } from './figures';
import { compareReports, type ComparedFigure } from './comparison';
import { Drawn } from './panel';

interface Shown {
  readonly heads: readonly string[];
  readonly figures: readonly ComparedFigure[];
}

/** Two runs side by side, and what differs. */
export class ComparisonTable {
  readonly element = h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': 'Differences between two runs' });
  readonly #table = new Drawn<Shown>(this.element, ({ heads, figures }) => [
    h('table', { class: 'plain compared' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Figure'), ...heads.map((head) => h('th', { scope: 'col', class: 'figure' }, head)), h('th', { scope: 'col' }, 'Change'))), h('tbody', {}, ...figures.map(rowOf))),
  ]);

  update(shown: RunReport, compared: RunReport): void {
    const head = ({ run }: RunReport) => `${commandText(run)}, ${moment(run.startedAt, Date.now())}`;
    this.#table.update({ heads: [head(compared), head(shown)], figures: compareReports(shown, compared) });
  }
}

function rowOf({ label, shown, compared, change, verdict }: ComparedFigure): HTMLElement {
  return h('tr', {}, h('th', { scope: 'row' }, label), h('td', { class: 'figure' }, compared), h('td', { class: 'figure' }, shown), h('td', { class: verdict }, change, verdict && h('span', { class: 'verdict' }, verdict)));
}
