import { breathe } from '../breathe';
import { hashOf } from '../hash';
import type { Store } from '../ports';
import { contentHash, type GeneratedFile, type Manifest } from './manifest';
import type { PlannedFile, ProjectPlan } from './projectPlan';
import { withoutBodies } from './bodies/functionBody';
import type { Parse } from './parse';
import { excerptOf, sharedRequirements } from './excerpt';
import type { GatheredProject } from './gatherProject';
import type { ProjectSpec } from './projectSpec';

/**
 * `fresh`: it follows from the spec as it is. `missing`: it is not there. `stale`: it is as it was generated, from something else. `foreign`: a person wrote or changed it; it is never overwritten.
 */
export type Standing = 'fresh' | 'missing' | 'stale' | 'foreign';

/** A planned file beside what is there. */
export interface FileState {
  readonly file: PlannedFile;
  readonly path: string;
  /** Hash of all that it follows from. */
  readonly inputs: string;
  readonly standing: Standing;
  /** What is there. */
  readonly present?: string;
  readonly stored?: GeneratedFile;
  /** Ids of its functions whose bodies are not written yet, of a file that is fresh but for them. */
  readonly open: readonly string[];
}

/** A file that was generated from this spec, and is planned no more. */
export interface LeftOver {
  readonly path: string;
  readonly text: string;
  /** It is as it was generated. */
  readonly isOurs: boolean;
}

/** What stands where the plan's files go. @param hasModel bodies that are missing would be written */
export async function fileStates(plan: ProjectPlan, { spec, manifest }: Pick<GatheredProject, 'spec' | 'manifest'>, store: Pick<Store, 'read'>, parse: Parse, hasModel: boolean): Promise<FileState[]> {
  const byPath = new Map(plan.files.map((file) => [file.path, file]));
  const declarations = new Map<string, Promise<string>>();
  const declare = (path: string) => {
    const known = declarations.get(path) ?? declarationsOf(byPath.get(path)!, parse);
    declarations.set(path, known);
    return known;
  };
  const shared = sharedRequirements(plan, spec);
  const states: FileState[] = [];
  for (const file of plan.files) {
    await breathe();
    const inputs = await inputsOf(file, (path) => (byPath.has(path) ? declare(path) : undefined), spec, shared);
    const stored = manifest.get(file.path);
    const present = await store.read(file.path);
    const standing = standingOf(file, inputs, present, stored, hasModel);
    states.push({ file, path: file.path, inputs, standing, ...(present !== undefined && { present }), ...(stored && { stored }), open: standing === 'fresh' ? (stored?.open ?? []) : [] });
  }
  return states;
}

export async function leftOvers(plan: ProjectPlan, specPath: string, manifest: Manifest, store: Pick<Store, 'read'>): Promise<LeftOver[]> {
  const planned = new Set(plan.files.map(({ path }) => path));
  const left: LeftOver[] = [];
  for (const [path, stored] of manifest) {
    if (stored.spec !== specPath || planned.has(path)) continue;
    const text = await store.read(path);
    if (text !== undefined) left.push({ path, text, isOurs: contentHash(text) === stored.content });
  }
  return left;
}

function standingOf(file: PlannedFile, inputs: string, present: string | undefined, stored: GeneratedFile | undefined, hasModel: boolean): Standing {
  if (present === undefined) return 'missing';
  // Whatever a person did to a file after it was generated, it follows from the spec as long as that says the same.
  // Only where bodies are missing a model would write into it: then it is theirs like any other.
  if (stored?.inputs === inputs) return hasModel && (stored.open ?? []).length > 0 && contentHash(present) !== stored.content ? 'foreign' : 'fresh';
  // A list of lines takes more of them, and keeps those that it has.
  if (file.from === 'template' && file.merge === 'lines') return 'stale';
  return stored && contentHash(present) === stored.content ? 'stale' : 'foreign';
}

/** Rule 3: what the file itself says, and what others declare that it builds upon. */
async function inputsOf(file: PlannedFile, declare: (path: string) => Promise<string> | undefined, spec: ProjectSpec, shared: string): Promise<string> {
  if (file.from === 'template' || file.from === 'declarations') return hashOf([file.from, file.text]);
  const own = file.from === 'bodies' ? [file.skeleton.render(new Map()), file.skeleton.slots.map(({ id, purpose }) => [id, purpose])] : file.from === 'whole' && file.instead !== undefined ? [file.instead] : [];
  // Without a body to write it follows from nothing but its declarations.
  if (file.from === 'bodies' && file.skeleton.slots.length === 0) return hashOf([file.from, own]);
  const needs: [string, string][] = [];
  for (const path of file.needs) needs.push([path, (await declare(path)) ?? '']);
  return hashOf([file.from, file.purpose, own, excerptOf(file, spec), shared, needs]);
}

/** Of a file that was rendered here: which module a name comes from is known by what else is shown. */
function withoutImports(text: string): string {
  return text.replace(/^import (?:\([^)]*\)|"[^"\n]*")\n+|^import [^;"()]*(?:'[^'\n]*')?;\n+|^(?:import [\w.]+|from [\w.]+ import (?:\([^)]*\)|[^\n(]*))\n+/gm, '');
}

/** What a file shows of itself to those that build upon it, as far as it is known before anything is written: its declarations, without the bodies of functions. */
export async function declarationsOf(file: PlannedFile, parse: Parse): Promise<string> {
  switch (file.from) {
    case 'template':
      return file.text;
    case 'declarations': {
      if (file.signatures !== undefined) return file.signatures;
      const parsed = await parse(file.path, file.text);
      return parsed ? withoutImports(withoutBodies(parsed)) : file.text;
    }
    case 'bodies':
      return file.skeleton.signatures;
    case 'whole':
      return '';
  }
}
