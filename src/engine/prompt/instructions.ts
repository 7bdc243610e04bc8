import { ALWAYS, PROMPT_VERSION } from './always';

/** Rarely changes: what this project wants of every text. */
export interface ProjectPrompt {
  /** Output language: a code (`en`, `ja`) or a name. */
  readonly language: string;
}

/** The part of a prompt that all requests of a run share: one text for those that ask for prose, another for those that ask for code. */
export interface Instructions {
  /** The same bytes for every user, file and language of code. */
  readonly always: string;
  /** What differs from project to project. Absent: nothing does. */
  readonly project?: (project: ProjectPrompt) => string;
  /** Part of every cache key: an answer to other instructions is another answer. */
  readonly version: string;
}

export const PROSE_INSTRUCTIONS: Instructions = { always: ALWAYS, project: projectText, version: PROMPT_VERSION };

export function projectText({ language }: ProjectPrompt): string {
  const name = languageName(language);
  return `Write every text in ${name}, labels such as "Purpose" included. Identifiers stay as they are in the code.`;
}

/** Made once: loading the names of all languages takes longer than assembling a request. */
let languageNames: Intl.DisplayNames | undefined;

function languageName(language: string): string {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)) return language;
  languageNames ??= new Intl.DisplayNames(['en'], { type: 'language' });
  try {
    return languageNames.of(language) ?? language;
  } catch {
    return language;
  }
}
