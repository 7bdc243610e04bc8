/** The prose of one section. */
export interface SectionText {
  /** Id of the section. */
  readonly id: string;
  readonly text: string;
}

/**
 * What a model is shown of a symbol whose text was edited. The code comes last, as in a section's item.
 * @param subject its kind, language and signature
 * @param texts its own; of a class also those of members that were edited
 */
export function codeText(subject: string, mayImport: boolean, texts: readonly SectionText[], code: string): string {
  return [
    subject,
    '',
    mayImport ? 'Imports: may be added.' : 'Imports: cannot be added here.',
    '',
    ...texts.flatMap(({ id, text }) => [`Text of ${id}:`, text, '']),
    'Code:',
    code,
  ].join('\n');
}
