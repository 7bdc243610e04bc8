/**
 * Reads the Markdown that models mostly write (paragraphs, flat bullet lists, code spans, bold labels) into the same tree as the parser would, at a fortieth of its time and
 * garbage. `undefined`: there is something else in it, or something that only the parser can tell; a property test compares the two.
 */
export function readPlainProse(markdown: string): PlainNode[] | undefined {
  const blocks: PlainNode[] = [];
  for (const block of markdown.replace(/^\n+|[ \n]+$/g, '').split(/\n\n+/)) {
    const lines = block.split('\n');
    const firstBullet = lines.findIndex((line) => line.startsWith('- '));
    const paragraph = firstBullet < 0 ? lines : lines.slice(0, firstBullet);
    const bullets = firstBullet < 0 ? [] : lines.slice(firstBullet);
    if (paragraph.length > 0) {
      const inside = readInline(paragraph);
      if (!inside) return undefined;
      blocks.push(['paragraph', ...inside]);
    }
    const items: PlainNode[] = [];
    for (const bullet of bullets) {
      // What follows a bullet on a line of its own belongs to it, by rules that are the parser's.
      const inside = bullet.startsWith('- ') ? readInline([bullet.slice(2)]) : undefined;
      if (!inside) return undefined;
      items.push(['listItem', ['paragraph', ...inside]]);
    }
    if (items.length === 0) continue;
    const last = blocks.at(-1);
    if (paragraph.length === 0 && last?.[0] === 'list') last.push(...items);
    else blocks.push(['list', '', ...items]);
  }
  return blocks;
}

/** Type, what of it counts, children. */
export type PlainNode = [type: string, ...rest: (string | PlainNode)[]];

/** Begins no other block: no heading, quote, number, fence, rule, indented code. */
const PLAIN_START = /^(?:[A-Za-z]|`(?!`)|\*\*[A-Za-z])/;
/** Marks of links, HTML, escapes, references and tables, and white space that is neither a space nor the end of a line. */
const SPECIAL = /[\\[\]<&_|~\0\t\v\f\r]/;
/** Bold between spaces, or at the ends of a line; or a code span with nothing about its white space. */
const MARKS = /(?<=^|[ \n])\*\*([A-Za-z](?:[^*`\n]*[A-Za-z0-9.:)])?)\*\*(?=$|[ \n])|(?<!`)`([^`\n]+)`(?!`)/g;

function readInline(lines: readonly string[]): PlainNode[] | undefined {
  if (!lines.every((line) => PLAIN_START.test(line) && !line.endsWith(' '))) return undefined;
  const text = lines.join('\n');
  const nodes: PlainNode[] = [];
  let end = 0;
  const take = (plain: string): boolean => {
    if (SPECIAL.test(plain) || /[*`]/.test(plain)) return false;
    if (plain !== '') nodes.push(['text', plain]);
    return true;
  };
  for (const { 0: mark, 1: bold, 2: code, index } of text.matchAll(MARKS)) {
    if (!take(text.slice(end, index))) return undefined;
    end = index + mark.length;
    if (bold !== undefined) {
      if (SPECIAL.test(bold)) return undefined;
      nodes.push(['strong', ['text', bold]]);
    } else if (code !== undefined) {
      if (/^\s|\s$|[\0\r]/.test(code)) return undefined;
      nodes.push(['inlineCode', code]);
    }
  }
  return take(text.slice(end)) ? nodes : undefined;
}
