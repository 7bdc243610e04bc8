import { sha256 } from '../hash';

const TAG = 'specwright:item';

/** An item as it stands in a request. */
export interface WireItem {
  /** Small integer, unique in the request. */
  readonly id: number;
  readonly kind: string;
  readonly path: string;
  readonly symbol?: string;
  readonly text: string;
}

/**
 * The tag of a batch: `specwright:item`, or with a suffix where any text of the batch holds that string itself, so that nothing from
 * the workspace can be taken for a tag. The suffix follows from the texts alone: the same batch has the same bytes.
 */
export function tagFor(texts: readonly string[]): string {
  if (!texts.some((text) => text.includes(TAG))) return TAG;
  let seed = texts.join('\0');
  for (;;) {
    const digest = sha256(seed);
    const tag = `${TAG}-${digest.slice(0, 4)}`;
    if (!texts.some((text) => text.includes(tag))) return tag;
    seed = digest;
  }
}

/** The items of a request, one element each. */
export function renderItems(items: readonly WireItem[], tag: string): string {
  return items
    .map(({ id, kind, path, symbol, text }) => {
      const attributes = [['id', String(id)], ['kind', kind], ['path', path], ...(symbol === undefined ? [] : [['symbol', symbol]])];
      const head = attributes.map(([name, value]) => `${name}="${escapeAttribute(value!)}"`).join(' ');
      return `<${tag} ${head}>\n${text}${text.endsWith('\n') ? '' : '\n'}</${tag}>\n`;
    })
    .join('\n');
}

function escapeAttribute(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\s/g, ' ');
}
