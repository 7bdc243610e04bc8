import { jsonTree } from './jsonTree';
import { BULLET_KEYS, TOP_KEYS } from './keys';
import type { Problems } from './problems';
import type { Entry, ListTree, MapTree, ScalarTree, Span } from './tree';
import { kindText, tokenOf } from './tree';
import { plainName } from './types';
import { yamlTree } from './yamlTree';

const ALL_KEYS: ReadonlySet<string> = new Set(Object.values(TOP_KEYS).flat().map(plainName));
const TEXT_KEYS: ReadonlySet<string> = new Set([...TOP_KEYS.description].map(plainName));
const NAME_KEYS: ReadonlySet<string> = new Set([...TOP_KEYS.name].map(plainName));
const LIST_KEYS: ReadonlySet<string> = new Set(BULLET_KEYS.map(plainName));

/**
 * A Markdown spec: front matter with the keys, then sections. In the sections are read:
 * a fenced block of YAML or JSON below a heading that names a key ("## Entities") is that key's value; one whose keys are all keys of a spec counts as if it stood
 * in the front matter; a list below "## Requirements", "## Scenarios" or "## Relationships" holds these. Any other text is kept by its heading.
 */
export function markdownTree(text: string, problems: Problems): MapTree | undefined {
  const lines = linesOf(text);
  const head = frontMatter(text, lines, problems);
  if (!head) return undefined;
  const sections = sectionsOf(lines.slice(head.bodyLine));
  const entries: Entry[] = [...head.tree.entries];
  const tooMany = sections.flatMap(({ blocks }) => blocks)[MAX_BLOCKS];
  if (tooMany) {
    problems.error('too-large', tooMany.span, `The spec has more than ${MAX_BLOCKS} fenced blocks of YAML or JSON. Put entities and endpoints into lists, or split the project.`);
    return undefined;
  }
  for (const section of sections) entries.push(...entriesOf(section, text, entries, problems));
  tellTwice(entries, head.tree.entries.length, problems);
  return { ...head.tree, entries };
}

interface Line extends Span {
  readonly text: string;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r|$/g)) {
    lines.push({ text: text.slice(start, match.index), start, end: match.index });
    start = match.index + match[0].length;
  }
  return lines;
}

const MARK = /^---[ \t]*$/;

function frontMatter(text: string, lines: readonly Line[], problems: Problems): { readonly tree: MapTree; readonly bodyLine: number } | undefined {
  const first = lines[0]!;
  if (!MARK.test(first.text)) {
    problems.error('missing-front-matter', first, 'A project spec in Markdown begins with front matter. Put a line "---" at the very top, below it the keys ("name: …", "language: go", "entities:" and so on), then another line "---".');
    return undefined;
  }
  const end = lines.findIndex((line, i) => i > 0 && MARK.test(line.text));
  if (end < 0) {
    problems.error('missing-front-matter', first, 'The front matter that begins here has no end. Put a line "---" below its last key.');
    return undefined;
  }
  const from = lines[1]!.start;
  const tree = yamlTree(text.slice(from, lines[end]!.start), from, problems);
  if (!tree) return undefined;
  if (tree.kind !== 'map') {
    if (problems.isUnreadable) return undefined;
    problems.error('no-map', tokenOf(tree), `The front matter must be a map of keys ("name", "language", "entities", …), but is ${kindText(tree)}.`);
    return undefined;
  }
  const source = tree.entries.find(({ key }) => key === 'specwright');
  if (source) {
    problems.error('source-spec', source.keySpan, 'This is the spec of one source file, which "Specwright: Apply Spec to Code" reads. A project spec has no key "specwright".');
    return undefined;
  }
  return { tree, bodyLine: end + 1 };
}

/** Each is parsed on its own. */
const MAX_BLOCKS = 500;
/** A longer line is no heading. */
const MAX_HEADING = 300;

interface Section {
  /** Level 0: what stands above the first heading. */
  readonly level: number;
  readonly title: string;
  readonly titleSpan: Span;
  readonly lines: Line[];
  readonly blocks: Block[];
}

interface Block {
  readonly language: 'yaml' | 'json';
  /** What stands between the fences. */
  readonly span: Span;
}

function sectionsOf(lines: readonly Line[]): Section[] {
  const start = lines[0] ?? { start: 0, end: 0 };
  const sections: Section[] = [{ level: 0, title: '', titleSpan: start, lines: [], blocks: [] }];
  let fence: { readonly mark: string; readonly open: Line; readonly language?: Block['language']; readonly lines: Line[] } | undefined;
  for (const line of lines) {
    const section = sections.at(-1)!;
    if (fence) {
      if (line.text.trimStart().startsWith(fence.mark) && /^\s{0,3}(`+|~+)\s*$/.test(line.text)) {
        if (fence.language) section.blocks.push({ language: fence.language, span: { start: fence.lines[0]?.start ?? line.start, end: line.start } });
        else section.lines.push(fence.open, ...fence.lines, line);
        fence = undefined;
      } else fence.lines.push(line);
      continue;
    }
    const opened = /^ {0,3}(`{3,}|~{3,})\s*(\w*)/.exec(line.text);
    const heading = line.text.length < MAX_HEADING ? /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line.text) : null;
    if (opened) fence = { mark: opened[1]!, open: line, ...languageOf(opened[2]!), lines: [] };
    else if (heading?.[2]) sections.push({ level: heading[1]!.length, title: heading[2].replace(/^[\d.]+\s+/, ''), titleSpan: { start: line.start, end: line.end }, lines: [], blocks: [] });
    else section.lines.push(line);
  }
  if (fence) sections.at(-1)!.lines.push(fence.open, ...fence.lines);
  return sections;
}

function languageOf(name: string): { language?: Block['language'] } {
  const known = name.toLowerCase();
  return known === 'yaml' || known === 'yml' ? { language: 'yaml' } : known === 'json' ? { language: 'json' } : {};
}

/** `above`: what is known so far. A title and the text below it are name and description where nothing else is. */
function entriesOf(section: Section, text: string, above: readonly Entry[], problems: Problems): Entry[] {
  const isSaid = (keys: readonly string[]) => [...above, ...entries].some((entry) => keys.includes(plainName(entry.key)));
  const key = plainName(section.title);
  const isKey = section.level > 0 && ALL_KEYS.has(key);
  const entries: Entry[] = [];
  for (const block of section.blocks) {
    const tree = block.language === 'json' ? jsonTree(text.slice(0, block.span.end), problems, block.span.start) : yamlTree(text.slice(block.span.start, block.span.end), block.span.start, problems);
    const isTop = tree?.kind === 'map' && tree.entries.length > 0 && tree.entries.every((entry) => ALL_KEYS.has(plainName(entry.key)));
    if (tree && isTop) entries.push(...tree.entries);
    else if (tree && isKey) entries.push({ key: section.title, keySpan: section.titleSpan, value: tree });
    else if (tree) entries.push(kept(section, textIn(text, block.span)));
  }
  const isList = isKey && LIST_KEYS.has(key) && section.blocks.length === 0;
  const { list, others } = isList ? bulletsOf(section.lines) : { list: undefined, others: section.lines };
  if (list) entries.push({ key: section.title, keySpan: section.titleSpan, value: list });
  if (section.level === 1 && !isKey && !isSaid([...NAME_KEYS])) entries.push({ key: 'name', keySpan: section.titleSpan, value: { kind: 'scalar', value: section.title, text: section.title, ...section.titleSpan } });
  const said = textOf(others);
  if (!said) return entries;
  // Under the title of the document, or above any heading, stands what it is about.
  const isDescription = ((section.level <= 1 && !isKey) || TEXT_KEYS.has(key)) && !isSaid([...TEXT_KEYS]);
  return [...entries, isDescription ? { key: 'description', keySpan: section.titleSpan, value: said } : kept(section, said)];
}

/** By its heading; where that is a key, under another name, since the key has values of its own. */
function kept({ title, titleSpan }: Section, value: ScalarTree): Entry {
  return { key: ALL_KEYS.has(plainName(title)) ? `${title} (text)` : title || 'text', keySpan: titleSpan, value };
}

function textIn(text: string, { start, end }: Span): ScalarTree {
  const inner = text.slice(start, end).replace(/\r\n?/g, '\n').trim();
  return { kind: 'scalar', value: inner, text: inner, start, end };
}

function textOf(lines: readonly Line[]): ScalarTree | undefined {
  const said = lines.map((line) => line.text).join('\n').trim();
  return said === '' ? undefined : { kind: 'scalar', value: said, text: said, start: lines[0]!.start, end: lines.at(-1)!.end };
}

/** The items of the outermost list, with what continues them on further lines; and the lines that belong to none. */
function bulletsOf(lines: readonly Line[]): { readonly list: ListTree | undefined; readonly others: readonly Line[] } {
  const items: { text: string; start: number; end: number }[] = [];
  const others: Line[] = [];
  let isInItem = false;
  for (const line of lines) {
    const bullet = /^ {0,1}(?:[-*+]|\d{1,4}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)$/.exec(line.text);
    if (bullet) {
      const text = bullet[1]!.replace(/^\*\*(.+?)\*\*/, '$1').trim();
      items.push({ text, start: line.start + line.text.indexOf(bullet[1]!), end: line.end });
      isInItem = true;
    } else if (isInItem && /^\s+\S/.test(line.text)) {
      const item = items.at(-1)!;
      items[items.length - 1] = { ...item, text: `${item.text}\n${line.text.trim()}` };
    } else {
      if (line.text.trim() !== '') isInItem = false;
      others.push(line);
    }
  }
  if (items.length === 0) return { list: undefined, others };
  return { list: { kind: 'list', items: items.map((item) => ({ kind: 'scalar', value: item.text, ...item })), start: items[0]!.start, end: items.at(-1)!.end }, others };
}

/** Lists and maps of several places add up; of anything else one must be right. */
function tellTwice(entries: readonly Entry[], inFrontMatter: number, problems: Problems): void {
  const known = new Map(entries.slice(0, inFrontMatter).map((entry) => [plainName(entry.key), entry]));
  for (const entry of entries.slice(inFrontMatter)) {
    const key = plainName(entry.key);
    const same = known.get(key);
    known.set(key, entry);
    if (!same || !ALL_KEYS.has(key) || (same.value.kind !== 'scalar' && entry.value.kind !== 'scalar')) continue;
    problems.error('duplicate-key', entry.keySpan, `"${entry.key}" is said twice: here, and above. Keep one of them.`);
  }
}
