import type { SectionSince, SpecSince } from './changesSince';

/** What changed since a revision, as Markdown. */
export function renderChanges(specs: readonly SpecSince[], revision: string): string {
  const title = `# What changed since ${escaped(revision)}`;
  if (specs.length === 0) return `${title}\n\nNothing in the specs.\n`;
  return `${[title, `${countsOf(specs)}.`, ...specs.map(specText)].join('\n\n')}\n`;
}

/** `4 specs: 1 new, 2 changed, 1 gone`. */
export function countsOf(specs: readonly SpecSince[]): string {
  const counts = (['new', 'changed', 'gone'] as const).flatMap((how) => {
    const n = specs.filter((spec) => spec.how === how).length;
    return n === 0 ? [] : [`${n.toLocaleString('en-US')} ${how}`];
  });
  return `${specs.length.toLocaleString('en-US')} ${specs.length === 1 ? 'spec' : 'specs'}: ${counts.join(', ')}`;
}

/** `signature and text changed`, `new`, `gone`. */
export function wordsFor({ how, changed }: Pick<SectionSince, 'how' | 'changed'>): string {
  if (how !== 'changed') return how;
  return `${changed.length === 1 ? changed[0]! : `${changed.slice(0, -1).join(', ')} and ${changed.at(-1)!}`} changed`;
}

function specText({ source, how, sections }: SpecSince): string {
  const title = `## ${source === '.' ? 'The whole workspace' : escaped(source)}${how === 'changed' ? '' : ` (${how})`}`;
  // Of a spec that came or went as a whole each section would only say the same again.
  if (how !== 'changed') return `${title}\n\n${sections.map(({ heading }) => `- ${heading}`).join('\n')}`;
  const rows = sections.map((section) => `| ${cell(section.heading)} | ${wordsFor(section)}${section.headingBefore === undefined ? '' : `, was ${cell(section.headingBefore)}`} |`);
  return [title, '', '| Section | |', '|:---|:---|', ...rows].join('\n');
}

/** A heading is Markdown already. */
function cell(heading: string): string {
  return heading.replace(/(?<!\\)\|/g, '\\|');
}

/** Paths and names of revisions are no Markdown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&');
}
