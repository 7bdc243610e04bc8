/** Reads custom properties as colours that a canvas takes: whatever they are made of, the browser has worked it out. */
export function coloursOf(element: Element): (name: `--${string}`) => string {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const style = getComputedStyle(probe);
  queueMicrotask(() => probe.remove());
  return (name) => {
    probe.style.color = `var(${name})`;
    return style.color;
  };
}
