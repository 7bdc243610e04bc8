import type { RunReport } from '../../engine/metrics/runReport';
import { t } from '../../l10n/localize';
import { h, setText } from '../dom';
import { tilesOf } from './figures';
import { Drawn } from './panel';

/** The headline: one figure a tile, what explains it below. */
export class Tiles {
  readonly element = h('dl', { class: 'tiles', 'aria-label': t('Figures of the run') });
  readonly #tiles = new Map<string, { readonly value: HTMLElement; readonly notes: Drawn<readonly string[]> }>();

  update(report: RunReport, compared: RunReport | undefined): void {
    const before = compared && new Map(tilesOf(compared).map(({ id, value }) => [id, value]));
    for (const { id, label, value, notes } of tilesOf(report)) {
      const tile = this.#tiles.get(id) ?? this.#add(id, label);
      setText(tile.value, value);
      tile.notes.update([...notes, ...(before ? [t('compared with {0}', before.get(id)!)] : [])]);
    }
  }

  #add(id: string, label: string) {
    const tile = { value: h('span', { class: 'value' }), notes: new Drawn<readonly string[]>(h('div', { class: 'note' }), (lines) => lines.map((line) => h('div', {}, line))) };
    this.element.append(h('div', { class: 'tile', 'data-tile': id }, h('dt', {}, label), h('dd', {}, tile.value, tile.notes.element)));
    this.#tiles.set(id, tile);
    return tile;
  }
}
