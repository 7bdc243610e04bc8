import { CLOSE, OPEN, numberToken, stringToken, type NormalRules, type Normalised } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

/**
 * What a JavaScript or TypeScript formatter may change. The list was checked against Prettier's own list of what it may change in a
 * program (`massageAstNode`), and by running it over real packages (test/unit/outline/formatters.test.ts).
 */
export const ecmascriptNormal: NormalRules = {
  leaveOut: ['comment', 'html_comment', 'hash_bang_line'],
  rules: {
    '";"': (tree, node) => (tree.is(tree.parentOf(node), 'for_statement') ? undefined : 'leaveOut'),
    empty_statement: (tree, node) => (tree.is(tree.parentOf(node), 'program', 'statement_block', 'switch_case', 'switch_default') ? 'leaveOut' : [';']),
    '","': leaveOutTrailingComma,
    '"("': leaveOutParenthesis,
    '")"': leaveOutParenthesis,
    binary_expression: flattenLogical,
    parenthesized_expression: flattenLogical,
    formal_parameters: unwrapSingleParameter,
    string: (tree, node) => (tree.is(tree.parentOf(node), 'jsx_attribute') ? [stringToken(jsxString(tree, node))] : isKey(tree, node) ? [keyToken(cookedString(tree.textOf(node)))] : [stringToken(cookedString(tree.textOf(node)))]),
    number: (tree, node) => (isKey(tree, node) ? [keyToken(canonicalNumber(tree.textOf(node)))] : [numberToken(canonicalNumber(tree.textOf(node)))]),
    string_fragment: foldEmbedded,
    regex_flags: (tree, node) => [[...tree.textOf(node)].sort().join('')],
    new_expression: (tree, node) => (tree.child(node, 'arguments') === NONE ? { after: [OPEN, '(', ')', CLOSE] } : undefined),
    '"|"': leaveOutLeading,
    '"&"': leaveOutLeading,
    '"module"': (tree, node) => (tree.is(tree.child(tree.parentOf(node), 'name'), 'string') ? undefined : ['namespace']),
    jsx_expression: unwrapJsxString,
  },
  mixed: {
    types: ['jsx_element'],
    isText: (tree, child) => tree.is(child, 'jsx_text', 'html_character_reference') || (tree.is(child, 'jsx_expression') && JSX_SPACE.test(tree.textOf(child))),
    normalise: foldJsxText,
  },
};

const CLOSERS = [')', ']', '}', '>'];

function leaveOutTrailingComma(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, 'object_type', 'interface_body')) return 'leaveOut';
  const next = neighbour(tree, node, 1);
  if (next !== NONE && !CLOSERS.includes(tree.textOf(next))) return undefined;
  // `[a,,]` has a hole, which counts.
  const isHole = tree.is(parent, 'array', 'array_pattern') && [',', '['].includes(tree.textOf(neighbour(tree, node, -1)));
  return isHole ? undefined : 'leaveOut';
}

/** The sibling beside a node, comments apart. */
export function neighbour(tree: SyntaxTree, node: NodeIndex, direction: 1 | -1): NodeIndex {
  const step = (at: NodeIndex): NodeIndex => (direction === 1 ? tree.nextSibling(at) : tree.previousSibling(at));
  let at = step(node);
  while (tree.is(at, 'comment')) at = step(at);
  return at;
}

function leaveOutParenthesis(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  if (tree.is(parent, 'parenthesized_type')) return 'leaveOut';
  if (!tree.is(parent, 'parenthesized_expression')) return undefined;
  return endsOptionalChain(tree, parent) ? undefined : 'leaveOut';
}

const CHAIN = ['member_expression', 'subscript_expression', 'call_expression', 'non_null_expression'];

/** `(a?.b).c` throws where `a?.b.c` does not. */
function endsOptionalChain(tree: SyntaxTree, parentheses: NodeIndex): boolean {
  const outer = tree.parentOf(parentheses);
  if (!tree.is(outer, ...CHAIN) || tree.childOfType(outer, 'optional_chain') !== NONE) return false;
  if (tree.firstChild(outer) !== parentheses) return false;
  let at = tree.namedChildren(parentheses).find((child) => !tree.is(child, 'comment')) ?? NONE;
  while (tree.is(at, ...CHAIN)) {
    if (tree.childOfType(at, 'optional_chain') !== NONE) return true;
    at = tree.firstChild(at);
  }
  return false;
}

const ASSOCIATIVE = ['&&', '||', '??'];

/** `a && (b && c)` is `a && b && c`. */
function flattenLogical(tree: SyntaxTree, node: NodeIndex): Normalised {
  let outer = tree.parentOf(node);
  while (tree.is(outer, 'parenthesized_expression')) outer = tree.parentOf(outer);
  if (!tree.is(outer, 'binary_expression')) return undefined;
  const operator = operatorOf(tree, outer);
  if (!ASSOCIATIVE.includes(operator)) return undefined;
  let inner = node;
  while (tree.is(inner, 'parenthesized_expression')) inner = tree.namedChildren(inner).find((child) => !tree.is(child, 'comment')) ?? NONE;
  return tree.is(inner, 'binary_expression') && operatorOf(tree, inner) === operator ? 'flatten' : undefined;
}

function operatorOf(tree: SyntaxTree, node: NodeIndex): string {
  return tree.textOf(tree.child(node, 'operator'));
}

/** `(x) => …` is `x => …`. */
function unwrapSingleParameter(tree: SyntaxTree, node: NodeIndex): Normalised {
  if (!tree.is(tree.parentOf(node), 'arrow_function')) return undefined;
  const params = tree.namedChildren(node).filter((child) => !tree.is(child, 'comment'));
  const [param] = params;
  if (params.length !== 1 || param === undefined) return undefined;
  if (tree.is(param, 'identifier')) return [tree.textOf(param)];
  const pattern = tree.child(param, 'pattern');
  return tree.is(param, 'required_parameter') && tree.is(pattern, 'identifier') && tree.after[param] === tree.after[pattern] && tree.start[param] === tree.start[pattern] ? [tree.textOf(pattern)] : undefined;
}

/** The bar before the first of several types. */
function leaveOutLeading(tree: SyntaxTree, node: NodeIndex): Normalised {
  const parent = tree.parentOf(node);
  return tree.is(parent, 'union_type', 'intersection_type') && tree.firstChild(parent) === node ? 'leaveOut' : undefined;
}

const KEYED = ['pair', 'pair_pattern', 'method_definition', 'field_definition', 'public_field_definition', 'property_signature', 'method_signature', 'abstract_method_signature', 'enum_assignment', 'enum_body'];

/** The name of a property, where quotes are a matter of style. */
function isKey(tree: SyntaxTree, node: NodeIndex): boolean {
  const parent = tree.parentOf(node);
  if (!tree.is(parent, ...KEYED)) return false;
  const { grammar } = tree;
  return [grammar.fieldNamed('key'), grammar.fieldNamed('name'), grammar.fieldNamed('property')].includes(tree.field[node]!);
}

function keyToken(key: string): string {
  return /^[\p{L}\p{N}$_]+$/u.test(key) ? key : stringToken(key);
}

/** Value of a string literal with its quotes. */
export function cookedString(literal: string): string {
  return literal.slice(1, -1).replace(/\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|[\s\S]))/g, (_, long?: string, unicode?: string, hex?: string, octal?: string, other = '') => {
    const digits = long ?? unicode ?? hex;
    if (digits !== undefined) {
      const point = parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : '';
    }
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    return ESCAPES[other as string] ?? (other as string);
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f', '\n': '', '\r\n': '', '\r': '', '\u2028': '', '\u2029': '' };

/** Tags of templates whose content a formatter formats as another language. */
const EMBEDDING = /^(?:css|keyframes|injectGlobal|createGlobalStyle|graphql|gql|html|svg|md|markdown|styled\b[\s\S]*)$/;

/** White space in a template that holds CSS, GraphQL or HTML. In all others it counts. */
function foldEmbedded(tree: SyntaxTree, node: NodeIndex): Normalised {
  const template = tree.parentOf(node);
  const call = tree.parentOf(template);
  if (!tree.is(template, 'template_string') || !tree.is(call, 'call_expression') || !EMBEDDING.test(tree.textOf(tree.child(call, 'function')))) return undefined;
  let text = tree.textOf(node).replace(/\s+/g, ' ').replace(/ ?([{}();:,<>]) ?/g, '$1').replace(/;}/g, '}');
  if (tree.previousSibling(node) === tree.firstChild(template)) text = text.trimStart();
  if (tree.is(tree.nextSibling(node), '`')) text = text.trimEnd().replace(/;$/, '');
  return text === '' ? 'leaveOut' : [text];
}

/** One way to write each number: `0XFF`, `255` and `2_55` are one. */
export function canonicalNumber(literal: string): string {
  const text = literal.replace(/_/g, '').toLowerCase();
  try {
    if (text.endsWith('n')) return `${BigInt(text.slice(0, -1))}n`;
  } catch {
    return text;
  }
  const value = /^0[0-7]+$/.test(text) ? parseInt(text, 8) : Number(text);
  return Number.isNaN(value) ? text : String(value);
}

/** JSX strings know no escapes, only entities, of which a formatter changes those for quotes. */
function jsxString(tree: SyntaxTree, node: NodeIndex): string {
  const text = tree.textOf(node).slice(1, -1).replace(/&apos;/g, "'").replace(/&quot;/g, '"').replace(/\r\n?/g, '\n');
  const name = tree.textOf(tree.firstChild(tree.parentOf(node)));
  return name === 'class' || name === 'className' ? text.trim().replace(/\s+/g, ' ') : text;
}

/** `a={"b"}` is `a="b"`. */
function unwrapJsxString(tree: SyntaxTree, node: NodeIndex): Normalised {
  if (!tree.is(tree.parentOf(node), 'jsx_attribute')) return undefined;
  const inside = tree.namedChildren(node);
  const [only] = inside;
  return inside.length === 1 && only !== undefined && tree.is(only, 'string') ? [stringToken(cookedString(tree.textOf(only)))] : undefined;
}

const JSX_SPACE = /^\{\s*(["'])\s*\1\s*\}$/;
const SPACE_MARK = '\u0001';

/** White space in JSX text as a browser and a formatter see it: line breaks with what surrounds them are nothing beside a tag, else one space. */
function foldJsxText(raw: string): string {
  return raw
    .split(/(\{\s*(?:" *"|' *')\s*\})/)
    .map((piece) => {
      if (JSX_SPACE.test(piece)) return /\s/.test(piece.replace(/^\{\s*|\s*\}$/g, '')) ? SPACE_MARK : '';
      const trimmed = piece.replace(/^\s*\n\s*/, '').replace(/\s*\n\s*$/, '');
      return trimmed.replace(/[ \t\r\n]+/g, ' ');
    })
    .join('')
    // eslint-disable-next-line no-control-regex -- our own mark
    .replace(/[ \u0001]+/g, ' ');
}
