import { CLOSE, OPEN, stringToken } from '../normalForm';
import { NONE, type NodeIndex, type SyntaxTree } from '../syntaxTree';

/** Text of a symbol or string that holds no code: what it names. */
export function textOfLiteral(tree: SyntaxTree, node: NodeIndex): string {
  if (tree.is(node, 'simple_symbol')) return tree.textOf(node).slice(1);
  return tree.namedChildren(node).map((part) => tree.textOf(part)).join('');
}

/**
 * Neighbouring strings are one string; code stands between pieces of text, kept as words and signs. A here document is the string that
 * it stands for: its text lies below the statement.
 */
export function rubyString(tree: SyntaxTree, strings: readonly NodeIndex[], isSymbol = false, isCooked?: boolean, style?: 'regex' | 'regex-free'): string[] {
  const tokens: string[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') tokens.push(stringToken(text));
    text = '';
  };
  for (const written of strings) {
    const string = tree.is(written, 'heredoc_beginning') ? bodyOf(tree, written) : written;
    const cooks = isCooked ?? !isRaw(tree, written);
    const read = string === written ? (part: NodeIndex) => tree.textOf(part) : hereText(tree, written, string);
    for (const part of tree.namedChildren(string)) {
      if (tree.is(part, 'interpolation')) {
        flush();
        tokens.push(OPEN, '#{', ...codeTokens(tree, part), CLOSE);
      } else if (!tree.is(part, 'heredoc_end', 'comment')) text += style ? regexText(read(part), style) : cook(read(part), cooks);
    }
  }
  flush();
  const marked = tokens.length === 0 ? [stringToken('')] : tokens;
  if (isSymbol) return marked.length === 1 ? [`:${marked[0]}`] : [OPEN, ':', ...marked, CLOSE];
  return marked.length === 1 ? marked : [OPEN, ...marked, CLOSE];
}

/** Pieces of a here document without the line break before it, the white space before its end and, after `<<~`, what all lines are indented by. */
function hereText(tree: SyntaxTree, beginning: NodeIndex, body: NodeIndex): (part: NodeIndex) => string {
  if (body === NONE) return () => '';
  const contents = tree.namedChildren(body).filter((child) => !tree.is(child, 'heredoc_end'));
  const whole = tree.text.slice(tree.start[body], contents.length === 0 ? tree.start[body] : tree.end[contents.at(-1)!]).replace(/[ \t]*$/, '');
  const indents = whole.split('\n').slice(1).filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0].length);
  const shared = tree.textOf(beginning).startsWith('<<~') ? Math.min(...indents, 1000) : 0;
  return (part) => {
    const text = tree.textOf(part).replace(/\r\n?/g, '\n').replace(/\n[ \t]*/g, (lead) => `\n${lead.slice(1 + shared)}`);
    const started = part === contents[0] ? text.replace(/^\n/, '') : text;
    return part === contents.at(-1) ? started.replace(/[ \t]*$/, '') : started;
  };
}

/** Source text of a here document, without its delimiters. */
export function heredocText(tree: SyntaxTree, beginning: NodeIndex): string {
  const body = bodyOf(tree, beginning);
  return body === NONE ? '' : tree.textOf(body).replace(/\S+$/, '');
}

/** Here documents lie one after the other below the line on which they begin. */
function bodyOf(tree: SyntaxTree, beginning: NodeIndex): NodeIndex {
  let nth = 0;
  for (let at = beginning - 1; at > 0 && tree.lineAt(tree.start[at]!) === tree.lineAt(tree.start[beginning]!); at--) if (tree.is(at, 'heredoc_beginning')) nth++;
  for (let at = beginning + 1; at < tree.count; at++) if (tree.is(at, 'heredoc_body') && nth-- === 0) return at;
  return NONE;
}

function isRaw(tree: SyntaxTree, node: NodeIndex): boolean {
  const opener = tree.is(node, 'heredoc_beginning') ? tree.textOf(node) : tree.textOf(tree.firstChild(node));
  if (tree.is(node, 'heredoc_beginning')) return opener.includes("'");
  return opener === "'" || opener.startsWith('%q') || opener.startsWith('%s') || opener === ":'" || tree.is(node, 'bare_string', 'bare_symbol');
}

function cook(raw: string, cooks: boolean): string {
  const text = raw.replace(/\r\n?/g, '\n');
  if (!cooks) return text.replace(/\\(['\\])/g, '$1');
  return text.replace(/\\(?:u\{([0-9a-fA-F ]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([\s\S]))/g, (_, long?: string, unicode?: string, hex?: string, octal?: string, other?: string) => {
    if (long !== undefined) return long.trim().split(/\s+/).map((digits) => codePoint(parseInt(digits, 16))).join('');
    if (unicode !== undefined || hex !== undefined) return codePoint(parseInt((unicode ?? hex)!, 16));
    if (octal !== undefined) return codePoint(parseInt(octal, 8));
    return ESCAPES[other!] ?? other!;
  });
}

function codePoint(value: number): string {
  return value <= 0x10ffff ? String.fromCodePoint(value) : '';
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', v: '\v', f: '\f', a: '\u0007', e: '\u001b', s: ' ', '\n': '' };

/** Only where slashes delimit it must a slash be escaped. */
function regexText(text: string, style: 'regex' | 'regex-free'): string {
  return style === 'regex' ? text.replace(/\\\//g, '/') : text;
}

function codeTokens(tree: SyntaxTree, node: NodeIndex): string[] {
  const tokens: string[] = [];
  for (let at = node + 1; at < tree.after[node]!; ) {
    if (tree.is(at, 'string', 'chained_string')) {
      tokens.push(...rubyString(tree, [at]));
      at = tree.after[at]!;
    } else if (tree.is(at, 'string_array', 'symbol_array')) {
      tokens.push(tree.is(at, 'string_array') ? '%w' : '%i', ...tree.namedChildren(at).flatMap((word) => rubyString(tree, [word])), ')');
      at = tree.after[at]!;
    } else if (tree.is(at, 'comment')) at = tree.after[at]!;
    else {
      if (tree.isLeaf(at)) tokens.push(tree.textOf(at));
      at++;
    }
  }
  return tokens;
}
