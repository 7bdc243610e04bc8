import '../knownLanguage';
import uPlot from 'uplot';
import { listed, t } from '../../l10n/localize';
import { coloursOf } from '../colours';
import { h } from '../dom';
import { duration, moment, percent, usd, whole } from '../format';
import type { RunSummary } from '../summary';
import { commandText, statusText } from './figures';
import { Drawn } from './panel';

/** As many as can be told apart. */
const MOST_RUNS = 30;
const HEIGHT = 120;

/** Cost and cache rates over the last runs: two charts, and the same as a table. */
export class History {
  readonly element: HTMLElement;
  readonly #costs = h('div', { class: 'chart', 'aria-hidden': 'true' });
  readonly #rates = h('div', { class: 'chart', 'aria-hidden': 'true' });
  readonly #rows: Drawn<readonly RunSummary[]>;
  #runs: readonly RunSummary[] = [];
  #charts: uPlot[] = [];
  #drawn = '';

  constructor() {
    const body = h('tbody');
    this.#rows = new Drawn(body, (runs) => runs.map((run) => rowOf(run)));
    const heads = [t('Run'), t('Outcome'), t('Cost'), t('Result cache'), t('Prompt cache'), t('Requests'), t('Time')];
    this.element = h(
      'div',
      { class: 'history' },
      h('figure', {}, h('figcaption', {}, t('Cost, US dollars')), this.#costs),
      h('figure', {}, h('figcaption', {}, `${t('Cache rates:')} `, named('result', t('result cache')), ' ', named('prompt', t('prompt cache'))), this.#rates),
      h('details', {}, h('summary', {}, t('As a table')), h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': t('The last runs as a table') }, h('table', { class: 'plain' }, h('thead', {}, h('tr', {}, ...heads.map((head, i) => h('th', { scope: 'col', class: i > 1 && 'figure' }, head)))), body))),
    );
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  update(runs: readonly RunSummary[]): void {
    this.#runs = [...runs].sort((a, b) => a.startedAt - b.startedAt).slice(-MOST_RUNS);
    this.#rows.update([...this.#runs].reverse());
    this.#draw();
  }

  /** Colours follow the theme. */
  repaint(): void {
    this.#drawn = '';
    this.#draw();
  }

  #draw(): void {
    const width = Math.floor(this.#costs.clientWidth);
    const drawn = JSON.stringify([width, this.#runs.map(({ key, costUsd, resultCacheShare, promptCacheShare }) => [key, costUsd, resultCacheShare, promptCacheShare])]);
    if (width === 0 || drawn === this.#drawn) return;
    this.#drawn = drawn;
    for (const chart of this.#charts) chart.destroy();
    const colour = coloursOf(this.element);
    const numbers = this.#runs.map((_, i) => i);
    const axis = { stroke: colour('--faint'), font: `11px ${getComputedStyle(this.element).fontFamily}`, grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    const common = {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, range: [-0.6, Math.max(numbers.length - 0.4, 4.6)] as [number, number] } },
      padding: [6, 8, 0, 0] as [number, number, number, number],
    };
    const xAxis = { ...axis, grid: { show: false }, size: 22, gap: 6, incrs: [1, 2, 5, 10], space: 110, values: (_: uPlot, at: number[]) => at.map((i) => (this.#runs[i] ? moment(this.#runs[i].startedAt, Date.now()).replace(/:\d+$/, '') : '')) };
    const bars = uPlot.paths.bars!({ size: [0.6, 28] });
    const line = uPlot.paths.linear!();
    const points = (fill: string) => ({ show: true, size: 7, fill });
    this.#charts = [
      new uPlot({ ...common, axes: [xAxis, { ...axis, size: 58, values: (_, at) => at.map((value) => usd(value)) }], scales: { ...common.scales, y: { range: (_, __, most) => [0, (most || 0.01) * 1.1] } }, series: [{}, { paths: bars, points: { show: false }, fill: colour('--output'), stroke: colour('--output'), width: 1 }] }, [numbers, this.#runs.map(({ costUsd }) => costUsd)], this.#costs),
      new uPlot(
        {
          ...common,
          axes: [xAxis, { ...axis, size: 58, values: (_, at) => at.map((value) => percent(value)) }],
          scales: { ...common.scales, y: { range: [0, 1.05] } },
          series: [{}, { paths: line, spanGaps: true, stroke: colour('--cache-read'), width: 2, points: points(colour('--cache-read')) }, { paths: line, spanGaps: true, stroke: colour('--cache-write'), width: 2, dash: [6, 4], points: points(colour('--page')) }],
        },
        [numbers, this.#runs.map(({ resultCacheShare }) => resultCacheShare ?? null), this.#runs.map(({ promptCacheShare }) => promptCacheShare ?? null)],
        this.#rates,
      ),
    ];
  }
}

/** A line of the chart and its name, which no end of a line is to separate. */
function named(line: 'result' | 'prompt', name: string): HTMLElement {
  return h('span', { class: 'line-name' }, h('span', { class: `line-key ${line}` }), ` ${name}`);
}

function rowOf(run: RunSummary): HTMLElement {
  const share = (value: number | undefined) => (value === undefined ? t('not used') : percent(value));
  const figures = [usd(run.costUsd, run.costIsLowerBound), share(run.resultCacheShare), share(run.promptCacheShare), whole(run.calls), duration(run.ms)];
  return h('tr', {}, h('th', { scope: 'row' }, listed([commandText(run), moment(run.startedAt, Date.now())])), h('td', {}, statusText(run.status)), ...figures.map((figure) => h('td', { class: 'figure' }, figure)));
}
