import { parseDocument, stringify } from 'yaml';
import { markdownHash } from './markdownHash';
import { CLOSE, OPEN, printAttributes, PROSE, readAttributes } from './specMarkers';

/** Version of the format of source specs, in the front matter. */
export const SPEC_FORMAT = 1;

/** A source spec, taken apart. Printing what was parsed gives the same bytes. */
export interface SpecDocument {
  readonly frontMatter: FrontMatter | undefined;
  /** The front matter's lines as they stand in the file, delimiters included; empty where there is none. */
  readonly head: string;
  /** Sections and, between them, a person's own text. */
  readonly pieces: readonly Piece[];
}

export interface FrontMatter {
  readonly specwright: number;
  readonly source: string;
  readonly template: string;
  readonly language: string;
}

export type Piece = Section | { readonly type: 'outside'; readonly text: string };

/** What a section's content follows from. Each is a short hash; empty where there is nothing to hash. */
export interface Inputs {
  readonly sig: string;
  readonly body: string;
  readonly deps: string;
  /** Doc comments are shown among the facts. A change of them is no drift of the code. */
  readonly doc: string;
}

export interface Section {
  readonly type: 'section';
  readonly id: string;
  readonly inputs: Inputs;
  /** Hash of the facts as they were rendered: where it no longer matches, a person wrote among them. */
  readonly factsHash: string;
  readonly facts: string;
  readonly prose: Prose | undefined;
  /** The symbol is gone; the section stands only because a person wrote in it. */
  readonly gone?: boolean;
  /** The bytes that it was parsed from, a formatter's blank lines included. Printed as they are; absent in a section that was made anew. */
  readonly raw?: string;
}

export interface Prose {
  readonly text: string;
  /** Hash of the parsed prose as the model gave it; empty where a person wrote it from the start. */
  readonly hash: string;
  /** `provider/model`; empty for a person. */
  readonly by: string;
  /** Which of the inputs changed since the prose was written (`sig body`); empty or absent where none did. */
  readonly stale?: string;
  /** Hash of a person's text as it was when the code was last made to follow it; absent where it never was. */
  readonly applied?: string;
}

/** A person wrote or edited it: the tool keeps its hands off. */
export function isPersons(prose: Prose): boolean {
  return prose.text.trim() !== '' && markdownHash(prose.text) !== prose.hash;
}

/** A person changed it since code and text last agreed: since a model wrote it, or since the code was made to follow it. */
export function isEdited(prose: Prose): boolean {
  return prose.text.trim() !== '' && markdownHash(prose.text) !== (prose.applied ?? prose.hash);
}

/**
 * Takes a spec apart. Never throws: whatever cannot be read is kept as somebody's text. A section that is not closed ends where
 * the next one opens.
 */
export function parseSpec(text: string): SpecDocument {
  const head = /^---\r?\n[\s\S]*?\r?\n---[ \t]*(?:\r?\n|$)/.exec(text)?.[0] ?? '';
  const pieces: Piece[] = [];
  let outside = '';
  let section: OpenSection | undefined;
  const finishSection = () => {
    if (section) pieces.push(toSection(section));
    section = undefined;
  };
  const finishOutside = () => {
    if (outside !== '') pieces.push({ type: 'outside', text: outside });
    outside = '';
  };
  for (const line of text.slice(head.length).match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const bare = line.trimEnd();
    const open = OPEN.exec(bare);
    const prose = section && !section.prose ? PROSE.exec(bare) : null;
    if (open) {
      finishSection();
      finishOutside();
      section = { attributes: readAttributes(open[1]!), facts: '', prose: undefined, raw: line };
      continue;
    }
    if (section) section.raw += line;
    if (section && CLOSE.test(bare)) finishSection();
    else if (section && prose) section.prose = { attributes: readAttributes(prose[1] ?? ''), text: '' };
    else if (section?.prose) section.prose.text += line;
    else if (section) section.facts += line;
    else outside += line;
  }
  finishSection();
  finishOutside();
  return { head, frontMatter: readFrontMatter(head), pieces };
}

/** 1-based line of the opening comment of each section, by id; of several with one id the first. */
export function sectionLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  text.split('\n').forEach((line, i) => {
    const id = OPEN.exec(line.trimEnd())?.[1];
    if (id === undefined) return;
    const name = readAttributes(id).get('id') ?? '';
    if (!lines.has(name)) lines.set(name, i + 1);
  });
  return lines;
}

interface OpenSection {
  readonly attributes: Map<string, string>;
  facts: string;
  prose: { readonly attributes: Map<string, string>; text: string } | undefined;
  raw: string;
}

function toSection({ attributes, facts, prose, raw }: OpenSection): Section {
  const read = (name: string) => attributes.get(name) ?? '';
  return {
    type: 'section',
    id: read('id'),
    inputs: { sig: read('sig'), body: read('body'), deps: read('deps'), doc: read('doc') },
    factsHash: read('facts'),
    facts: trimBlankLines(facts),
    prose: prose && { text: trimBlankLines(prose.text), hash: prose.attributes.get('hash') ?? '', by: prose.attributes.get('by') ?? '', stale: prose.attributes.get('stale'), applied: prose.attributes.get('applied') },
    ...(attributes.has('gone') ? { gone: true } : {}),
    raw,
  };
}

/** As `printFrontMatter` writes it for most sources. Nothing in it is anything but a number and three strings to YAML: of a thousand specs the parser would take longer than all the rest. */
const PLAIN_HEAD = /^---\nspecwright: (\d{1,6})\nsource: ([A-Za-z_]\w*[./][\w./-]*\w)\ntemplate: ([a-z][\w-]*)\nlanguage: ([a-z]{2})\n---\n$/;

function readFrontMatter(head: string): FrontMatter | undefined {
  if (head === '') return undefined;
  const plain = PLAIN_HEAD.exec(head);
  if (plain && !/^(?:true|false|null)$/.test(plain[3]!)) return { specwright: Number(plain[1]), source: plain[2]!, template: plain[3]!, language: plain[4]! };
  const document = parseDocument(head.replace(/^---\r?\n|---\s*$/g, ''));
  const value = document.errors.length === 0 ? (document.toJS() as Partial<FrontMatter> | null) : null;
  if (typeof value !== 'object' || value === null || typeof value.specwright !== 'number') return undefined;
  return { specwright: value.specwright, source: String(value.source ?? ''), template: String(value.template ?? ''), language: String(value.language ?? '') };
}

/** One section as it stands in the file. */
export function printSection(section: Section): string {
  if (section.raw !== undefined) return section.raw;
  const { sig, body, deps, doc } = section.inputs;
  const attributes = { id: section.id, sig, body, deps, ...(doc ? { doc } : {}), facts: section.factsHash, ...(section.gone ? { gone: 'true' } : {}) };
  const prose = section.prose;
  const proseAttributes = prose && { ...(prose.hash ? { hash: prose.hash, by: prose.by } : {}), ...(prose.applied ? { applied: prose.applied } : {}), ...(prose.stale ? { stale: prose.stale } : {}) };
  return [
    `<!-- specwright:section${printAttributes(attributes)} -->`,
    section.facts,
    `<!-- specwright:prose${printAttributes(proseAttributes ?? {})} -->`,
    ...(prose && prose.text !== '' ? [prose.text] : []),
    '<!-- /specwright:section -->',
    '',
  ].join('\n');
}

export function printFrontMatter(frontMatter: FrontMatter): string {
  return `---\n${stringify(frontMatter, { lineWidth: 0 })}---\n`;
}

/** Text that is going to stand inside a section must not look like the end of it, or like another one. */
export function withoutMarkers(text: string): string {
  return text.replace(/^(?=<!-- \/?specwright:)/gm, ' ');
}

function trimBlankLines(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, '').replace(/\s+$/, '');
}
