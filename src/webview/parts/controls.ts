import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { h } from '../dom';

export interface ButtonOptions {
  readonly onClick: () => void;
  /** Where the text does not say it. */
  readonly label?: string;
  readonly secondary?: boolean;
}

export function button(text: string, { onClick, label, secondary }: ButtonOptions): HTMLElement {
  return h('vscode-button', { onclick: onClick, 'aria-label': label, title: label, secondary }, text);
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A list to choose one from. Its options are made anew only where they differ, so that an open one stays open while a run goes on. */
export class Select {
  readonly element: HTMLElement & { value: string };
  #shown = '';

  constructor(label: string, onChange: (value: string) => void) {
    this.element = h('vscode-single-select' as 'select', { label, title: label });
    this.element.addEventListener('change', () => onChange(this.element.value));
  }

  update(choices: readonly Choice[], value: string): void {
    const shown = JSON.stringify(choices);
    if (shown !== this.#shown) {
      this.#shown = shown;
      this.element.replaceChildren(...choices.map((choice) => h('vscode-option', { value: choice.value, selected: choice.value === value }, choice.label)));
    }
    if (this.element.value !== value) this.element.value = value;
  }
}
