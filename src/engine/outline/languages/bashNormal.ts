import { CLOSE, OPEN, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

/** What shfmt may change. Quotes are left alone: in a shell they are part of the meaning. */
export const bashNormal: NormalRules = {
  leaveOut: ['comment'],
  rules: {
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'c_style_for_statement') ? undefined : 'leaveOut'),
    '";;"': () => 'leaveOut',
    '"\n"': () => 'leaveOut',
    '"function"': () => 'leaveOut',
    '"("': (tree, node) => (tree.is(tree.parentOf(node), 'function_definition', 'case_item') ? 'leaveOut' : undefined),
    '")"': (tree, node) => (tree.is(tree.parentOf(node), 'function_definition') ? 'leaveOut' : undefined),
    '"`"': (tree, node) => [tree.firstChild(tree.parentOf(node)) === node ? '$(' : ')'],
    // `"$a"b` is one word, `"$a" b` are two.
    concatenation: () => ({ before: ['~'] }),
    arithmetic_expansion: arithmetic,
    test_command: (tree, node) => (tree.textOf(node).startsWith('((') ? arithmetic(tree, node) : undefined),
    heredoc_body: (tree, node) => [stringToken(hereText(tree, node))],
  },
  mixed: {
    types: ['string', 'translated_string'],
    isText: (tree, child) => tree.is(child, 'string_content'),
    normalise: (text) => text.replace(/\\\r?\n/g, '').replace(/\r\n?/g, '\n'),
  },
};

/** `((i+1))` may be one word to the grammar and `(( i + 1 ))` three: signs and words are told apart here. */
function arithmetic(tree: SyntaxTree, node: NodeIndex): Normalised {
  return [OPEN, ...words(tree, tree.start[node]!, tree.end[node]!), CLOSE];
}

function words(tree: SyntaxTree, start: number, end: number): string[] {
  return tree.text.slice(start, end).replace(/\\\r?\n/g, ' ').match(/\w+|[^\s\w]/g) ?? [];
}

/** After `<<-`, tabs at the beginning of a line are no part of the text. */
function hereText(tree: SyntaxTree, body: NodeIndex): string {
  // The node begins at the first word; white space before it is text as well.
  const beginning = tree.childOfType(tree.parentOf(body), 'heredoc_start');
  const from = beginning === NONE ? -1 : tree.text.indexOf('\n', tree.end[beginning]);
  const text = tree.text.slice(from < 0 ? tree.start[body] : Math.min(from + 1, tree.start[body]!), tree.end[body]).replace(/\r\n?/g, '\n');
  const isTabbed = tree.textOf(tree.firstChild(tree.parentOf(body))) === '<<-';
  return isTabbed ? text.replace(/^\t+/gm, '') : text;
}
