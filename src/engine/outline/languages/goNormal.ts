import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';
import { leafTexts } from './sourceText';

export const GO_COMMENTS = ['comment'];

/** What gofmt may change, with `-s` or without. */
export const goNormal: NormalRules = {
  leaveOut: ['comment'],
  rules: {
    '"\n"': () => 'leaveOut',
    '";"': leaveOutSemicolon,
    empty_statement: () => 'leaveOut',
    for_clause: (tree, node) => (isCondition(tree, node) ? 'flatten' : undefined),
    '","': leaveOutTrailingComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    const_spec: withImpliedValue,
    identifier: withSharedParts,
    field_identifier: withSharedParts,
    composite_literal: undefined as never,
    interpreted_string_literal: (tree, node) => [stringToken(tree.textOf(node).slice(1, -1))],
    raw_string_literal: (tree, node) => ['`', stringToken(tree.textOf(node).slice(1, -1).replace(/\r/g, ''))],
    int_literal: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    float_literal: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
    imaginary_literal: (tree, node) => [numberToken(canonicalNumber(tree.textOf(node)))],
  },
};
