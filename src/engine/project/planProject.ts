import { renderBoilerplate, type BoilerplateInput } from './boilerplate/boilerplate';
import { withRequestedFiles } from './fileRequests';
import { kebabCase, wordsOf } from './names';
import { findCycle } from './phases';
import type { PlanProblem, Tell } from './planProblem';
import { go } from './profiles/go/go';
import type { LanguageProfile, ProfileSetting } from './profiles/profile';
import { python } from './profiles/python/python';
import { typescript } from './profiles/typescript/typescript';
import { viewProject, type Project } from './project';
import type { PlannedFile, ProjectPlan } from './projectPlan';
import type { ProjectLanguage, ProjectSpec } from './projectSpec';

const PROFILES: Readonly<Record<ProjectLanguage, LanguageProfile>> = { go, typescript, python };

export interface PlanOptions {
  /** The project's own templates by name (`README.md`), as text. Templates are code: hand them in from trusted workspaces only. */
  readonly templates?: ReadonlyMap<string, string>;
  /** Of the language, where the spec names none. Default: the profile's. */
  readonly languageVersion?: string;
}

export interface Planned {
  /** Absent where a problem is an error. */
  readonly plan?: ProjectPlan;
  readonly problems: readonly PlanProblem[];
}

/**
 * What becomes of a project spec: the files of its language's profile, then what the spec itself says of files. Follows from its arguments alone.
 * @throws InputError for a template of the project's own that cannot be used
 */
export async function planProject(spec: ProjectSpec, { templates = new Map(), languageVersion }: PlanOptions = {}): Promise<Planned> {
  const problems: PlanProblem[] = [];
  const tell: Tell = (problem) => problems.push(problem);
  const profile = PROFILES[spec.language];
  tellSameFiles(spec, tell);
  if (hasError(problems)) return { problems };
  const project = await viewProject(spec, tell);
  const framework = frameworkOf(spec, profile, tell);
  const setting: ProfileSetting = { languageVersion: versionOf(spec, languageVersion ?? profile.defaultVersion, tell), framework, tell };
  const input = inputOf(project, profile, setting);
  const made = [...(await profile.layOut(project, setting)), ...profile.boilerplate(project, setting).map((file) => renderBoilerplate(file, input, templates))];
  const files = withRequestedFiles(made, spec.files, tell);
  tellSamePaths(files, tell);
  const cycle = findCycle(files);
  if (cycle) tell({ severity: 'error', code: 'file-cycle', message: `Files need each other: ${cycle.join(' → ')}. Remove one of these from the "needs" of the file before it.`, about: cycle });
  return hasError(problems) ? { problems } : { plan: { language: spec.language, files: files.sort(byPath) }, problems };
}

function hasError(problems: readonly PlanProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}

/** Entities whose names have the same words are one type, and one file. */
function tellSameFiles({ entities }: ProjectSpec, tell: Tell): void {
  const seen = new Map<string, string>();
  for (const { name } of entities) {
    const words = wordsOf(name).join(' ');
    const other = seen.get(words);
    if (other === undefined) seen.set(words, name);
    else tell({ severity: 'error', code: 'same-file', message: `The entities "${other}" and "${name}" would be written to one file. Rename one of them, or join them.`, about: [other, name] });
  }
}

/** File systems that do not tell upper from lower case hold one file of such names. */
function tellSamePaths(files: readonly PlannedFile[], tell: Tell): void {
  const seen = new Map<string, PlannedFile>();
  for (const file of files) {
    const other = seen.get(file.path.toLowerCase());
    if (other) tell({ severity: 'error', code: 'same-path', message: `Two files would be ${file.path === other.path ? file.path : `${other.path} and ${file.path}, which are one where case does not count`}: "${other.purpose}" and "${file.purpose}". Rename what they are named after, or request one of them under another path.`, about: [other.path, file.path] });
    seen.set(file.path.toLowerCase(), file);
  }
}

function frameworkOf({ framework, language }: ProjectSpec, { frameworks }: LanguageProfile, tell: Tell): string {
  if (framework === undefined) return frameworks[0];
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const known = frameworks.find((name) => plain(name) === plain(framework));
  if (known === undefined) tell({ severity: 'warning', code: 'unknown-framework', message: `The framework "${framework}" is not known for ${language}. The files are planned for ${frameworks[0]}; "framework" may be ${frameworks.join(' or ')}.`, about: [framework] });
  return known ?? frameworks[0];
}

/** `go1.22`, `>=3.11` and `^5.4` are versions as well. */
function versionOf({ build, language }: ProjectSpec, usual: string, tell: Tell): string {
  const { languageVersion } = build;
  if (languageVersion === undefined) return usual;
  const version = /\d+(?:\.\d+){0,2}/.exec(languageVersion)?.[0];
  if (version === undefined) tell({ severity: 'warning', code: 'unknown-version', message: `"${languageVersion}" is no version of ${language}. The files are planned for ${usual}; write it as in "${usual}".`, about: [languageVersion] });
  return version ?? usual;
}

function inputOf(project: Project, profile: LanguageProfile, setting: ProfileSetting): Omit<BoilerplateInput, 'path'> {
  const { spec, resources } = project;
  const slug = kebabCase(wordsOf(spec.name)).normalize('NFKD').replace(/[^a-z0-9-]/g, '').replace(/^-+|-+$/g, '');
  return {
    name: spec.name, slug: /^[a-z]/.test(slug) ? slug : 'project', description: spec.description, language: spec.language, languageVersion: setting.languageVersion, framework: setting.framework,
    ...profile.describe(project, setting),
    dependencies: spec.build.dependencies.map(({ name, version = '' }) => ({ name, version })),
    entities: spec.entities.map(({ name, description }) => ({ name, description })),
    operations: resources.flatMap(({ operations }) => operations.flatMap(({ contract, purpose }) => (contract ? [{ method: contract.method, path: contract.path, purpose }] : []))),
  };
}
