import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createNoCache } from '../../src/engine/cache/noCache';
import { planSections } from '../../src/engine/chunk/sections';
import { resolveTimeLimits } from '../../src/engine/dispatch/limits';
import type { RunEvent } from '../../src/engine/events';
import { generateSpecs } from '../../src/engine/generateSpecs';
import type { CodeSymbol, Outline, Outliner } from '../../src/engine/outline/outline';
import { createNodeFiles } from '../../src/node/nodeFiles';
import { createNodeStore } from '../../src/node/nodeStore';
import { openModel } from '../../src/providers/openModel';
import { startModelServer } from '../model-server/modelServer';
import { answerWithNearMisses, misspell, plantKey, type NearMiss } from '../model-server/nearMisses';
import { seededRandom, type Random } from '../model-server/random';

const FOR_EACH_LANGUAGE = 100;
const KINDS = ['member of another class', 'one or two letters off', 'parameter of the neighbour'] as const;

interface Sources {
  readonly language: string;
  readonly folder: string | undefined;
  readonly parts: readonly string[];
  readonly extension: string;
}

/** 300 nearly right names, of three kinds, in sources of three languages that nobody here wrote: how many are told from right ones. The server insists on them when it is asked again. */
export async function measurePlanted(root: string, outliner: Outliner, seed: number, verbose: boolean): Promise<void> {
  console.log('| language | kind | planted | caught | % |\n|---|---|---|---|---|');
  let wrongly = 0;
  let others = 0;
  for (const sources of [typescript(root), python(), go()]) {
    if (!sources.folder || !existsSync(sources.folder)) {
      console.error(`The sources of ${sources.language} are not installed: skipped`);
      continue;
    }
    const workspace = mkdtempSync(path.join(os.tmpdir(), 'specwright-names-'));
    try {
      const files = copySources(sources, workspace);
      const misses = await plan(files, workspace, outliner, seededRandom(seed));
      const checked = await namesChecked(files, workspace, outliner, misses);
      for (const kind of KINDS) {
        const planted = [...misses].filter(([, miss]) => miss.kind === kind);
        const missed = planted.filter(([key, { name }]) => !checked.get(key)?.unverified.includes(name));
        console.log(`| ${sources.language} | ${kind} | ${planted.length} | ${planted.length - missed.length} | ${((100 * (planted.length - missed.length)) / planted.length).toFixed(1)} |`);
        if (verbose) for (const [key, { name }] of missed) console.log(`    not caught: ${name} in ${key}`);
      }
      for (const [key, { unverified, checked: count }] of checked) {
        const unplanted = unverified.filter((name) => name !== misses.get(key)?.name);
        wrongly += unplanted.length;
        others += count;
        if (verbose && unplanted.length > 0) console.log(`    marked though right: ${unplanted.join(', ')} in ${key}`);
      }
    } finally {
      rmSync(workspace, { recursive: true, force: true });
    }
  }
  console.log(`\nOf ${others} other names in the same answers, all of them right, ${wrongly} were marked.\n`);
}

function typescript(root: string): Sources {
  return { language: 'TypeScript', folder: path.join(root, 'node_modules'), parts: ['cheerio/src', '@azure/msal-node/src', '@azure/msal-common/src', 'htmlparser2/src', '@anthropic-ai/sdk/src/lib', '@anthropic-ai/sdk/src/core'], extension: '.ts' };
}

function python(): Sources {
  return { language: 'Python', folder: output('python3', ['-c', 'import os; print(os.path.dirname(os.__file__))']), parts: ['asyncio', 'concurrent', 'email', 'http', 'logging', 'unittest', 'xml', 'importlib', 'urllib'], extension: '.py' };
}

function go(): Sources {
  const folder = output('go', ['env', 'GOROOT']);
  return { language: 'Go', folder: folder && path.join(folder, 'src'), parts: ['net/http', 'net/url', 'encoding', 'bufio', 'text', 'archive', 'database', 'log', 'mime', 'container'], extension: '.go' };
}

function output(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** Files of a readable size, in the order of their names. */
function copySources({ folder, parts, extension }: Sources, workspace: string): string[] {
  const isSource = (file: string) => file.endsWith(extension) && !/(?:\.d\.ts|_test\.go|\/testdata\/|\/test\/|__main__)/.test(file);
  const files = parts.flatMap((part) => (existsSync(path.join(folder!, part)) ? readdirSync(path.join(folder!, part), { recursive: true, encoding: 'utf8' }).filter(isSource).map((file) => path.posix.join(part, file)) : [])).sort();
  const chosen = files.filter((file) => statSync(path.join(folder!, file)).size < 60_000);
  for (const file of chosen) {
    mkdirSync(path.dirname(path.join(workspace, file)), { recursive: true });
    cpSync(path.join(folder!, file), path.join(workspace, file), { dereference: true });
  }
  return chosen;
}

/** One miss a section, taken from all files in turn; as many of each kind. */
async function plan(files: readonly string[], workspace: string, outliner: Outliner, random: Random): Promise<Map<string, NearMiss>> {
  const offers: { readonly key: string; readonly misses: Partial<Record<NearMiss['kind'], string>> }[] = [];
  for (const file of files) {
    const text = readFileSync(path.join(workspace, file), 'utf8');
    const outline = await outliner.outline(file, text);
    if (outline.skipped !== undefined) continue;
    for (const section of planSections(outline)) {
      if (section.kind !== 'symbol' || (section.symbol.kind !== 'function' && section.symbol.kind !== 'method')) continue;
      const { symbol } = section;
      offers.push({ key: plantKey({ path: file, symbol: symbol.id }), misses: missesFor(symbol, outline, text, random) });
    }
  }
  const chosen = new Map<string, NearMiss>();
  const shuffled = offers.map((offer) => ({ offer, at: random() })).sort((a, b) => a.at - b.at).map(({ offer }) => offer);
  KINDS.forEach((kind, i) => {
    const wanted = Math.floor(FOR_EACH_LANGUAGE / KINDS.length) + (i < FOR_EACH_LANGUAGE % KINDS.length ? 1 : 0);
    const able = shuffled.filter(({ key, misses }) => !chosen.has(key) && misses[kind] !== undefined);
    for (const { key, misses } of able.slice(0, wanted)) chosen.set(key, { kind, name: misses[kind]! });
  });
  return chosen;
}

/** Names that are wrong in this section by the source alone: whatever the check takes them for. */
function missesFor(symbol: CodeSymbol, outline: Outline, text: string, random: Random): Partial<Record<NearMiss['kind'], string>> {
  const code = symbol.ranges.map(({ start, end }) => text.slice(start, end)).join('\n');
  const holder = outline.symbols.find(({ id }) => id === symbol.parent);
  const membersOf = (id: string | undefined) => outline.symbols.filter(({ parent, inner }) => id !== undefined && parent === id && !inner);
  const pick = (names: readonly string[]) => names[Math.floor(random() * names.length)];
  const own = membersOf(holder?.id).map(({ name }) => name);
  const isPlain = (name: string) => /^[A-Za-z]\w{2,}$/.test(name);
  const others = outline.symbols.filter(({ kind, parent }) => (kind === 'method' || kind === 'property') && parent !== undefined && parent !== holder?.id).map(({ name }) => name);
  // A base from elsewhere may have any member.
  const member = holder && holder.heritage.length === 0 ? pick([...new Set(others)].filter((name) => isPlain(name) && !own.includes(name) && !occurs(code, name))) : undefined;
  const toMisspell = pick([...own.filter(isPlain).map((name) => `${holder!.name}.${name}`), ...symbol.params.map(({ name }) => name).filter((name) => /^[A-Za-z]\w{3,}$/.test(name)), ...outline.symbols.filter(({ kind, parent }) => kind === 'function' && parent === undefined).map(({ name }) => name).filter(isPlain)]);
  const misspelt = toMisspell?.replace(/\w+$/, (name) => misspell(name, random));
  const neighbours = outline.symbols.filter(({ id, kind }) => id !== symbol.id && (kind === 'function' || kind === 'method')).flatMap(({ params }) => params.map(({ name }) => name));
  const declared = new Set([...own, ...outline.symbols.filter(({ parent }) => parent === undefined).map(({ name }) => name), ...outline.imports.flatMap(({ names }) => names.map(({ local }) => local))]);
  const param = pick([...new Set(neighbours)].filter((name) => isPlain(name) && !declared.has(name) && !occurs(code, name)));
  return {
    ...(member !== undefined && { 'member of another class': `${holder!.name}.${member}` }),
    ...(misspelt !== undefined && !occurs(text, /\w+$/.exec(misspelt)![0]) && { 'one or two letters off': misspelt }),
    ...(param !== undefined && { 'parameter of the neighbour': param }),
  };
}

function occurs(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$])${name}(?![\\w$])`).test(text);
}

/** The events of one real run, by the item that each is about. */
async function namesChecked(files: readonly string[], workspace: string, outliner: Outliner, misses: ReadonlyMap<string, NearMiss>): Promise<Map<string, Extract<RunEvent, { type: 'names-checked' }>>> {
  const server = await startModelServer({ answer: answerWithNearMisses(misses, true) });
  const found = new Map<string, Extract<RunEvent, { type: 'names-checked' }>>();
  const listener = (event: RunEvent): void => {
    if (event.type === 'names-checked') found.set(plantKey({ path: event.path, symbol: event.section }), event);
  };
  try {
    const model = await openModel({ provider: 'anthropic', apiKey: 'key', baseUrl: server.url });
    const wanted = new Set([...misses.keys()].map((key) => key.slice(0, key.indexOf('#'))));
    await generateSpecs(
      { paths: files.filter((file) => wanted.has(file)), outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy: 'balanced', maxItems: 20, concurrency: 8 }, timeLimits: resolveTimeLimits({}, 'folder') },
      { files: createNodeFiles(workspace), store: createNodeStore(workspace), outliner, cache: createNoCache(), model, listeners: [listener] },
    );
  } finally {
    await server.close();
  }
  return found;
}
