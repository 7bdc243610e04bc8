import type { Comment } from '../comments';
import { dedent } from '../docs';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { commentsOf } from './sourceText';

/** What a language with `#` comments says of them. */
export interface HashComments {
  /** Lines for a tool, not for a reader: interpreter, encoding, linter. Tested without the leading `#`. */
  readonly directive: RegExp;
  /** True for a statement that a comment right above tells of; above any other it tells of the file. */
  isDocumented(tree: SyntaxTree, statement: NodeIndex): boolean;
}

export const HASH_COMMENTS = ['comment'];

const LICENCE = /copyright|\(c\)|licen[cs]e|SPDX|all rights reserved/i;
/** Lines that only draw: `# -----`, `#######`. */
const RULE = /^[\s#*=~_+-]*$/;
const BLANK_LINE = /\n[ \t]*\r?\n/;

/** The words of the comments right above an offset, with no blank line between; `undefined` where there are none or they are the file's own. */
export function hashCommentAbove(tree: SyntaxTree, start: number, language: HashComments): string | undefined {
  const run = commentsOf(tree, HASH_COMMENTS).above(start);
  if (run.length === 0 || fileComment(tree, language)?.run.includes(run[0]!)) return undefined;
  return wordsOf(tree, run, language) || undefined;
}

/** What the first comment says of the file, unless it is a licence or stands right above what it documents. */
export function hashFileComment(tree: SyntaxTree, language: HashComments): string | undefined {
  return fileComment(tree, language)?.text;
}

interface FileComment {
  readonly text: string;
  readonly run: readonly Comment[];
}

const fileComments = new WeakMap<SyntaxTree, FileComment | false>();

function fileComment(tree: SyntaxTree, language: HashComments): FileComment | undefined {
  let found = fileComments.get(tree);
  if (found === undefined) fileComments.set(tree, (found = findFileComment(tree, language) ?? false));
  return found || undefined;
}

function findFileComment(tree: SyntaxTree, language: HashComments): FileComment | undefined {
  const code = firstStatement(tree);
  const head = commentsOf(tree, HASH_COMMENTS).between(0, code === NONE ? tree.text.length : tree.start[code]!);
  for (let at = 0; at < head.length; ) {
    const run = [head[at++]!];
    while (at < head.length && !BLANK_LINE.test(tree.text.slice(run.at(-1)!.end, head[at]!.start))) run.push(head[at++]!);
    const text = wordsOf(tree, run, language);
    if (text === '' || LICENCE.test(text)) continue;
    const isAbove = at === head.length && code !== NONE && !BLANK_LINE.test(tree.text.slice(run.at(-1)!.end, tree.start[code]));
    return isAbove && language.isDocumented(tree, code) ? undefined : { text, run };
  }
  return undefined;
}

function firstStatement(tree: SyntaxTree): NodeIndex {
  let holder = 0;
  while (tree.is(tree.namedChildren(holder).find((child) => !tree.is(child, ...HASH_COMMENTS)) ?? NONE, 'statement_list')) holder = tree.childOfType(holder, 'statement_list');
  return tree.namedChildren(holder).find((child) => !tree.is(child, ...HASH_COMMENTS)) ?? NONE;
}

/** The words of a run of comments, without marks, rules and directives. */
export function wordsOf(tree: SyntaxTree, run: readonly Comment[], { directive }: Pick<HashComments, 'directive'>): string {
  const lines = run.flatMap(({ node }): string[] => {
    const text = tree.textOf(node).replace(/\r\n?/g, '\n').trimEnd();
    if (text.startsWith('<#')) return dedent(`\n${text.slice(2).replace(/#>$/, '')}`).split('\n');
    if (text.startsWith('=begin')) return text.split('\n').slice(1, -1);
    const line = text.replace(/^#/, '');
    if (directive.test(line)) return [];
    return RULE.test(line) ? [''] : [line.replace(/^#* ?/, '').replace(/\s+#+$/, '').trimEnd()];
  });
  return dedent(['', ...lines].join('\n')).replace(/\n{3,}/g, '\n\n').trim();
}
