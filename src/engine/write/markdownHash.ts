import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import type { Nodes } from 'mdast';
import { hashOf } from '../hash';
import { readPlainProse, type PlainNode } from './plainProse';

/**
 * Hash of Markdown as it is *parsed*, so that a Markdown formatter changes nothing: kind of emphasis and bullet marks, escapes, width of
 * tables, wrapping of lines, blank lines do not count; words, structure, links and code do.
 */
export function markdownHash(markdown: string): string {
  if (markdown.trim() === '') return '';
  const plain = readPlainProse(markdown);
  return hashOf(plain ? ['root', ...plain.map(foldPlain)] : reduce(parseMarkdown(markdown)));
}

function foldPlain([type, ...rest]: PlainNode): unknown[] {
  return [type, ...rest.map((part) => (typeof part !== 'string' ? foldPlain(part) : type === 'inlineCode' ? part.replace(/\s+/g, ' ') : foldSpace(part)))];
}

/** A table has a row of dashes and colons, at least one of them or a pipe. To look for tables in every paragraph takes a third of the parser's time and memory. */
const MAYBE_TABLE = /[|]|^[ \t>]*(?::-+:?|-+:)[ \t]*$/m;
const TABLES = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] };

export function parseMarkdown(markdown: string): ReturnType<typeof fromMarkdown> {
  return fromMarkdown(markdown, MAYBE_TABLE.test(markdown) ? TABLES : {});
}

/** Node → [type, what of it counts, …children]. */
function reduce(node: Nodes): unknown[] {
  const own: unknown[] = [node.type];
  switch (node.type) {
    case 'text':
      own.push(foldSpace(node.value));
      break;
    case 'inlineCode':
      own.push(node.value.replace(/\s+/g, ' '));
      break;
    case 'html':
      own.push(node.value.replace(/\s+/g, ' ').trim());
      break;
    case 'code':
      own.push(node.lang ?? '', node.meta ?? '', bareCode(node.value));
      break;
    case 'heading':
      own.push(node.depth);
      break;
    case 'list':
      own.push(node.ordered ? (node.start ?? 1) : '');
      break;
    case 'link':
    case 'image':
    case 'definition':
      own.push(node.url, node.title ?? '');
      break;
    default:
  }
  return 'children' in node ? [...own, ...joinTexts(node.children.map(reduce))] : own;
}

/** Formatters reach into fenced code of languages that they know: what they may change there does not count. */
function bareCode(code: string): string {
  return code.replace(/[\s;,'"`()]/g, '');
}

/** Lines may be wrapped anew. Between CJK characters a wrap adds or takes no space. */
function foldSpace(text: string): string {
  const cjk = '[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]';
  return text
    .replace(new RegExp(`(?<=${cjk})\\s*\\n\\s*(?=${cjk})`, 'gu'), '')
    .replace(/\s+/g, ' ');
}

/** An escape may split one text into two. */
function joinTexts(nodes: unknown[][]): unknown[][] {
  const joined: unknown[][] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node[0] === 'text' && last?.[0] === 'text') last[1] = `${last[1] as string}${node[1] as string}`;
    else joined.push([...node]);
  }
  return joined;
}
