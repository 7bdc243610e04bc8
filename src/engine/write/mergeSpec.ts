import { parseDocument } from 'yaml';
import { freshnessOf, type ChangedInput } from '../chunk/inputs';
import type { SectionPlan } from '../chunk/sections';
import { factsHash } from './factsHash';
import { code } from './markdown';
import { markdownHash, parseMarkdown } from './markdownHash';
import { SPEC_FORMAT, isPersons, parseSpec, printFrontMatter, printSection, withoutMarkers, type FrontMatter, type Inputs, type Prose, type Section, type SpecDocument } from './specDocument';
import type { Phrases } from './templates/phrases';

/** A section as it should stand now. */
export interface WantedSection {
  readonly plan: Pick<SectionPlan, 'id'>;
  readonly inputs: Inputs;
  /** What the inputs would be if no source had moved: prose that was written for these is fresh. Only where paths are among the inputs. */
  readonly beforeMoves?: Inputs;
  /** Rendered from the tree. */
  readonly facts: string;
  /** Written now, by a model, for these inputs. */
  readonly answer?: { readonly text: string; readonly by: string };
  /** Why no answer came, for people; only where one was asked for. */
  readonly failure?: string;
}

export interface WantedSpec {
  readonly source: string;
  readonly template: string;
  readonly language: string;
  readonly sections: readonly WantedSection[];
  /** Nothing in it is a person's or paid for: on a merge conflict it is simply made again. */
  readonly remakeOnConflict?: boolean;
}

/** The file cannot be taken for a spec of ours: it is left alone. */
export class NotASpecError extends Error {
  override readonly name = 'NotASpecError';
}

/**
 * Puts facts and answers into a spec. A pure function, and the identity where nothing changed. What a person wrote stays: text outside of
 * the sections, edited prose, text among the facts. Sections keep the order that the file has; new ones come after the one that precedes
 * them in the source. Facts that differ from the file's only in Markdown's spelling keep the file's bytes.
 * @throws NotASpecError where the file is somebody else's, of a later format, or in the middle of a merge
 */
export function mergeSpec(existing: string | undefined, wanted: WantedSpec, phrases: Phrases): string {
  const remade = existing === undefined || existing.trim() === '' || (wanted.remakeOnConflict === true && hasConflict(existing));
  return mergeDocument(remade ? undefined : parseOurs(existing, wanted.source), wanted, phrases);
}

/** The same for a spec that was read already; `undefined`: there is none. */
export function mergeDocument(document: SpecDocument | undefined, wanted: WantedSpec, phrases: Phrases): string {
  const changed = changedForAll(document?.frontMatter, wanted);
  const sections = wanted.sections.map((section) => mergeSection(section, findSection(document, section.plan.id), changed, phrases));
  return headOf(document, wanted) + printPieces(arrange(document, sections, phrases));
}

/** What a merge does to a section. */
export interface SectionChange {
  readonly id: string;
  readonly how: 'new' | 'changed' | 'gone';
  /** As it stands in the file; absent of a new one. */
  readonly stored?: Section;
}

/** Which sections a merge would touch, in the order of what is wanted, those that are gone last. Empty where only what stands around them would change. */
export function changesOf(document: SpecDocument, wanted: WantedSpec, phrases: Phrases): SectionChange[] {
  const forAll = changedForAll(document.frontMatter, wanted);
  const ids = new Set(wanted.sections.map(({ plan }) => plan.id));
  const touched = wanted.sections.flatMap((section): SectionChange[] => {
    const stored = findSection(document, section.plan.id);
    if (!stored) return [{ id: section.plan.id, how: 'new' }];
    return mergeSection(section, stored, forAll, phrases) === stored ? [] : [{ id: stored.id, how: 'changed', stored }];
  });
  const gone = document.pieces.flatMap((piece): SectionChange[] => (piece.type === 'section' && !ids.has(piece.id) && keptWhenGone(piece, phrases) !== piece ? [{ id: piece.id, how: 'gone', stored: piece }] : []));
  return [...touched, ...gone];
}

/** What differs for every section at once. */
export function changedForAll(frontMatter: FrontMatter | undefined, wanted: { readonly template: string; readonly language: string }): ChangedInput[] {
  if (!frontMatter) return [];
  return [...(frontMatter.template === wanted.template ? [] : (['template'] as const)), ...(frontMatter.language === wanted.language ? [] : (['language'] as const))];
}

/** Reads a spec that we may write to. */
export function parseOurs(text: string, source: string): SpecDocument {
  if (hasConflict(text)) throw new NotASpecError(`The spec of ${source} has unresolved merge conflicts. Resolve them, or delete the spec, then run the command again.`);
  const document = parseSpec(text);
  if (!document.frontMatter && !document.pieces.some(({ type }) => type === 'section')) {
    throw new NotASpecError(`There is a file in the place of the spec of ${source} that Specwright did not write. Move it away, or choose another output folder.`);
  }
  if ((document.frontMatter?.specwright ?? SPEC_FORMAT) > SPEC_FORMAT) {
    throw new NotASpecError(`The spec of ${source} was written by a later version of Specwright (format ${document.frontMatter!.specwright}). Update Specwright.`);
  }
  return document;
}

/** Git left both sides of a merge in the file. */
export function hasConflict(text: string): boolean {
  return /^<{7}( |$)/m.test(text) && /^>{7}( |$)/m.test(text);
}

export function findSection(document: SpecDocument | undefined, id: string): Section | undefined {
  return document && sectionsById(document).get(id);
}

/** A spec of a thousand sections is asked for each of them several times. */
const byId = new WeakMap<SpecDocument, ReadonlyMap<string, Section>>();

/** Of several with one id the first. */
function sectionsById(document: SpecDocument): ReadonlyMap<string, Section> {
  let sections = byId.get(document);
  if (!sections) {
    sections = new Map(document.pieces.filter((piece) => piece.type === 'section').reverse().map((section) => [section.id, section]));
    byId.set(document, sections);
  }
  return sections;
}

function mergeSection(wanted: WantedSection, old: Section | undefined, forAll: readonly ChangedInput[], phrases: Phrases): Section {
  const prose = keptProse(old, wanted.facts);
  if (wanted.answer) {
    const written = proseOf(wanted.answer);
    const standsThere = prose?.text === written.text && prose.hash === written.hash;
    if (standsThere || !prose || !isPersons(prose)) return finish(wanted, old, written, wanted.inputs, wanted.facts);
  }
  if (prose === undefined) {
    return finish(wanted, old, undefined, wanted.inputs, wanted.failure === undefined ? wanted.facts : `${wanted.facts}\n\n${phrases.missing(wanted.failure)}`);
  }
  const freshness = freshnessOf({ ...writtenFor(wanted, old!), prose }, wanted.inputs, forAll);
  if (freshness.state !== 'stale') return finish(wanted, old, { ...prose, stale: undefined }, wanted.inputs, wanted.facts);
  // The prose was written for what stood there before: its inputs stay beside it until it is written anew.
  const note = `> ${phrases.stale(freshness.changed.map((key) => phrases.change[key]).join(', '))}`;
  return finish(wanted, old, { ...prose, stale: freshness.changed.join(' ') }, old!.inputs, `${wanted.facts}\n\n${note}`);
}

/** The section, as though its prose had been written after the moves that changed nothing but paths. */
export function writtenFor<T extends Section | undefined>({ inputs, beforeMoves }: Pick<WantedSection, 'inputs' | 'beforeMoves'>, stored: T): T {
  const isSame = beforeMoves && stored && (Object.keys(beforeMoves) as (keyof Inputs)[]).every((key) => stored.inputs[key] === beforeMoves[key]);
  return isSame ? { ...stored, inputs } : stored;
}

/** A spec that grows is merged several times, and most of the time goes into the parsing. */
const proses = new WeakMap<object, Prose>();

function proseOf(answer: NonNullable<WantedSection['answer']>): Prose {
  let prose = proses.get(answer);
  if (!prose) {
    const text = withoutMarkers(answer.text.trim());
    prose = { text, hash: markdownHash(text), by: answer.by };
    proses.set(answer, prose);
  }
  return prose;
}

function finish(wanted: WantedSection, old: Section | undefined, prose: Prose | undefined, inputs: Inputs, facts: string): Section {
  const hash = factsHash(facts);
  const same = old !== undefined && (old.facts === facts || (factsHash(old.facts) === hash && headingLevels(old.facts) === headingLevels(facts)));
  const section: Section = { type: 'section', id: wanted.plan.id, inputs, factsHash: hash, facts: same ? old.facts : facts, prose };
  return old && isSame(section, old) ? old : section;
}

/** No formatter changes them, but another template does. */
function headingLevels(facts: string): string {
  return (facts.match(/^#{1,6}(?= )/gm) ?? []).join();
}

/** Nothing in it changed: its bytes stay, whatever a formatter made of them. */
function isSame(section: Section, old: Section): boolean {
  const parts = ({ inputs, factsHash, facts, prose, gone }: Section) => JSON.stringify([inputs.sig, inputs.body, inputs.deps, inputs.doc, factsHash, facts, prose?.text ?? '', prose?.hash ?? '', prose?.by ?? '', prose?.stale ?? '', prose?.applied ?? '', gone ?? false]);
  return parts(section) === parts(old);
}

/** The prose that is there, with what a person wrote among the facts put below it. `undefined`: there is none. */
function keptProse(old: Section | undefined, facts = ''): Prose | undefined {
  if (!old) return undefined;
  const own = old.prose && old.prose.text.trim() !== '' ? old.prose : undefined;
  const foreign = old.facts === facts ? '' : writtenAmongFacts(old);
  if (foreign === '') return own;
  return own ? { ...own, text: `${own.text}\n\n${foreign}` } : { text: foreign, hash: '', by: '' };
}

/**
 * Facts are rendered anew every time. Where they no longer are what was rendered last, a person wrote among them: whatever block
 * is no heading and no table is taken to be theirs, as long as it does not stand in the facts in the same words.
 */
function writtenAmongFacts(old: Section): string {
  if (old.factsHash === '' || factsHash(old.facts) === old.factsHash) return '';
  const blocks = parseMarkdown(old.facts).children.filter(({ type }) => type === 'paragraph' || type === 'list' || type === 'blockquote' || type === 'code');
  // Taking blocks away one after the other finds those without which the facts are what was rendered; else all are kept.
  const slice = (block: (typeof blocks)[number]) => old.facts.slice(block.position!.start.offset, block.position!.end.offset);
  const single = blocks.find((block) => factsHash(old.facts.replace(slice(block), '')) === old.factsHash);
  return (single ? [single] : blocks).map(slice).join('\n\n');
}

/** Whether a person wrote anything in it: prose of their own or edited prose, text among the facts or outside of the sections. */
export function holdsPersonsText({ pieces }: SpecDocument): boolean {
  return pieces.some((piece) => {
    if (piece.type === 'outside') return !isBlank(piece);
    const prose = keptProse(piece);
    return prose !== undefined && isPersons(prose);
  });
}

function arrange(document: SpecDocument | undefined, sections: readonly Section[], phrases: Phrases): SpecDocument['pieces'] {
  const wanted = new Map(sections.map((section) => [section.id, section]));
  const pieces: SpecDocument['pieces'][number][] = [];
  const placed = new Set<string>();
  let isLastGone = false;
  for (const piece of document?.pieces ?? []) {
    if (piece.type === 'outside') {
      // The blank line that followed a section which is gone goes with it.
      if (isBlank(piece) && pieces.at(-1)?.type === 'outside') continue;
      pieces.push(piece);
      isLastGone = false;
      continue;
    }
    const section = wanted.get(piece.id);
    if (section && !placed.has(piece.id)) {
      placed.add(piece.id);
      pieces.push(section);
    } else if (!section) {
      const kept = keptWhenGone(piece, phrases);
      if (kept) pieces.push(kept);
      isLastGone = kept === undefined;
      continue;
    }
    isLastGone = false;
  }
  // So does the one before the last section.
  if (isLastGone && isBlank(pieces.at(-1))) pieces.pop();
  sections.forEach((section, i) => {
    if (placed.has(section.id)) return;
    // Every section before this one has its place by now.
    const before = sections[i - 1];
    const at = before ? pieces.findLastIndex((piece) => piece.type === 'section' && piece.id === before.id) + 1 : 0;
    const gap = { type: 'outside', text: '\n' } as const;
    pieces.splice(at, 0, ...(before ? [gap, section] : pieces.length > 0 ? [section, gap] : [section]));
    placed.add(section.id);
  });
  return pieces;
}

function isBlank(piece: SpecDocument['pieces'][number] | undefined): boolean {
  return piece?.type === 'outside' && piece.text.trim() === '';
}

/** A symbol's section goes with the symbol, unless a person wrote in it. */
function keptWhenGone(section: Section, phrases: Phrases): Section | undefined {
  const prose = keptProse(section);
  if (!prose || !isPersons(prose)) return undefined;
  const facts = `## ${code(section.id)}\n\n> ${phrases.gone}`;
  const hash = factsHash(facts);
  const kept: Section = { type: 'section', id: section.id, inputs: section.inputs, facts: factsHash(section.facts) === hash ? section.facts : facts, factsHash: hash, prose, gone: true };
  return isSame(kept, section) ? section : kept;
}

function printPieces(pieces: SpecDocument['pieces']): string {
  return pieces.map((piece) => (piece.type === 'outside' ? piece.text : printSection(piece))).join('');
}

/** Keys that a person added to the front matter stay. */
function headOf(document: SpecDocument | undefined, wanted: WantedSpec): string {
  const now: FrontMatter = { specwright: SPEC_FORMAT, source: wanted.source, template: wanted.template, language: wanted.language };
  const old = document?.frontMatter;
  if (!document || !old) return printFrontMatter(now) + (document?.head ?? '');
  if ((Object.keys(now) as (keyof FrontMatter)[]).every((key) => old[key] === now[key])) return document.head;
  const yaml = parseDocument(document.head.replace(/^---\r?\n|---\s*$/g, ''));
  for (const [key, value] of Object.entries(now)) yaml.set(key, value);
  return `---\n${yaml.toString({ lineWidth: 0 })}---\n`;
}
