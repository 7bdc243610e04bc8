import { jsDocText, type DocParts, type ParamDoc } from './docs';

const TAG = /^@([A-Za-z][\w-]*)\b[ \t]*/;

/** Spreads a Javadoc comment: its HTML and inline tags become Markdown; tags that belong to no part of the declaration stay in the text. */
export function parseJavadoc(comment: string): DocParts {
  const params = new Map<string, ParamDoc>();
  const throws = new Map<string, string>();
  const text: string[] = [];
  let result: string | undefined;
  for (const block of blockTags(jsDocText(comment))) {
    const tag = TAG.exec(block)?.[1];
    const rest = tag === undefined ? block : block.slice(TAG.exec(block)![0].length);
    const [, name = '', said = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
    if (tag === undefined) text.push(htmlToMarkdown(block));
    else if (tag === 'param' && name.startsWith('<')) text.push(`\`${name}\`: ${htmlToMarkdown(said)}`);
    else if (tag === 'param') params.set(name, { text: htmlToMarkdown(said) });
    else if (tag === 'return') result = htmlToMarkdown(rest);
    else if (tag === 'throws' || tag === 'exception') throws.set(name.replace(/^(?:[a-z]\w*\.)+/, ''), htmlToMarkdown(said));
    // Who wrote it and when is no fact about the code.
    else if (!/^(?:author|version|hidden|serial|serialData|serialField)$/.test(tag)) text.push(`@${tag} ${htmlToMarkdown(rest)}`.trim());
  }
  return { text: text.join('\n\n').trim(), params, throws, ...(result && { result }) };
}

/** The description, then one block a tag. A tag inside `<pre>` or braces begins no block. */
function blockTags(text: string): string[] {
  const blocks: string[] = [];
  let current: string[] = [];
  let braces = 0;
  for (const line of text.split('\n')) {
    if (braces <= 0 && TAG.test(line.trimStart())) {
      blocks.push(current.join('\n').trimEnd());
      current = [line.trimStart()];
      braces = 0;
    } else current.push(line);
    for (const brace of line.matchAll(/\{@|[{}]/g)) braces += brace[0] === '}' ? -1 : braces > 0 || brace[0] === '{@' ? 1 : 0;
    if (line.trim() === '' && braces < 0) braces = 0;
  }
  blocks.push(current.join('\n').trimEnd());
  return blocks.filter((block) => block !== '');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ', '#64': '@', '#42': '*', '#123': '{', '#125': '}', ldquo: '“', rdquo: '”', hellip: '…', mdash: '—', ndash: '–', times: '×', le: '≤', ge: '≥', ne: '≠' };

/** What doc comments use of HTML and of inline tags, as Markdown. */
export function htmlToMarkdown(html: string): string {
  const kept: string[] = [];
  const keep = (text: string): string => `\u0000${kept.push(text) - 1}\u0000`;
  const markdown = html
    .replace(/<pre\b[^>]*>\s*(?:<code>)?\s*(?:\{@code\s)?([\s\S]*?)\}?\s*(?:<\/code>)?\s*<\/pre>/gi, (_, code: string) => `\n${keep(`\`\`\`\n${entities(code).replace(/^\n+|\s+$/g, '')}\n\`\`\``)}\n`)
    .replace(/\{@(?:code|literal)\s+((?:[^{}]|\{[^{}]*\})*)\}/g, (_, code: string) => keep(`\`${code.replace(/\s+/g, ' ').trim()}\``))
    .replace(/\{@link(?:plain)?\s+([^\s}]+(?:\([^)]*\))?)(?:\s+([^}]*))?\}/g, (_, target: string, label?: string) => keep(label?.trim() ? label.trim().replace(/\s+/g, ' ') : `\`${linkText(target)}\``))
    .replace(/\{@(?:value|docRoot)\s*([^}]*)\}/g, (all: string, target: string) => keep(target.trim() ? `\`${linkText(target.trim())}\`` : all))
    .replace(/\{@inheritDoc\}/g, '')
    .replace(/<code>([\s\S]*?)<\/code>|<tt>([\s\S]*?)<\/tt>/gi, (_, code?: string, tt?: string) => keep(`\`${entities((code ?? tt ?? '').replace(/\s+/g, ' ').trim())}\``))
    .replace(/<a\s[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, (_, target: string, label: string) => (/^https?:/.test(target) ? `[${label.trim()}](${target})` : label))
    .replace(/<\/?(?:b|strong)>/gi, '**')
    .replace(/<\/?(?:i|em|var|cite)>/gi, '*')
    .replace(/\s*<li\b[^>]*>\s*/gi, '\n- ')
    .replace(/\s*<\/(?:li|p|dt|dd|tr|td|th|div)>/gi, '')
    .replace(/<h[1-6]\b[^>]*>([\s\S]*?)<\/h[1-6]>/gi, '\n\n**$1**\n\n')
    .replace(/<(?:p|div)\b[^>]*>\s*|<\/?(?:ul|ol|dl|blockquote|table)\b[^>]*>\s*/gi, '\n\n')
    .replace(/<br\s*\/?>\s*/gi, '\n');
  return entities(markdown)
    .replace(/\n[ \t]+(?=\S)/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    // eslint-disable-next-line no-control-regex -- our own mark
    .replace(/\u0000(\d+)\u0000/g, (_, index: string) => kept[Number(index)]!)
    .trim();
}

/** `Queue#add(int)` and `#add` as a reader writes them. */
function linkText(target: string): string {
  return target.replace(/^#/, '').replace(/^(?:[a-z]\w*\.)+(?=[A-Z])/, '').replace('#', '.');
}

function entities(text: string): string {
  return text.replace(/&(#?\w+);/g, (all, name: string) => ENTITIES[name] ?? (/^#\d+$/.test(name) ? String.fromCodePoint(Math.min(Number(name.slice(1)), 0x10ffff)) : all));
}
