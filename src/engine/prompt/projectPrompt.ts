import type { Slot } from '../project/projectPlan';

/** What a model is shown of a file whose bodies it is to write. What other items are shown too stands apart, as context. */
export function bodiesText(path: string, purpose: string, slots: readonly Slot[], skeleton: string, excerpt: string): string {
  return [
    `File: ${path}`,
    `Purpose: ${purpose}`,
    '',
    'To write:',
    ...slots.map(({ id, purpose: task }) => `- ${id}: ${task}`),
    '',
    'The file as it is, its bodies still missing:',
    skeleton.trimEnd(),
    ...specification(excerpt),
  ].join('\n');
}

/** What a model is shown of a file that it is to write whole. */
export function wholeFileText(path: string, purpose: string, excerpt: string): string {
  return [`File: ${path}`, `Purpose: ${purpose}`, ...specification(excerpt)].join('\n');
}

/** A file that others build upon. */
export function declarationsText(path: string, declarations: string): string {
  return `Declarations of ${path}:\n${declarations.trimEnd()}\n`;
}

/** What a model is shown of a file that it is to review. @param written ids of the functions under review; empty: all of the file is */
export function reviewText(path: string, purpose: string, written: readonly string[], text: string, excerpt: string): string {
  return [`File: ${path}`, `Purpose: ${purpose}`, `Written: ${written.length === 0 ? 'all' : written.join(', ')}`, '', 'The file:', text.trimEnd(), ...specification(excerpt)].join('\n');
}

/** A file that others build upon, whole. */
export function fileText(path: string, text: string): string {
  return `The file ${path}:\n${text.trimEnd()}\n`;
}

/** @param excerpt empty where the whole spec is shown */
function specification(excerpt: string): string[] {
  return excerpt === '' ? [] : ['', 'Specification:', excerpt.trimEnd()];
}
