/** An item as the request shows it. */
export interface RequestedItem {
  readonly id: number;
  readonly kind: string;
  readonly path: string;
  readonly symbol?: string;
  /** All attributes of the opening tag, these included. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Exactly what stands between the line of the opening tag and the line of the closing tag. */
  readonly content: string;
}

export interface RequestedBatch {
  /** `specwright:item`, or with a suffix. */
  readonly tag: string;
  readonly items: readonly RequestedItem[];
}

/**
 * Reads the items out of the last user part. Written from the design's description of the wire format and not from the engine's code,
 * so that each checks the other. `undefined`: the text holds no items.
 */
export function parseItems(text: string): RequestedBatch | undefined {
  // What is shown may hold tags without the suffix; the last closing tag is the request's own.
  const tag = [...text.matchAll(/^<\/(specwright:item(?:-[0-9a-f]+)?)>/gm)].at(-1)?.[1];
  if (!tag) return undefined;
  const element = new RegExp(`^<${tag}((?:\\s+[\\w-]+="[^"]*")*)\\s*>\\n?([^]*?)^</${tag}>`, 'gm');
  const items = [...text.matchAll(element)].map((match) => toItem(match[1]!, match[2]!));
  return items.length > 0 ? { tag, items } : undefined;
}

function toItem(head: string, content: string): RequestedItem {
  const pairs = [...head.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, unescape(value!)] as const);
  const attributes: Record<string, string> = Object.fromEntries(pairs);
  const { id = '', kind = '', path = '', symbol } = attributes;
  return { id: Number(id), kind, path, ...(symbol !== undefined && { symbol }), attributes, content };
}

function unescape(value: string): string {
  return value.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
