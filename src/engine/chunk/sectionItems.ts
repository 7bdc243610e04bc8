import { hashOf } from '../hash';
import type { Outline } from '../outline/outline';
import { combineText, overviewText, partText, sectionContext, sectionText, subjectOf } from '../prompt/sectionPrompt';
import type { WorkItem } from '../workItem';
import type { Inputs } from '../write/specDocument';
import { chunkText, splitLarge, type Chunk } from './chunks';
import type { Dependency } from './dependencies';
import type { Aspect, SectionPlan } from './sections';

/** A symbol with more code than this is shown in parts: about 7,000 tokens, well within every model's window and a section's attention. */
export const LARGEST_SHOWN_CHARACTERS = 28_000;

/** What one section's items are made from. Trivial declarations, and files whose facts say everything, need none. */
export interface SectionToWrite {
  readonly path: string;
  readonly text: string;
  readonly outline: Outline;
  readonly sections: readonly SectionPlan[];
  readonly section: SectionPlan;
  readonly chunk: Chunk | undefined;
  readonly dependencies: readonly Dependency[];
  readonly inputs: Inputs;
  readonly template: string;
  readonly language: string;
}

/** Whether a model has anything to say in this section: trivial declarations, and files whose facts say everything, need no words. */
export function hasProse(section: SectionPlan, { outline, sections, text }: Pick<SectionToWrite, 'outline' | 'sections' | 'text'>): boolean {
  if (outline.skipped !== undefined) return false;
  switch (section.kind) {
    case 'declarations':
      return false;
    case 'symbol':
      return true;
    case 'aspect':
      return section.prose && isWritten(section.id);
    case 'overview':
      // Without a grammar the file is all loose code.
      return outline.language === 'text' ? text.trim() !== '' : outline.looseBody !== '' || sections.some(({ kind }) => kind === 'symbol');
  }
}

/** There are instructions for these; the others are tables. */
function isWritten(aspect: Aspect): aspect is 'architecture' | 'notes' {
  return aspect === 'architecture' || aspect === 'notes';
}

/** The items that write one section: one as a rule; for a very large symbol one a part and one that combines them. */
export function itemsOf(job: SectionToWrite, largestShown = LARGEST_SHOWN_CHARACTERS): WorkItem[] {
  const { section, outline, path } = job;
  if (section.kind === 'declarations' || !hasProse(section, job)) return [];
  const code = job.chunk ? chunkText(job.text, job.chunk) : '';
  const common = { path, section: section.id, inputs: hashOf([job.template, job.language, section.kind, job.inputs]) };
  if (section.kind === 'symbol') {
    const described = { ...common, symbol: section.symbol.id, expectedOutputTokens: expectedTokens(code) };
    const context = sectionContext(section, outline, job.dependencies);
    return wholeOrInParts('section', described, context, subjectOf(section, path, outline.language), code, largestShown);
  }
  const described = { ...common, expectedOutputTokens: 150 };
  if (section.kind === 'aspect') {
    if (!isWritten(section.id)) return [];
    const text = overviewText(path, outline, job.sections, '', true);
    return [{ ...described, id: `${path}#${section.id}`, kind: section.id, shown: () => ({ text, context: [] }), expectedOutputTokens: 250, waitsFor: [] }];
  }
  // Without a grammar the file is all loose code: it is described as a whole, from plain parts.
  if (outline.language === 'text') return wholeOrInParts('overview', described, [], subjectOf(section, path, outline.language), code, largestShown);
  const text = overviewText(path, outline, job.sections, outline.looseBody === '' ? '' : code);
  return [{ ...described, id: `${path}#${section.id}`, kind: 'overview', shown: () => ({ text, context: [] }), waitsFor: [] }];
}

function wholeOrInParts(kind: 'section' | 'overview', described: Omit<WorkItem, 'id' | 'kind' | 'shown' | 'waitsFor'>, context: readonly string[], subject: string, code: string, largestShown: number): WorkItem[] {
  const id = `${described.path}#${described.section}`;
  const whole = (text: string) => () => ({ text, context });
  if (code.length <= largestShown) return [{ ...described, id, kind, shown: whole(sectionText(subject, code)), waitsFor: [] }];
  const parts = splitLarge(code, largestShown).map((part, i, all): WorkItem => ({
    ...described, id: `${id}/part:${i + 1}`, kind: 'part', shown: whole(partText(subject, i + 1, all.length, part)), expectedOutputTokens: 300, waitsFor: [],
  }));
  return [...parts, { ...described, id, kind: 'combine', shown: (notes) => ({ text: combineText(subject, notes), context }), waitsFor: parts.map((part) => part.id) }];
}

/**
 * Tokens that a section's text is expected to take: a part that every section has, and a part that grows with the code. Read off the
 * hand-written example spec; corrected by what models really answer.
 */
function expectedTokens(code: string): number {
  const lines = code.split('\n').filter((line) => line.trim() !== '').length;
  return Math.round(Math.min(700, 110 + 7 * lines));
}
