import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createResultCache } from '../../../src/engine/cache/createResultCache';
import { applySpec, planApply } from '../../../src/engine/applySpec';
import type { ApplyPorts } from '../../../src/engine/apply/writeEdited';
import { createNoCache } from '../../../src/engine/cache/noCache';
import { resolveTimeLimits } from '../../../src/engine/dispatch/limits';
import { checkSpecs } from '../../../src/engine/drift/checkSpecs';
import type { RunEvent } from '../../../src/engine/events';
import { generateSpecs, planSpecs } from '../../../src/engine/generateSpecs';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import type { ProjectPorts } from '../../../src/engine/project/writeProject';
import { planFiles, regenerateFiles } from '../../../src/engine/regenerateFiles';
import type { GenerateRequest } from '../../../src/engine/request';
import type { RunPorts } from '../../../src/engine/run';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { createNodeStore } from '../../../src/node/nodeStore';
import { openModel } from '../../../src/providers/openModel';
import { startModelServer, type ModelServer } from '../../model-server/modelServer';

export const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures');
const WASM = path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm');
const outliner = createInProcessOutliner({ wasmDir: WASM });

export const REQUEST: GenerateRequest = {
  paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', exclude: ['.cache-of-the-test'],
  batch: { strategy: 'balanced', maxItems: 20, concurrency: 6, effort: 'low' }, timeLimits: resolveTimeLimits({}, 'files'),
};

/** A folder on the real disk with the given sources, and the real engine over it. */
export async function workspaceOf(sources: Readonly<Record<string, string>>) {
  const root = await mkdtemp(path.join(tmpdir(), 'specwright-'));
  const at = (file: string) => path.join(root, file);
  const write = async (file: string, text: string) => {
    await mkdir(path.dirname(at(file)), { recursive: true });
    await writeFile(at(file), text);
  };
  for (const [file, text] of Object.entries(sources)) await write(file, text);
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const cacheDir = path.join(root, '.cache-of-the-test');
  return {
    root,
    write,
    read: (file: string) => readFile(at(file), 'utf8'),
    remove: (file: string) => rm(at(file)),
    /** The same files in another folder, with no cache: a colleague's checkout. */
    async clone() {
      const other = await workspaceOf({});
      await cp(root, other.root, { recursive: true, filter: (source) => !source.startsWith(cacheDir) });
      return other;
    },
    /** For what is done outside of a run. */
    ports: { files: createNodeFiles(root), store: createNodeStore(root), outliner },
    check: (request: RunOptions['request'] = {}) => checkSpecs({ ...REQUEST, ...request }, { files: createNodeFiles(root), store: createNodeStore(root), outliner, cache: createNoCache() }),
    /** Brings the code into line with an edited spec; `spec` may also be the source. */
    async apply(spec: string, options: RunOptions = {}) {
      const events: RunEvent[] = [];
      const { model, request, ports, plan } = options;
      const result = await (plan ? planApply : applySpec)(
        { ...REQUEST, ...request, paths: [spec] },
        { files: createNodeFiles(root), store: createNodeStore(root), outliner, cache: createResultCache({ dir: cacheDir }), model, listeners: [(event) => events.push(event)], ...ports },
      );
      return { ...result, events };
    },
    /** Writes the files of a project spec; `plan`: only says what it would do. */
    async regenerate(spec: string, options: Omit<RunOptions, 'ports'> & { readonly ports?: Partial<ProjectPorts> } = {}) {
      const events: RunEvent[] = [];
      const { model, request, ports, plan } = options;
      const result = await (plan ? planFiles : regenerateFiles)(
        { ...REQUEST, ...request, paths: [spec] },
        { files: createNodeFiles(root), store: createNodeStore(root), outliner, cache: createResultCache({ dir: cacheDir }), trusted: true, model, listeners: [(event) => events.push(event)], ...ports },
      );
      return { ...result, events };
    },
    run: async (options: RunOptions = {}) => {
      const events: RunEvent[] = [];
      const { model, request, ports, plan } = options;
      const result = await (plan ? planSpecs : generateSpecs)(
        { ...REQUEST, ...request },
        { files: createNodeFiles(root), store: createNodeStore(root), outliner, cache: createResultCache({ dir: cacheDir }), model, listeners: [(event) => events.push(event)], ...ports },
      );
      return { ...result, events };
    },
  };
}

export interface RunOptions {
  readonly model?: RunPorts['model'];
  readonly request?: Partial<GenerateRequest>;
  readonly ports?: Partial<ApplyPorts>;
  readonly plan?: boolean;
}

/** The real provider, through its real SDK, against the model server. */
export async function modelAt(server: ModelServer, model?: string, apiKey = 'key') {
  return openModel({ provider: 'anthropic', apiKey, baseUrl: server.url, model });
}

export async function serverOf(...settings: Parameters<typeof startModelServer>): Promise<ModelServer> {
  const server = await startModelServer(...settings);
  onTestFinished(() => server.close());
  return server;
}
