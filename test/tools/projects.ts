import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { planProject } from '../../src/engine/project/planProject';
import type { Body, ProjectPlan } from '../../src/engine/project/projectPlan';
import type { ProjectLanguage, ProjectSpec } from '../../src/engine/project/projectSpec';
import { readProjectSpec } from '../../src/engine/project/read/readProjectSpec';
import { library, specOf } from '../unit/project/samples';
import { specs } from '../unit/project/randomSpecs';

export const temporaryFolder = () => mkdtemp(path.join(tmpdir(), 'specwright-tools-'));

const EXAMPLE = path.resolve(import.meta.dirname, '../../docs/example-project.spec.yaml');

/** The example of the documentation, a sample, a spec without contracts, and some that chance wrote, always the same. */
export async function samplesFor(language: ProjectLanguage): Promise<Record<string, ProjectSpec>> {
  const { spec } = readProjectSpec(EXAMPLE, await readFile(EXAMPLE, 'utf8'));
  const random = fc.sample(specs(language), { numRuns: 6, seed: 5 });
  return { example: { ...spec!, language, module: 'example', build: { dependencies: [], rest: {} } }, library: library(language), withoutContracts: library(language, { contracts: [] }), empty: specOf({ language, module: 'empty' }), ...Object.fromEntries(random.map((spec, i) => [`random${i}`, spec])) };
}

/** Writes the skeleton of a project. */
export async function writeProject(folder: string, spec: ProjectSpec, { languageVersion, bodies = new Map() }: { languageVersion?: string; bodies?: ReadonlyMap<string, Body> } = {}): Promise<ProjectPlan> {
  const { plan, problems } = await planProject(spec, languageVersion ? { languageVersion } : {});
  if (!plan) throw new Error(problems.map(({ message }) => message).join('\n'));
  for (const file of plan.files) {
    const target = path.join(folder, file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.from === 'bodies' ? file.skeleton.render(bodies) : file.from === 'whole' ? '' : file.text);
  }
  return plan;
}

/** What a command printed; nothing where it was content. */
export function complaints(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env: { ...process.env, ...env }, maxBuffer: 1 << 26 }, (error, stdout, stderr) => resolve(error ? `${stdout}${stderr}` || error.message : ''));
  });
}

/** What a command printed, or nothing where there is no such command. */
export function outputOf(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(command, args, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });
}
