import { builtinModules } from 'node:module';
import type { Outline } from '../outline/outline';
import type { ProjectPlan } from './projectPlan';
import type { ProjectSpec } from './projectSpec';

/**
 * Modules that a file imports and that do not exist: neither files of the plan, nor dependencies that the spec or the project's package file declares, nor modules of the language. Of what cannot be told, such as a
 * file of the person's own, nothing is said.
 */
export async function unresolvedImports(path: string, { imports, language }: Outline, plan: ProjectPlan, spec: ProjectSpec): Promise<string[]> {
  const resolves = RESOLVERS[language];
  if (!resolves) return [];
  const { builtInsOf } = await import('../verify/builtIns/builtIns');
  const setting: Setting = { path, spec, paths: new Set(plan.files.map((file) => file.path)), packageText: packageTextOf(plan), builtIn: builtInsOf(language).modules };
  return [...new Set(imports.map(({ from }) => from))].filter((from) => !resolves(from, setting));
}

interface Setting {
  readonly path: string;
  readonly spec: ProjectSpec;
  readonly paths: ReadonlySet<string>;
  /** Of go.mod, package.json or pyproject.toml, as planned. */
  readonly packageText: string;
  /** Modules of the language's library, by name. */
  readonly builtIn: ReadonlyMap<string, unknown>;
}

const PACKAGE_FILES = ['go.mod', 'package.json', 'pyproject.toml'];

const RESOLVERS: Readonly<Record<string, (from: string, setting: Setting) => boolean>> = { go: inGo, typescript: inTypeScript, tsx: inTypeScript, python: inPython };

function packageTextOf({ files }: ProjectPlan): string {
  const file = files.find(({ path }) => PACKAGE_FILES.includes(path));
  return file && 'text' in file ? file.text : '';
}

/** Paths of the standard library have no dot in their first part (cmd/go, "Import path syntax"). */
function inGo(from: string, { paths, packageText, spec }: Setting): boolean {
  const inModule = from === spec.module ? '' : from.startsWith(`${spec.module}/`) ? from.slice(spec.module.length + 1) : undefined;
  if (inModule !== undefined) return [...paths].some((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) === inModule && path.endsWith('.go'));
  if (!from.split('/')[0]!.includes('.')) return true;
  return packageText.split(/\s+/).some((word) => word === from || from.startsWith(`${word}/`)) || isDeclared(from, spec);
}

function inTypeScript(from: string, { path, paths, packageText, spec }: Setting): boolean {
  if (from.startsWith('.')) {
    const base = joined(path, from);
    const stem = base.replace(/\.[cm]?js$/, '');
    return ['', '.ts', '.tsx', '.d.ts', '/index.ts'].some((ending) => paths.has(`${stem}${ending}`)) || paths.has(base);
  }
  const name = from.split('/').slice(0, from.startsWith('@') ? 2 : 1).join('/');
  return from.startsWith('node:') || builtinModules.includes(name) || packageText.includes(`"${name}"`) || isDeclared(name, spec);
}

function inPython(from: string, { path, paths, packageText, spec, builtIn }: Setting): boolean {
  const relative = /^(\.+)(.*)$/.exec(from);
  const exists = (module: string) => paths.has(`${module}.py`) || paths.has(`${module}/__init__.py`) || [...paths].some((one) => one.startsWith(`${module}/`));
  if (relative) {
    const folder = path.split('/').slice(0, -relative[1]!.length);
    return exists([...folder, ...relative[2]!.split('.').filter((part) => part !== '')].join('/'));
  }
  const module = from.replace(/\./g, '/');
  const [top = ''] = from.split('.');
  const isOwn = top === spec.module || [...paths].some((one) => one.startsWith(`${top}/`) || one.startsWith(`src/${top}/`));
  if (isOwn) return exists(module) || exists(`src/${module}`);
  const plain = (name: string) => name.toLowerCase().replace(/[-_.]/g, '');
  // What the library is called and what is imported of it differ (PyYAML, yaml): of those that are no module of Python's, a declared one of a similar name will do.
  return top === '__future__' || builtIn.has(top) || plain(packageText).includes(plain(top)) || spec.build.dependencies.some(({ name }) => plain(name).includes(plain(top)));
}

function isDeclared(name: string, { build }: ProjectSpec): boolean {
  return build.dependencies.some((one) => one.name === name || name.startsWith(`${one.name}/`));
}

function joined(path: string, relative: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
