import type { NormalRules, Normalised } from '../normalForm';
import type { NodeIndex, SyntaxTree } from '../syntaxTree';

/** PowerShell reads these without regard to case; arguments and strings it does not. */
const NAMES = ['command_name', 'function_name', 'variable', 'braced_variable', 'simple_name', 'type_identifier', 'command_parameter', 'class_attribute', 'stop_parsing', 'label'];

const KEYWORDS = [
  'param', 'dynamicparam', 'begin', 'process', 'end', 'if', 'elseif', 'else', 'switch', '-regex', '-wildcard', '-exact', '-casesensitive', '-parallel', '-file', 'foreach', 'in', 'for', 'while', 'do', 'until', 'function',
  'filter', 'workflow', 'break', 'continue', 'throw', 'return', 'exit', 'trap', 'try', 'catch', 'finally', 'data', 'inlinescript', 'parallel', 'sequence', 'class', 'enum', 'hidden', 'static', '-and', '-or', '-xor',
  '-band', '-bor', '-bxor', '-not', '-bnot', '-as', '-is', '-isnot', '-join', '-in', '-notin', '-contains', '-notcontains', '-like', '-notlike', '-match', '-notmatch', '-replace', '-split', '-csplit', '-isplit',
  '-creplace', '-ireplace', '-f', '-shl', '-shr', ...['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'like', 'notlike', 'match', 'notmatch', 'contains', 'notcontains', 'in', 'notin'].flatMap((word) => [`-${word}`, `-c${word}`, `-i${word}`]),
];

/** What Invoke-Formatter may change: white space, and the case of words. Quotes are left alone: what is between them is read in two ways. */
export const powershellNormal: NormalRules = {
  leaveOut: ['comment', 'empty_statement'],
  rules: {
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'for_statement') ? undefined : 'leaveOut'),
    command_argument_sep: (tree, node) => (/[,:]/.test(tree.textOf(node)) ? [tree.textOf(node).replace(/[\s`]/g, '')] : 'leaveOut'),
    ...Object.fromEntries(NAMES.map((name) => [name, lowerCase])),
    ...Object.fromEntries(KEYWORDS.map((word) => [`"${word}"`, lowerCase])),
  },
  mixed: {
    types: ['expandable_string_literal', 'expandable_here_string_literal'],
    isText: () => false,
    normalise: (text) => text.replace(/\r\n?/g, '\n'),
  },
};

function lowerCase(tree: SyntaxTree, node: NodeIndex): Normalised {
  return [tree.textOf(node).trim().toLowerCase()];
}
