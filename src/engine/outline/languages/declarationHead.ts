import { FUNCTIONS } from '../facts';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import type { Definition, Language } from './language';
import { lineBetween, lineOf } from './sourceText';

type Words = Pick<Language, 'comments' | 'decorators'> & { readonly modifierLists: readonly string[] };

/**
 * A declaration on one line, up to its body, as readers of Java, C# and PHP expect it: modifiers first, attributes left out. `until` is where
 * it ends, by default before the body.
 */
export function declarationHead(definition: Definition, tree: SyntaxTree, words: Words, until = headEnd(definition, tree)): string {
  const { node, modifiers } = definition;
  let start = tree.start[node]!;
  for (let child = tree.firstChild(node); child !== NONE && isBefore(tree, child, words); child = tree.nextSibling(child)) start = tree.end[child]!;
  const text = lineBetween(tree, start, until, words.comments).replace(/\s*(?:=>|=|\{|;|,)\s*$/, '').replace(/\s*[{;]\s*$/, '');
  return [...new Set(modifiers), text].join(' ').trim();
}

/** `private static final long MAX`: one of perhaps several names behind one type. */
export function fieldHead(definition: Definition, tree: SyntaxTree, words: Words, ...more: readonly string[]): string {
  return [...new Set(definition.modifiers), ...more, lineOf(tree, definition.type, words.comments), definition.name].filter(Boolean).join(' ');
}

function headEnd({ node, body, value, kind }: Definition, tree: SyntaxTree): number {
  const ends = [body, FUNCTIONS.has(kind) ? NONE : value].filter((end) => end !== NONE && end !== node && tree.contains(node, end)).map((end) => tree.start[end]!);
  return Math.min(tree.end[node]!, ...ends);
}

function isBefore(tree: SyntaxTree, child: NodeIndex, { comments, decorators, modifierLists }: Words): boolean {
  return tree.is(child, ...comments, ...decorators, ...modifierLists) || /modifier$/.test(tree.typeName(child));
}

/** The doc comment (block) above an offset; plain comments and one blank line may lie between. */
export function docBlockAbove(tree: SyntaxTree, start: number): string | undefined {
  let text = tree.text.slice(Math.max(0, start - 100_000), start);
  for (;;) {
    const trimmed = text.trimEnd();
    if (text.slice(trimmed.length).split('\n').length > 3) return undefined;
    text = trimmed;
    if (text.endsWith('*/')) {
      const open = text.lastIndexOf('/*');
      if (open < 0) return undefined;
      if (text.startsWith('/**', open) && !text.startsWith('/**/', open)) return text.slice(open);
      text = text.slice(0, open);
      continue;
    }
    const line = text.slice(text.lastIndexOf('\n') + 1);
    if (!/^\s*(?:\/\/|#(?!\[))/.test(line)) return undefined;
    text = text.slice(0, text.length - line.length);
  }
}
