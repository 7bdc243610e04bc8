import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../../../src/engine/write/markdownHash';

test('a table is found wherever the parser would find one', () => {
  const piece = fc.constantFrom('a', ' ', '\n', '-', ':', '|', '>', '- ', '`', '\t', '\\', '1. ', ':-', '-:', '\n:-\n', '\r\n', '\r');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 16 }).map((pieces) => pieces.join('')), (markdown) => {
      expect(parseMarkdown(markdown)).toEqual(fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] }));
    }),
    { numRuns: 1_000 },
  );
});
