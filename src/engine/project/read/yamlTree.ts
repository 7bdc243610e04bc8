import { isAlias, isMap, isScalar, isSeq, Lexer, parseDocument, type Document, type Node, type YAMLError } from 'yaml';
import { Problems } from './problems';
import { isReserved, MAX_DEPTH, MAX_NODES, reservedKey, TOO_DEEP, type Entry, type MapTree, type ScalarTree, type Span, type Tree } from './tree';

/** What a YAML text says; `base` is where it begins in the file. Where it is not quite YAML: what can be read of it, and the problems say so. */
export function yamlTree(text: string, base: number, problems: Problems): Tree | undefined {
  const excess = excessOf(text);
  if (excess) {
    problems.error(excess.code, { start: base + excess.at, end: base + excess.at + 1 }, excess.message);
    return undefined;
  }
  let document: Document.Parsed;
  try {
    // Unique keys are looked after here: the package compares each key with all others.
    document = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  } catch (error) {
    problems.error('invalid-yaml', { start: base, end: base }, error instanceof RangeError ? TOO_DEEP : `This cannot be read as YAML: ${plain(error)}.`);
    return undefined;
  }
  for (const error of firstOfLines(document.errors, text)) problems.unreadable(error.code === 'MULTIPLE_DOCS' ? 'several-documents' : 'invalid-yaml', spanOfError(error, text, base), messageOf(error));
  for (const warning of document.warnings) problems.warning('yaml-warning', spanOfError(warning, text, base), `${plain(warning)}. Its value is taken as it stands.`);
  try {
    return new Conversion(text, base, document.errors.length > 0 ? new Problems() : problems).tree(document.contents, 0, base);
  } catch (error) {
    if (!(error instanceof Limit)) throw error;
    problems.unreadable(error.code, error.span, error.message);
    return undefined;
  }
}

/** About 30,000 lines. The package takes up to 20 µs a token where nothing fits (measured), and it cannot be stopped. */
const MAX_TOKENS = 300_000;
/** Tokens that the lexer adds, which are not in the text. */
const MARKS = new Set(['\u0002', '\u0018', '\u001f']);

/** What makes a text too much for the parser, seen by its lexer alone, which is fast and ends here. */
function excessOf(text: string): { readonly code: string; readonly at: number; readonly message: string } | undefined {
  let at = 0;
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(text)) {
    if (MARKS.has(token)) continue;
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth > MAX_DEPTH) return { code: 'too-deep', at, message: TOO_DEEP };
    if (++tokens > MAX_TOKENS) return { code: 'too-large', at, message: `The spec is longer than anybody reads: its first ${MAX_TOKENS.toLocaleString('en')} words and signs end here. Split the project into several, each with a spec of its own.` };
    at += token.length;
  }
  return undefined;
}

class Limit extends Error {
  constructor(readonly code: string, readonly span: Span, message: string) {
    super(message);
  }
}

class Conversion {
  #nodes = 0;
  /** Anchored nodes by name: the nearest one before an alias is meant, and aliases come in the order of the text. */
  readonly #anchors = new Map<string, Node>();
  /** Those that are being converted: an alias to one of them would never end. */
  readonly #open = new Set<Node>();

  constructor(
    private readonly text: string,
    private readonly base: number,
    private readonly problems: Problems,
  ) {}

  tree(node: unknown, depth: number, emptyAt: number): Tree {
    const span = this.#span(node, emptyAt);
    if (++this.#nodes > MAX_NODES) throw new Limit('too-large', span, `The spec holds more than ${MAX_NODES.toLocaleString('en')} values once its aliases are resolved. Write out what is meant, or split the project.`);
    if (depth > MAX_DEPTH) throw new Limit('too-deep', span, TOO_DEEP);
    if (isAlias(node)) return this.#resolved(node.source, span, depth);
    if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor) this.#anchors.set(node.anchor, node);
      this.#open.add(node);
      const tree = isMap(node) ? this.#map(node.items, span, depth) : isSeq(node) ? { kind: 'list' as const, items: node.items.map((item) => this.tree(item, depth + 1, span.end)), ...span } : this.#scalar(node.value, node.source, span);
      this.#open.delete(node);
      return tree;
    }
    return { kind: 'scalar', value: null, text: '', start: emptyAt, end: emptyAt };
  }

  #resolved(name: string, span: Span, depth: number): Tree {
    const target = this.#anchors.get(name);
    if (!target) throw new Limit('invalid-yaml', span, `There is no anchor "&${name}" before this alias. Define it above, or write the value out.`);
    if (this.#open.has(target)) throw new Limit('invalid-yaml', span, `The alias "*${name}" stands inside of what it stands for, so it never ends. Write the value out.`);
    return this.tree(target, depth + 1, span.end);
  }

  #map(items: readonly { key: unknown; value: unknown }[], span: Span, depth: number): MapTree {
    const entries = new Map<string, Entry>();
    const merged: Entry[] = [];
    for (const { key: keyNode, value: valueNode } of items) {
      const keyTree = this.tree(keyNode, depth + 1, span.start);
      if (keyTree.kind !== 'scalar') {
        this.problems.error('invalid-key', keyTree, `A key must be a text, but this is ${keyTree.kind === 'map' ? 'a map' : 'a list'}. Put quotes around what is meant as a text, such as a path with braces.`);
        continue;
      }
      const keySpan = { start: keyTree.start, end: keyTree.end };
      const value = this.tree(valueNode, depth + 1, keySpan.end);
      if (keyTree.text === '<<') merged.push(...mergedEntries(value));
      else if (isReserved(keyTree.text)) this.problems.warning('reserved-key', keySpan, reservedKey(keyTree.text));
      else if (entries.has(keyTree.text)) this.problems.error('duplicate-key', keySpan, `The key "${keyTree.text}" is here twice. Keep one, and move what the other says into it.`);
      else entries.set(keyTree.text, { key: keyTree.text, keySpan, value });
    }
    // What is written out stands above what is merged, and an earlier merge above a later one.
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry);
    return { kind: 'map', entries: [...entries.values()], ...span };
  }

  #scalar(value: unknown, source: string | undefined, span: Span): ScalarTree {
    const isPlain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    // Anything else (a binary value, say) counts as it is written.
    const known = isPlain ? value : (source ?? '');
    const text = typeof known === 'string' ? known : (source ?? String(known ?? ''));
    const inner = span.start + (/^["']/.test(this.text[span.start - this.base] ?? '') ? 1 : 0);
    const isVerbatim = this.text.startsWith(text, inner - this.base);
    return { kind: 'scalar', value: known, text, ...span, ...(isVerbatim && { textStart: inner }) };
  }

  #span(node: unknown, emptyAt: number): Span {
    const range = (node as Node | null)?.range;
    return range ? { start: this.base + range[0], end: this.base + range[1] } : { start: emptyAt, end: emptyAt };
  }
}

function mergedEntries(value: Tree): readonly Entry[] {
  if (value.kind === 'map') return value.entries;
  return value.kind === 'list' ? value.items.flatMap((item) => (item.kind === 'map' ? item.entries : [])) : [];
}

/** What follows an error on its line is mostly its consequence. */
function firstOfLines(errors: readonly YAMLError[], text: string): YAMLError[] {
  let last = -1;
  return errors.toSorted((a, b) => a.pos[0] - b.pos[0]).filter(({ pos }) => {
    const isNew = last < 0 || /[\r\n]/.test(text.slice(last, pos[0]));
    if (isNew) last = pos[0];
    return isNew;
  });
}

function spanOfError({ pos }: YAMLError, text: string, base: number): Span {
  const start = Math.min(pos[0], text.length);
  // Some errors are of one letter, and some reach to the end of the file: a word is enough, and a line.
  const line = /^[^\r\n]*/.exec(text.slice(start, start + 2_000))![0];
  const length = pos[1] - pos[0] === 1 ? (/^(?:\S+|.)/.exec(line)?.[0].length ?? 0) : Math.min(pos[1] - pos[0], line.length);
  return { start: base + start, end: base + start + Math.max(0, length) };
}

/** With the next step, where it is known. */
function messageOf(error: YAMLError): string {
  if (/call stack/.test(error.message)) return TOO_DEEP;
  const steps: Partial<Record<YAMLError['code'], string>> = {
    TAB_AS_INDENT: 'A tab cannot indent YAML. Use spaces.',
    MULTIPLE_DOCS: 'Another YAML document begins here, but a project spec is one document. Remove this "---" and what follows it, or move that into a file of its own.',
    BAD_INDENT: `This is not indented as YAML needs it (${plain(error)}). Keys of one map begin in the same column.`,
    BLOCK_AS_IMPLICIT_KEY: 'A key cannot stand here. Where the text itself holds a colon and a space, put quotes around it; else begin a new line.',
    MULTILINE_IMPLICIT_KEY: 'Here a key was expected, with a colon and a space behind it ("name: value"). Add the colon, or indent the line to continue the text above.',
    MISSING_CHAR: `Something is missing here: ${plain(error)}. Look at how this line and those above it are indented, and whether each quote and bracket is closed.`,
    BAD_ALIAS: `${plain(error)}. Put quotes around a text that begins with "*" or "&".`,
    BAD_SCALAR_START: `A text cannot begin like this (${plain(error)}). Put quotes around it.`,
    BAD_DQ_ESCAPE: `${plain(error)}. Write "\\\\" for a backslash, or use single quotes.`,
    UNEXPECTED_TOKEN: `This was not expected here (${plain(error)}). Put quotes around a text with special characters.`,
  };
  return steps[error.code] ?? `This cannot be read as YAML: ${plain(error)}. Mend it, or put quotes around what is meant as a text.`;
}

function plain(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/[.:\s]+$/, '');
}
