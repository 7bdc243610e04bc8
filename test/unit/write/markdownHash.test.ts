import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Nodes } from 'mdast';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/engine/write/markdownHash';
import { readPlainProse } from '../../../src/engine/write/plainProse';

test('a table is found wherever the parser would find one', () => {
  const piece = fc.constantFrom('a', ' ', '\n', '-', ':', '|', '>', '- ', '`', '\t', '\\', '1. ', ':-', '-:', '\n:-\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')), (markdown) => {
      expect(parseMarkdown(markdown)).toEqual(fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }));
    }),
    { numRuns: 1_000 },
  );
});

describe('prose that is read without the parser', () => {
  const piece = fc.constantFrom(
    'Purpose', 'the rule', 'a', ' ', ' ', '\n', '\n\n', '\n- ', '- ', '**', '**Purpose.** ', '**Behaviour:**', '`x`', '`a b`', '` x`', '`', '``', '`x_y*z`', '*', '_', '.', ':', ',', '(', ')', '1. ', '# ', '> ', '  ', '   ', '[x]', '<b>', '&amp;', '\\', '|', '~', '---', '===', '日本語', '。', '—', '\t', '!', 'http://a.b/c', '\u00a0',
  );

  test('has the tree that the parser gives', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')), (markdown) => {
        const plain = readPlainProse(markdown);
        if (!plain) return;
        read++;
        expect(plain).toEqual(treeOf(fromMarkdown(markdown)).slice(1));
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('is what a model mostly writes', () => {
    const answer = '**Purpose.** Takes the first parcel of `queue`.\n\n**Rules:**\n- Where `queue.size` is 0, it returns `undefined`; nothing changes.\n- Else `take(signal)` waits\n\n- for `signal`.\n\nIt never throws.\n';
    expect(readPlainProse(answer)).toEqual(treeOf(fromMarkdown(answer)).slice(1));
  });
});

/** Type, text, children. */
function treeOf(node: Nodes): unknown[] {
  return [node.type, ...(node.type === 'list' ? [''] : []), ...('value' in node ? [node.value] : []), ...('children' in node ? node.children.map(treeOf) : [])];
}
