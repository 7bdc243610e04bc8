import { parseSource, type ParsedSource } from '../apply/parsedSource';
import { splitCode } from '../apply/splitCode';
import { languageOf } from '../outline/languages';
import type { Outliner } from '../outline/outline';
import { PLACEHOLDER } from '../safety/placeholders';
import { readBodies, type Refused } from './bodies/readBodies';
import type { FileJob } from './fileItems';
import { unresolvedImports } from './imports';
import type { ProjectPlan, SkeletonFile } from './projectPlan';
import type { ProjectSpec } from './projectSpec';

/** An answer as the file that it makes, secrets still replaced. */
export interface VerifiedFile {
  readonly text: string;
}

/**
 * Makes a file of an answer and checks it: it parses, its declarations are the planned ones, what it imports is planned, declared or the language's own, and no placeholder of a secret is changed. Pure but for the
 * parser. Reasons are clauses for people and models.
 */
export async function verifyFile(job: FileJob, answer: string, plan: ProjectPlan, spec: ProjectSpec, outliner: Outliner, signal?: AbortSignal): Promise<VerifiedFile | Refused> {
  const made = job.file.from === 'bodies' ? await filled(job.file, job.declared!, answer, outliner, signal) : wholeText(job.path, answer);
  if ('refused' in made) return made;
  const strange = [...made.text.matchAll(PLACEHOLDER)].find(([placeholder]) => !job.excerpt.includes(placeholder) && !job.declared?.text.includes(placeholder));
  if (strange) return { refused: 'it holds the placeholder of a secret that it was not shown' };
  if (!languageOf(job.path)) return made;
  const after = await parseSource(job.path, made.text, outliner, signal);
  if (after.layout.errorLines > 0) {
    const [line = 1] = after.outline.syntaxErrors;
    return { refused: `it has a syntax error at "${(made.text.split('\n')[line - 1] ?? '').trim().slice(0, 80)}"` };
  }
  const lost = job.declared && changedDeclaration(job.declared, after);
  if (lost !== undefined) return { refused: `it changes ${lost}` };
  const [unresolved] = await unresolvedImports(job.path, after.outline, plan, spec);
  return unresolved === undefined ? made : { refused: `it imports ${unresolved}, which is neither a file of the project, nor a declared dependency, nor of the standard library` };
}

async function filled(file: SkeletonFile, declared: ParsedSource, answer: string, outliner: Outliner, signal?: AbortSignal): Promise<VerifiedFile | Refused> {
  const read = await readBodies(file, declared, answer, outliner, signal);
  return 'refused' in read ? read : { text: file.skeleton.render(read.bodies, read.helpers) };
}

/** A fence around the whole is taken off, since models are used to setting one. */
function wholeText(path: string, answer: string): VerifiedFile | Refused {
  const text = languageOf(path) ? splitCode(answer).whole : answer.replace(/\r\n/g, '\n').trim();
  return text === '' ? { refused: 'it is empty' } : { text: `${text}\n` };
}

/** Whatever fills the holes, what was declared is still declared, and in the same way. */
function changedDeclaration(declared: ParsedSource, after: ParsedSource): string | undefined {
  const now = new Map(after.outline.symbols.map((symbol) => [symbol.id, symbol]));
  return declared.outline.symbols.find(({ id, sig }) => now.get(id)?.sig !== sig)?.id;
}
