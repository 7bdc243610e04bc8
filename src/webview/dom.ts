/** A child that is not there is left out. */
export type Child = Node | string | undefined | false;

/** `on…` is a listener, `vars` are custom properties (the content security policy takes no style attribute), all else is an attribute; `undefined` and `false` leave it out. */
export interface Props {
  readonly vars?: Readonly<Record<`--${string}`, string>>;
  readonly [name: string]: string | number | boolean | undefined | Readonly<Record<string, string>> | ((event: never) => unknown);
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props, ...children: Child[]): HTMLElementTagNameMap[K];
export function h(tag: string, props?: Props, ...children: Child[]): HTMLElement;
export function h(tag: string, props: Props = {}, ...children: Child[]): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (typeof value === 'object') for (const [variable, text] of Object.entries(value)) element.style.setProperty(variable, text);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

/** Sets a text only where it differs, so that a screen reader and a selection are left in peace. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

let ids = 0;
/** An id that nothing else on the page has. */
export function newId(prefix: string): string {
  return `${prefix}-${++ids}`;
}
