import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import path from 'node:path';
import { chunkSources } from '../../src/engine/chunk/chunkSources';
import { createNoCache } from '../../src/engine/cache/noCache';
import { resolveTimeLimits } from '../../src/engine/dispatch/limits';
import { gatherSources } from '../../src/engine/gather/gatherSources';
import type { Outliner } from '../../src/engine/outline/outline';
import { Run } from '../../src/engine/run';
import { builtInsOf } from '../../src/engine/verify/builtIns/builtIns';
import { checkNames } from '../../src/engine/verify/checkNames';
import type { FileNames, TypeNames } from '../../src/engine/verify/knownNames';
import type { WorkItem } from '../../src/engine/workItem';
import { createNodeFiles } from '../../src/node/nodeFiles';
import { createNodeStore } from '../../src/node/nodeStore';
import type { Model } from '../../src/providers/model';

/** Packages of this project's own lock file that ship sources, and pages with enough code spans to count. */
const PACKAGES = ['undici', 'semver', 'commander', 'qs', 'fast-glob', 'ignore', 'minimatch', 'glob', 'lru-cache', 'acorn', 'css-select', 'magic-string', 'keyv', 'micromark', 'js-yaml', 'p-queue', 'p-map', 'table', 'yaml', 'cheerio', 'xml2js', 'sax', 'minipass', 'path-scurry', 'htmlparser2', 'markdown-it'];
/** History and terms name what is no longer there, or never was. */
const OTHER_PAGES = /change|histor|migrat|upgrad|license|security|contribut|code_of_conduct/i;
interface Counted {
  spans: number;
  marked: number;
  wrongly: number;
  readonly wrong: string[];
  readonly right: string[];
}

/**
 * How many code spans that people wrote are marked. Wrongly marked is a span of which every identifier occurs in the sources of the package (declarations, comments and strings
 * included), is declared by a package that it depends on, or belongs to the language: more than are truly wrong, since a name that exists elsewhere may be out of place where it stands.
 */
export async function measureDocs(root: string, outliner: Outliner, verbose: boolean): Promise<void> {
  const modules = path.join(root, 'node_modules');
  const language = wholeLanguage(root);
  console.log('Pages of packages, against the package:\n\n| package | spans that name something | marked | wrongly | % |\n|---|---|---|---|---|');
  const rows: Counted[] = [];
  for (const name of PACKAGES.filter((candidate) => existsSync(path.join(modules, candidate)))) {
    const folder = path.join(modules, name);
    const items = await itemsOf(folder, outliner);
    const sources = sourcesOf(folder).map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n');
    const exists = existing([sources, ...dependenciesOf(folder, modules)], language);
    const row = newRow();
    const known = { file: mergedNames(items, folder), section: { wholeFile: true, types: {}, beside: [], valueTypes: {} } };
    for (const page of pagesOf(folder)) count(checkNames(readFileSync(page, 'utf8'), known, { text: sources, context: [] }, builtInsOf), exists, row);
    print(name, row, verbose);
    rows.push(row);
  }
  print('all', sum(rows), false);
}

/** The section items of all sources of a folder, as a run makes them. */
async function itemsOf(folder: string, outliner: Outliner): Promise<WorkItem[]> {
  const model = { provider: 'bench', id: 'none', limits: { contextTokens: 1e6, maxOutputTokens: 1e5 } } as Model;
  const request = { paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy: 'balanced' as const, maxItems: 20, concurrency: 1 }, timeLimits: resolveTimeLimits({}, 'folder') };
  const store = { ...createNodeStore(folder), read: async () => undefined };
  const run = new Run('plan', request, { files: createNodeFiles(folder), store, outliner, cache: createNoCache(), model });
  const work = await chunkSources(await gatherSources(request, run), request, run);
  run.close();
  return work.flatMap(({ items }) => items);
}

/** A page about a package may name whatever one of its files declares. */
function mergedNames(items: readonly WorkItem[], folder: string): FileNames {
  const files = [...new Map(items.flatMap((item) => (item.known ? [[item.path, item.known().file] as const] : []))).values()];
  const types: Record<string, TypeNames> = {};
  for (const [id, type] of files.flatMap((file) => Object.entries(file.types))) {
    const before = Object.hasOwn(types, id) ? types[id] : undefined;
    types[id] = before ? { members: [...before.members, ...type.members], open: before.open || type.open } : type;
  }
  const dependencies = Object.keys(manifestOf(folder).dependencies ?? {});
  return { language: 'typescript', path: '', ids: [], top: [...new Set([...files.flatMap(({ top }) => top), ...dependencies, path.basename(folder)])], types, paths: [...files.flatMap(({ paths }) => paths), ...listFiles(folder)] };
}

function count({ checked, unverified }: ReturnType<typeof checkNames>, exists: (name: string) => boolean, row: Counted): void {
  row.spans += checked;
  row.marked += unverified.length;
  for (const { text, name } of unverified) {
    const isWrong = (name.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).every(exists);
    if (isWrong) row.wrongly++;
    (isWrong ? row.wrong : row.right).push(text === name ? name : `${name} (${text})`);
  }
}

function existing(texts: readonly string[], language: ReadonlySet<string>): (name: string) => boolean {
  const words = new Set(texts.flatMap((text) => text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []));
  return (name) => words.has(name) || language.has(name);
}

/** Every identifier of TypeScript's declarations and every export of Node's modules: more than the tables of the check have. */
function wholeLanguage(root: string): Set<string> {
  const require = createRequire(path.join(root, 'package.json'));
  const libraries = path.dirname(require.resolve('typescript'));
  const texts = [...readdirSync(libraries).filter((file) => /^lib\..*\.d\.ts$/.test(file)).map((file) => path.join(libraries, file)), ...listFiles(path.join(root, 'node_modules/@types/node')).filter((file) => file.endsWith('.d.ts')).map((file) => path.join(root, 'node_modules/@types/node', file))];
  return new Set([...texts.flatMap((file) => readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\//g, '').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []), ...builtinModules]);
}

function dependenciesOf(folder: string, modules: string): string[] {
  return Object.keys(manifestOf(folder).dependencies ?? {}).flatMap((name) => {
    const at = path.join(modules, name);
    return existsSync(at) ? sourcesOf(at).filter((file) => file.endsWith('.d.ts')).map((file) => readFileSync(path.join(at, file), 'utf8')) : [];
  });
}

function manifestOf(folder: string): { readonly dependencies?: Readonly<Record<string, string>> } {
  const file = path.join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { dependencies?: Record<string, string> }) : {};
}

function sourcesOf(folder: string): string[] {
  return listFiles(folder).filter((file) => /\.[cm]?[jt]s$/.test(file) && statSync(path.join(folder, file)).size < 1_000_000);
}

function pagesOf(folder: string): string[] {
  return listFiles(folder).filter((file) => file.endsWith('.md') && !OTHER_PAGES.test(file)).map((file) => path.join(folder, file));
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)).replaceAll(path.sep, '/')).filter((file) => !file.includes('node_modules/')).sort();
}

function newRow(): Counted {
  return { spans: 0, marked: 0, wrongly: 0, wrong: [], right: [] };
}

function sum(rows: readonly Counted[]): Counted {
  return rows.reduce((all, row) => ({ ...all, spans: all.spans + row.spans, marked: all.marked + row.marked, wrongly: all.wrongly + row.wrongly }), newRow());
}

function print(name: string, { spans, marked, wrongly, wrong, right }: Counted, verbose: boolean): void {
  console.log(`| ${name} | ${spans} | ${marked} | ${wrongly} | ${spans === 0 ? '' : ((100 * wrongly) / spans).toFixed(1)} |`);
  if (verbose && wrong.length > 0) console.log(`    wrongly: ${wrong.join(' · ')}`);
  if (verbose && right.length > 0) console.log(`    rightly: ${right.join(' · ')}`);
}
