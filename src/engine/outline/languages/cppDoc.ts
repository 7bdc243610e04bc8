import { parseJsDoc, type DocParts } from '../docs';
import type { Comment } from '../comments';
import type { NodeIndex, SyntaxTree } from '../syntaxTree';
import { CPP_COMMENTS } from './cppDeclarators';
import { commentsOf, plainCommentText } from './sourceText';

const BEHIND = /^(?:\/\/[/!]<|\/\*[*!]<)/;
const DOXYGEN = /^(?:\/\/[/!](?!\/)|\/\*[*!](?![*/]))/;
const LICENCE = /copyright|licen[cs]e|SPDX|all rights reserved/i;

/** Doxygen's comments where there are any, else the plain ones right above: most of C is documented so. */
export function docAround(tree: SyntaxTree, start: number, end: number): DocParts | undefined {
  const comments = commentsOf(tree, CPP_COMMENTS);
  const text = (comment: Comment): string => tree.textOf(comment.node);
  const above = comments.above(start).filter((comment) => !BEHIND.test(text(comment)));
  const doxygen = above.filter((comment) => DOXYGEN.test(text(comment)));
  const behind = comments.behind(end);
  const chosen = doxygen.length > 0 ? doxygen : behind && (BEHIND.test(text(behind)) || above.length === 0) ? [behind] : above;
  return parse(chosen.map(text));
}

/** The comment that is tagged `@file`, else the first one where it stands apart and is no licence. */
export function fileDoc(tree: SyntaxTree): string | undefined {
  const { all } = commentsOf(tree, CPP_COMMENTS);
  for (let at = 0; at < all.length; at++) {
    const run: NodeIndex[] = [all[at]!.node];
    while (all[at + 1] && tree.text.slice(all[at]!.end, all[at + 1]!.start).split('\n').length === 2 && tree.text.slice(all[at]!.end, all[at + 1]!.start).trim() === '') run.push(all[++at]!.node);
    const isTagged = run.some((node) => /[@\\]file\b/.test(tree.textOf(node)));
    if (isTagged) return parse(run.map((node) => tree.textOf(node)))?.text || undefined;
    if (/\S/.test(tree.text.slice(0, tree.start[run[0]!]).replace(/^\s*#pragma once\s*$/m, '').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''))) return undefined;
    const text = run.map((node) => tree.textOf(node));
    const following = tree.text.slice(all[at]!.end);
    if (LICENCE.test(text.join('\n'))) continue;
    return /^\s*?\n[ \t]*\r?\n|^\s*#/.test(following) ? parse(text)?.text || undefined : undefined;
  }
  return undefined;
}

function parse(comments: readonly string[]): DocParts | undefined {
  if (comments.length === 0) return undefined;
  const text = plainCommentText(comments.map((comment) => comment.replace(/^\/\*[*!]</, '/*')), /^\/\/[/!]?<? ?/)
    // Doxygen knows both signs, and says whether a parameter goes in or out.
    .replace(/(^|\s)[@\\](?=[a-z])/g, '$1@')
    .replace(/@param\s*\[[^\]]*\]/g, '@param')
    .replace(/@(?:brief|short|details|file\b[^\n]*|class\b[^\n]*|fn\b[^\n]*|struct\b[^\n]*)[ \t]*/g, '')
    .replace(/@tparam\s+(\w+)\s*/g, '\n`$1`: ')
    .replace(/@(?:throws?|exception)\s+([\w:]+)/g, '@throws {$1}')
    .replace(/@(?:result|retval)\b/g, '@returns')
    .replace(/@(?:c|p|a|e|em|b)\s+([\w:]+)/g, '`$1`')
    .replace(/^[-=*/ ]{5,}$/gm, '');
  const parts = parseJsDoc(`/**\n${text.split('\n').map((line) => ` * ${line}`).join('\n')}\n */`);
  const folded = { ...parts, text: parts.text.replace(/\n{3,}/g, '\n\n') };
  return parts.text === '' && parts.params.size === 0 && !parts.result && !parts.throws ? undefined : folded;
}
