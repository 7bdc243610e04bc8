import type { TokenCounts } from '../../engine/metrics/runReport';
import { h, setText } from '../dom';
import { percent, whole } from '../format';
import { sumOfTokens } from '../summary';
import { TOKEN_KINDS } from './figures';

/** The tokens by what they are billed as: one bar, with its parts in words and figures below. */
export class TokenBar {
  readonly element: HTMLElement;
  readonly #parts = new Map<string, { readonly part: HTMLElement; readonly figure: HTMLElement }>();

  constructor(label: string) {
    const parts = TOKEN_KINDS.map(({ id }) => h('span', { class: `token-part ${id}` }));
    const figures = TOKEN_KINDS.map(({ id, label: kind }, i) => {
      const figure = h('span', { class: 'figure' });
      this.#parts.set(id, { part: parts[i]!, figure });
      return h('li', {}, h('span', { class: `swatch ${id}`, 'aria-hidden': 'true' }), h('span', { class: 'kind' }, kind()), figure);
    });
    this.element = h('div', { class: 'tokens' }, h('div', { class: 'token-bar', 'aria-hidden': 'true' }, ...parts), h('ul', { class: 'token-figures', 'aria-label': label }, ...figures));
  }

  update(tokens: TokenCounts): void {
    const sum = sumOfTokens(tokens);
    this.element.classList.toggle('is-empty', sum === 0);
    for (const { id } of TOKEN_KINDS) {
      const { part, figure } = this.#parts.get(id)!;
      part.style.flexGrow = String(tokens[id]);
      part.hidden = tokens[id] === 0;
      setText(figure, `${whole(tokens[id])}${sum > 0 ? ` · ${percent(tokens[id] / sum)}` : ''}`);
    }
  }
}
