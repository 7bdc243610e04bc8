import type { RunReport } from '../../engine/metrics/runReport';
import { t } from '../../l10n/localize';
import { h } from '../dom';
import { duration } from '../format';
import { stageText } from './figures';
import { Drawn } from './panel';

interface StageLine {
  readonly stage: string;
  readonly ms: number;
  readonly startMs: number;
  readonly isRunning: boolean;
  readonly detail: string;
  readonly runMs: number;
}

/** Where the time went, stage by stage: a bar from its start to its end beside what it did. */
export class Stages {
  readonly element = h('table', { class: 'stages plain' });
  readonly #rows: Drawn<readonly StageLine[]>;

  constructor() {
    const body = h('tbody');
    this.element.append(h('thead', { class: 'spoken-head' }, h('tr', {}, ...[t('Stage'), t('Time'), t('From start to end'), t('What it did')].map((head) => h('th', { scope: 'col' }, head)))), body);
    this.#rows = new Drawn(body, (lines) => lines.map(rowOf));
  }

  update({ stages, run }: RunReport): void {
    this.#rows.update(
      stages.map(({ stage, startMs, ms, detail }) => ({ stage: stageText(stage), startMs, ms: ms ?? Math.max(0, run.ms - startMs), isRunning: ms === undefined && run.status === undefined, detail: detail ?? '', runMs: Math.max(run.ms, 1) })),
    );
  }
}

function rowOf({ stage, ms, startMs, isRunning, detail, runMs }: StageLine): HTMLElement {
  const bar = h('span', { class: 'stage-bar', 'aria-hidden': 'true', vars: { '--from': String(startMs / runMs), '--length': String(Math.min(ms / runMs, 1)) } });
  return h('tr', {}, h('th', { scope: 'row' }, stage), h('td', { class: 'figure' }, duration(ms)), h('td', { class: 'stage-track' }, bar), h('td', { class: 'stage-detail' }, isRunning ? t('under way') : detail));
}
