import { h, newId } from '../dom';

/** A part of the page with a heading of its own. */
export function section(title: string, className: string, ...children: HTMLElement[]): HTMLElement {
  const id = newId('heading');
  return h('section', { class: `panel ${className}`, 'aria-labelledby': id }, h('h2', { id }, title), ...children);
}

/** A list that is drawn again only when what it says has changed: the focus inside of it, and whoever reads it, stay where they are. */
export class Drawn<T> {
  #last: string | undefined;

  constructor(
    readonly element: HTMLElement,
    private readonly draw: (value: T) => readonly Node[],
  ) {}

  /** Returns whether there is anything to show. */
  update(value: T): boolean {
    const now = JSON.stringify(value);
    if (now !== this.#last) {
      this.#last = now;
      this.element.replaceChildren(...this.draw(value));
    }
    return this.element.childElementCount > 0;
  }
}
