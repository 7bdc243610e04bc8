import { breathe } from '../breathe';
import { isAboutSymbol, OVERVIEW } from '../chunk/sections';
import { WORKSPACE_SOURCE } from '../chunk/workspacePage';
import { byCodeUnits } from '../gather/paths';
import { factsHash } from '../write/factsHash';
import { markdownHash } from '../write/markdownHash';
import { parseSpec, type Section } from '../write/specDocument';

/** `body`: what it does, or what it depends on; of an overview the make-up of the file. `facts`: what is read from the tree. `text`: what a model or a person wrote. */
export type ChangeKind = 'signature' | 'body' | 'facts' | 'text';

/** A section that is not what it was. */
export interface SectionSince {
  readonly id: string;
  readonly how: 'new' | 'changed' | 'gone';
  /** Of a changed one, at least one. */
  readonly changed: readonly ChangeKind[];
  /** Its heading as Markdown, as it is now, or was last: `` `take(from)` ``. */
  readonly heading: string;
  /** The heading as it was, where it is another one now. */
  readonly headingBefore?: string;
}

/** A spec that is not what it was. */
export interface SpecSince {
  readonly source: string;
  readonly specPath: string;
  readonly how: 'new' | 'changed' | 'gone';
  readonly sections: readonly SectionSince[];
}

/** Text of a spec, or of whatever lies in its place; absent: there is nothing. */
type SpecText = string | undefined;

/**
 * What differs between two versions of a spec, by section: in the order of the present one, those that are gone last. `undefined`: nothing does, or neither is a spec. Code that changed
 * counts as soon as the spec knows of it, also where its text is out of date.
 */
export function changesSince(specPath: string, textThen: SpecText, textNow: SpecText): SpecSince | undefined {
  const [then, now] = [readSpec(textThen), readSpec(textNow)];
  const source = (now ?? then)?.source;
  if (source === undefined) return undefined;
  const sections = [
    ...[...(now?.sections.values() ?? [])].flatMap((section) => compareSections(then?.sections.get(section.id), section, source) ?? []),
    ...[...(then?.sections.values() ?? [])].filter(({ id }) => !now?.sections.has(id)).map((section): SectionSince => ({ id: section.id, how: 'gone', changed: [], heading: headingOf(section) })),
  ];
  const how = !then ? 'new' : !now ? 'gone' : 'changed';
  return how === 'changed' && sections.length === 0 ? undefined : { source, specPath, how, sections };
}

/** The same for many, by the path of the spec. */
export async function allChangesSince(then: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): Promise<SpecSince[]> {
  const changes: SpecSince[] = [];
  for (const path of [...new Set([...then.keys(), ...now.keys()])].sort(byCodeUnits)) {
    await breathe();
    const change = changesSince(path, then.get(path), now.get(path));
    if (change) changes.push(change);
  }
  return changes;
}

interface ReadSpec {
  readonly source: string;
  readonly sections: ReadonlyMap<string, Section>;
}

/** Of several sections with one id the first. A section that stands only because of a person's text is gone from the source. */
function readSpec(text: SpecText): ReadSpec | undefined {
  if (text === undefined) return undefined;
  const { frontMatter, pieces } = parseSpec(text);
  if (!frontMatter) return undefined;
  const sections = new Map<string, Section>();
  for (const piece of pieces) if (piece.type === 'section' && !piece.gone && !sections.has(piece.id)) sections.set(piece.id, piece);
  return { source: frontMatter.source, sections };
}

function compareSections(then: Section | undefined, now: Section, source: string): SectionSince | undefined {
  const heading = headingOf(now);
  if (!then) return { id: now.id, how: 'new', changed: [], heading };
  const isSymbol = source !== WORKSPACE_SOURCE && isAboutSymbol(now.id);
  const inputs = changedInputs(then, now);
  const isAnother = [...(inputs.includes('sig') ? [isSymbol ? ('signature' as const) : ('body' as const)] : []), ...(inputs.includes('body') || inputs.includes('deps') ? (['body'] as const) : [])];
  const hasOtherFacts = factsHash(factsOf(then)) !== factsHash(factsOf(now));
  const changed: ChangeKind[] = [...new Set<ChangeKind>([...isAnother, ...(hasOtherFacts ? (['facts'] as const) : []), ...(textHash(then) === textHash(now) ? [] : (['text'] as const))])];
  if (changed.length === 0) return undefined;
  const headingBefore = headingOf(then);
  return { id: now.id, how: 'changed', changed, heading, ...(headingBefore === heading ? {} : { headingBefore }) };
}

/** Beside a text that is out of date stand the inputs that it was written for, and what has changed of them since. */
function changedInputs(then: Section, now: Section): string[] {
  const stale = (section: Section) => (section.prose?.stale ?? '').split(' ');
  return (['sig', 'body', 'deps'] as const).filter((key) => then.inputs[key] !== now.inputs[key] || (stale(now).includes(key) && !stale(then).includes(key)));
}

/** Without the note that the text is out of date, which is the last of them. */
function factsOf({ facts, prose }: Section): string {
  return prose?.stale ? facts.replace(/\n\n>[^\n]*$/, '') : facts;
}

function textHash({ prose }: Section): string {
  return prose && prose.text.trim() !== '' ? markdownHash(prose.text) : '';
}

/** That of an overview is the file's name, which stands above all of them. */
function headingOf({ facts, id }: Section): string {
  if (id === OVERVIEW) return id;
  return /^#{1,6} +(.*?)\s*$/m.exec(facts)?.[1] ?? id;
}
