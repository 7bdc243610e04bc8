import type { ParsedSource } from '../apply/parsedSource';
import { breathe } from '../breathe';
import { bodiesText, declarationsText, wholeFileText } from '../prompt/projectPrompt';
import type { GenerateRequest } from '../request';
import { maskSecrets } from '../safety/secrets';
import type { ItemKind, Shown, WorkItem } from '../workItem';
import { withoutBodies } from './bodies/functionBody';
import { commonText, excerptOf } from './excerpt';
import { declarationsOf, type FileState } from './fileStates';
import type { GatheredProject } from './gatherProject';
import type { LayoutKind } from './layout';
import type { Parse } from './parse';
import type { PlannedFile, ProjectPlan, SkeletonFile, WholeFile } from './projectPlan';
import { orderByShape } from './similarity';

/** A file that a model writes, or fills. */
export interface FileJob {
  readonly path: string;
  readonly state: FileState;
  readonly file: SkeletonFile | WholeFile;
  /** The skeleton with its bodies missing. */
  readonly declared?: ParsedSource;
  /** What the spec says of it. */
  readonly excerpt: string;
  readonly itemFor: (layout: LayoutKind) => WorkItem;
}

/** Tokens of the estimator: a body that does what a line or two of a spec say. */
const TOKENS_A_BODY = 160;
const TOKENS_A_FILE = 600;

/** What is to be written, files that are alike side by side, so that they share requests. */
export async function fileItems(states: readonly FileState[], plan: ProjectPlan, project: GatheredProject, request: GenerateRequest, parse: Parse): Promise<FileJob[]> {
  const byPath = new Map(plan.files.map((file) => [file.path, file]));
  const index = commonText(plan, project.spec);
  const declarations = new Map<string, Promise<string>>();
  const standing = new Map(states.map((state) => [state.path, state]));
  const declare = (path: string) => {
    const file = byPath.get(path)!;
    const known = declarations.get(path) ?? (file.from === 'whole' ? presentDeclarations(standing.get(path), parse) : declarationsOf(file, parse));
    declarations.set(path, known);
    return known;
  };
  const wanted = states.filter((state) => isAsked(state, request));
  const whole = new Set(wanted.filter(({ file }) => file.from === 'whole').map(({ path }) => path));
  const jobs: FileJob[] = [];
  for (const { state, alike } of orderByShape(wanted)) {
    await breathe();
    const file = state.file as SkeletonFile | WholeFile;
    const direct = file.needs.filter((path) => byPath.has(path));
    // What is not written yet is shown once it is.
    const waitsFor = direct.filter((path) => whole.has(path));
    // What would stand here tells what others expect of it.
    const context: string[] = file.from === 'whole' && file.instead !== undefined ? [declarationsText(file.path, file.instead)] : [];
    for (const path of neededBy(file, byPath)) {
      const text = await declare(path);
      if (text !== '') context.push(declarationsText(path, text));
    }
    const skeleton = file.from === 'bodies' ? file.skeleton.render(new Map()) : undefined;
    const declared = skeleton === undefined ? undefined : await parse(file.path, skeleton);
    const excerpt = excerptOf(file, project.spec);
    const itemFor = (layout: LayoutKind): WorkItem => ({
      id: `${project.path}#${file.path}`,
      kind: kindOf(file),
      path: file.path,
      section: file.path,
      alike,
      shown: (answers): Shown => ({
        text: textOf(file, skeleton, layout === 'whole' ? '' : excerpt),
        context: [...(layout === 'whole' ? [] : [index]), ...context, ...answers.map((text, i) => declarationsText(waitsFor[i]!, text))],
      }),
      inputs: state.inputs,
      expectedOutputTokens: file.from === 'bodies' ? 20 + file.skeleton.slots.length * TOKENS_A_BODY : TOKENS_A_FILE,
      waitsFor: waitsFor.map((path) => `${project.path}#${path}`),
    });
    jobs.push({ path: file.path, state, file, ...(declared && { declared }), excerpt, itemFor });
  }
  return jobs;
}

/** Of a file that was written whole and is as it should be. */
async function presentDeclarations(state: FileState | undefined, parse: Parse): Promise<string> {
  if (state?.standing !== 'fresh' || state.present === undefined) return '';
  const { text } = await maskSecrets(state.present, state.path);
  const parsed = await parse(state.path, text);
  return parsed ? withoutBodies(parsed) : text;
}

/** What a person changed is asked for only where there is somebody to be shown the new text. */
function isAsked({ file, standing, open }: FileState, { offerPersons }: GenerateRequest): boolean {
  if (file.from !== 'whole' && !(file.from === 'bodies' && file.skeleton.slots.length > 0)) return false;
  if (standing === 'foreign') return offerPersons === true;
  return standing !== 'fresh' || open.length > 0;
}

/** Its own needs first, then theirs, each once; how it comes to the first of them is all that it has to know of the rest. */
function neededBy(file: PlannedFile, byPath: ReadonlyMap<string, PlannedFile>): string[] {
  const found = new Set<string>();
  for (const path of file.needs) if (byPath.has(path)) found.add(path);
  for (const path of [...found]) for (const further of byPath.get(path)!.needs) if (byPath.has(further) && further !== file.path) found.add(further);
  return [...found];
}

function kindOf({ from }: SkeletonFile | WholeFile): ItemKind {
  return from === 'bodies' ? 'bodies' : 'file';
}

function textOf(file: SkeletonFile | WholeFile, skeleton: string | undefined, excerpt: string): string {
  return file.from === 'bodies' ? bodiesText(file.path, file.purpose, file.skeleton.slots, skeleton!, excerpt) : wholeFileText(file.path, file.purpose, excerpt);
}
