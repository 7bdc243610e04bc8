import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BatchStrategy } from '../../../src/engine/batch/planBatches';
import { createResultCache } from '../../../src/engine/cache/createResultCache';
import { resolveTimeLimits } from '../../../src/engine/dispatch/limits';
import { checkSpecs } from '../../../src/engine/drift/checkSpecs';
import type { RunEvent } from '../../../src/engine/events';
import { generateSpecs, planSpecs } from '../../../src/engine/generateSpecs';
import { createWorkerOutliner } from '../../../src/engine/outline/workerOutliner';
import type { GenerateRequest } from '../../../src/engine/request';
import type { RunPorts } from '../../../src/engine/run';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { createNodeStore } from '../../../src/node/nodeStore';
import { openModel } from '../../../src/providers/openModel';
import { startModelServer } from '../../model-server/modelServer';

export type UpdateBench = Awaited<ReturnType<typeof prepare>>;
export type Workspace = ReturnType<UpdateBench['workspace']>;

export interface RunOptions {
  readonly strategy?: BatchStrategy;
  readonly paths?: readonly string[];
  /** Default: Anthropic, at the bench's server. */
  readonly model?: RunPorts['model'] | 'none';
  readonly emptyCache?: boolean;
}

/** The engine and the real SDKs in this process, with the model server beside them; each workspace in a folder of its own. */
export async function prepare(root: string) {
  const server = await startModelServer({});
  const folders: string[] = [];
  const folder = () => {
    const made = mkdtempSync(path.join(os.tmpdir(), 'specwright-updates-'));
    folders.push(made);
    return made;
  };
  const outliner = createWorkerOutliner({ workerFile: path.join(root, 'dist/outlineWorker.js'), wasmDir: path.join(root, 'dist/grammars'), cache: { dir: folder(), version: 'bench' } });
  const model = await openModel({ provider: 'anthropic', apiKey: 'key', baseUrl: server.url });

  /** Runs over a folder, with paid answers kept beside it. */
  function workspace(place = folder()) {
    const cacheDir = folder();
    const requestOf = ({ strategy = 'balanced', paths = [''] }: RunOptions): GenerateRequest => ({
      paths, outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy, maxItems: 20, concurrency: 6, effort: 'low' }, timeLimits: resolveTimeLimits({}, 'folder'),
    });
    const portsOf = (options: RunOptions): RunPorts => ({
      files: createNodeFiles(place), store: createNodeStore(place), outliner, cache: createResultCache({ dir: options.emptyCache ? folder() : cacheDir }),
      ...(options.model === 'none' ? {} : { model: options.model ?? model }),
    });
    return {
      place,
      read: (file: string) => readFileSync(path.join(place, file), 'utf8'),
      write(file: string, text: string) {
        mkdirSync(path.dirname(path.join(place, file)), { recursive: true });
        writeFileSync(path.join(place, file), text);
      },
      /** With what the server was asked for meanwhile, and the sections that were answered by it or by the cache. */
      async generate(options: RunOptions = {}) {
        const before = server.ledger.length;
        const answered = { model: new Set<string>(), cache: new Set<string>() };
        const listeners = [(event: RunEvent) => void (event.type === 'item-done' && answered[event.from].add(event.item.replace(/\/part:\d+$/, '')))];
        const result = await generateSpecs(requestOf(options), { ...portsOf(options), listeners });
        const requests = server.ledger.slice(before);
        if (result.status !== 'done') throw new Error(`The run ended as ${result.status}: ${result.errors[0] ?? ''}`);
        return { ...result, requests, items: requests.flatMap(({ items }) => items.map(nameOf)), answered };
      },
      plan: (options: RunOptions = {}) => planSpecs(requestOf(options), portsOf(options)),
      check: (options: RunOptions = {}) => checkSpecs(requestOf(options), portsOf({ ...options, model: 'none' })),
      git: (...args: string[]) => git(place, ...args),
      /** As the last commit has it. */
      reset() {
        git(place, 'reset', '-q', '--hard');
        git(place, 'clean', '-qfd');
      },
    };
  }

  return {
    root,
    server,
    outliner,
    folder,
    workspace,
    /** A repository with the first so many of this project's own sources, their specs made and committed. */
    async ownSources(count: number) {
      const made = workspace();
      const sources = git(root, 'ls-files', '-z', 'src').split('\0').filter((file) => file.endsWith('.ts')).sort().slice(0, count);
      for (const file of sources) {
        mkdirSync(path.dirname(path.join(made.place, file)), { recursive: true });
        cpSync(path.join(root, file), path.join(made.place, file));
      }
      await made.generate();
      git(made.place, 'init', '-q');
      commitAll(made.place);
      return { ...made, sources };
    },
    async close() {
      await server.close();
      await outliner.dispose();
      for (const one of folders) rmSync(one, { recursive: true, force: true });
    },
  };
}

/** How the items of a request are told apart: by source and section. */
export function nameOf({ path: source, symbol, kind }: { readonly path: string; readonly symbol?: string; readonly kind: string }): string {
  return `${source}#${symbol ?? kind}`;
}

export function git(folder: string, ...args: string[]): string {
  const settings = ['user.name=bench', 'user.email=bench@localhost', 'commit.gpgsign=false', 'init.defaultBranch=main', 'core.autocrlf=false', 'advice.detachedHead=false'].flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 256e6, stdio: ['ignore', 'pipe', 'pipe'] });
}

export function commitAll(folder: string, message = 'bench'): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}

/** Every file below a folder with its text, sorted by path. */
export function textsIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name))).sort();
  return new Map(paths.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')]));
}

/** Numbers from 0 up to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** So many of them, each once, in an order that the seed decides. */
export function pick<T>(from: readonly T[], count: number, random: () => number): T[] {
  const rest = [...from];
  return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(Math.floor(random() * rest.length), 1)[0]!);
}
