import { hashOf } from '../hash';

/**
 * Whatever a Markdown formatter may add, take away or put in the place of something else: white space, escapes, marks of tables, lists, quotes and emphasis, and, in
 * fenced code of a doc comment, quotes, parentheses, commas and semicolons.
 */
const FORMATTING = /[\s\\|*_+\-:>#~;,'"`()]+/g;

/**
 * Hash of rendered facts that a Markdown formatter does not change. Facts are ours, so their words tell whether a person wrote among them: no parser is needed, which
 * on a first run over a large workspace would take longer than everything else.
 */
export function factsHash(facts: string): string {
  const words = facts.replace(FORMATTING, '');
  return words === '' ? '' : hashOf(words);
}
