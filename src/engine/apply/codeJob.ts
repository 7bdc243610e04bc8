import type { ComparedSource } from '../chunk/compareSource';
import { LARGEST_SHOWN_CHARACTERS } from '../chunk/sectionItems';
import type { SymbolSection } from '../chunk/sections';
import { hashOf } from '../hash';
import type { Range } from '../outline/outline';
import { codeText, type SectionText } from '../prompt/codePrompt';
import { sectionContext, subjectOf } from '../prompt/sectionPrompt';
import type { WorkItem } from '../workItem';
import { holds, type Found } from './editedSections';
import { mayImport } from './imports/addImports';
import { placeAt } from './indentation';
import type { ParsedSource } from './parsedSource';

/** The edited text of one section, and the code that is to follow it. */
export interface EditedSection {
  readonly plan: SymbolSection;
  readonly text: SectionText;
  /** Hash of the person's text, as it was when the code was asked for. */
  readonly proseHash: string;
}

/** One symbol to write anew. */
export interface CodeJob {
  /** Of its item. */
  readonly id: string;
  /** Its own section, or that of the class around several. */
  readonly plan: SymbolSection;
  /** All that it follows: its own text, of a class also those of its members. */
  readonly edited: readonly EditedSection[];
  readonly base: ParsedSource;
  readonly range: Range;
  /** Ids of members with sections of their own whose text nobody edited: they stay, token for token. */
  readonly untouched: readonly string[];
}

/** The job that a group of sections makes, or why their symbol cannot be written anew. */
export function jobOf(group: readonly Found[], { path, sections }: ComparedSource, base: ParsedSource): CodeJob | { readonly id: string; readonly reason: string } {
  const { plan } = group[0]!;
  const [range, ...others] = plan.symbol.ranges;
  if (!range || others.length > 0) return { id: plan.id, reason: range ? 'it is declared in several places' : 'it is declared by something else' };
  const length = range.end - range.start;
  if (length > LARGEST_SHOWN_CHARACTERS) return { id: plan.id, reason: `it has ${length.toLocaleString('en-US')} characters, more than the ${LARGEST_SHOWN_CHARACTERS.toLocaleString('en-US')} that are written anew at once` };
  const untouched = sections.flatMap((one) => (one.plan.kind === 'symbol' && holds(plan, one.plan) && !group.some((other) => other.plan === one.plan) ? [one.plan.symbol.id] : []));
  return { id: `${path}#${plan.id}`, plan, edited: group.map(({ plan: own, text, proseHash }) => ({ plan: own, text, proseHash })), base, range, untouched };
}

/** Tokens of the estimator: code is about so many characters a token. */
const CHARACTERS_PER_TOKEN = 3.5;

/** What is asked of a model for a job. */
export function itemOf(job: CodeJob, { sections }: ComparedSource): WorkItem {
  const { plan, range, edited, base } = job;
  const { outline, path } = base;
  const own = sections.filter((one) => edited.some((other) => other.plan === one.plan));
  const dependencies = [...new Map(own.flatMap((one) => one.dependencies).map((one) => [one.name, one])).values()];
  const context = sectionContext(plan, outline, dependencies);
  const code = `${placeAt(base.text, range.start).indentation}${base.text.slice(range.start, range.end)}`.replace(/\r\n/g, '\n');
  const text = codeText(subjectOf(plan, path, outline.language), mayImport(outline.language), edited.map((one) => one.text), code);
  return {
    id: job.id,
    kind: 'code',
    path,
    section: plan.id,
    symbol: plan.symbol.id,
    shown: () => ({ text, context }),
    inputs: hashOf(['code', own.map(({ wanted }) => wanted.inputs), edited.map(({ proseHash }) => proseHash)]),
    // A text asks for more more often than for less.
    expectedOutputTokens: Math.round((code.length / CHARACTERS_PER_TOKEN) * 1.2) + 40,
    waitsFor: [],
  };
}
