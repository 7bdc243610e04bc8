import { homedir } from 'node:os';
import path from 'node:path';
import { resolveTimeLimits, validateTimeLimits, type TimeLimits } from '../../engine/dispatch/limits';
import { Cancelled } from '../../engine/dispatch/deadlineErrors';
import { InputError } from '../../engine/inputError';
import type { Listener } from '../../engine/events';
import type { Outliner } from '../../engine/outline/outline';
import { createWorkerOutliner } from '../../engine/outline/workerOutliner';
import type { Files, Store } from '../../engine/ports';
import { buildIdOf } from '../buildId';
import { defaultCacheDir } from '../cacheDir';
import { openFigures } from '../figures';
import { logFile } from '../logFile';
import { createNodeFiles } from '../nodeFiles';
import { createNodeStore } from '../nodeStore';
import { assertFolder } from '../outputFile';
import { terminalProgress, type AskedFor } from '../terminalProgress';
import { findWorkspace, outputFolderIn, type Workspace } from '../workspace';

/** What the process gives to a command. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the bundles, with the grammars. */
  readonly dist: string;
  /** Of Specwright. */
  readonly version: string;
}

/** Options that every command over sources has. */
export interface SourceOptions {
  readonly paths: readonly string[];
  readonly root?: string;
  readonly out?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly requestTimeout?: number;
  readonly idleTimeout?: number;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly report?: string;
  readonly logFile?: string;
  readonly metricsFile?: string;
  /** 0: any that is free. */
  readonly metricsPort?: number;
  readonly tracesEndpoint?: string;
}

/** What a command over sources works with, whatever it does with them. */
export interface OpenCommand {
  readonly workspace: Workspace;
  /** Relative to the root. */
  readonly outputFolder: string;
  readonly timeLimits: TimeLimits;
  readonly cacheDir: string;
  /** Where outlines and records of runs are kept. Absent: nothing may be kept. */
  readonly kept?: { readonly dir: string; readonly version: string; readonly onWarning: (message: string) => void };
  /** The engine's ports that need no model. */
  readonly ports: { readonly files: Files; readonly store: Store; readonly outliner: Outliner; readonly trusted: true; readonly signal: AbortSignal; readonly listeners: readonly Listener[] };
  /** While a person is asked something, no progress is drawn over the question. */
  readonly pausing: <T>(ask: () => Promise<T>) => Promise<T>;
  /** What did not work as it should beside the run. Grows. */
  readonly warnings: readonly string[];
  readonly onWarning: (message: string) => void;
  /** Ends progress, log, figures and parser, before anything is printed. */
  close(): Promise<void>;
}

/** @throws InputError for paths, folders, limits and ports that cannot be right */
export async function openCommand(options: SourceOptions, { env, dist, version }: Surroundings, askedFor?: AskedFor): Promise<OpenCommand> {
  const workspace = findWorkspace(options.paths, options.root, process.cwd());
  const outputFolder = outputFolderIn(workspace.root, options.out);
  const timeLimits = timeLimitsOf(options, workspace.hasFolder);
  const warnings: string[] = [];
  const onWarning = (message: string) => void warnings.push(message);
  assertFolder(options.report, '--report');
  const figures = await openFigures(options, { env, version }, onWarning);
  const log = options.logFile === undefined ? undefined : logFile(options.logFile);
  const progress = terminalProgress(process.stderr, askedFor);
  const cacheDir = options.cacheDir ?? defaultCacheDir(env, process.platform, homedir());
  const build = options.cache ? buildIdOf(dist) : undefined;
  const kept = build === undefined ? undefined : { dir: cacheDir, version: build, onWarning };
  const outliner = createWorkerOutliner({ workerFile: path.join(dist, 'outlineWorker.js'), wasmDir: path.join(dist, 'grammars'), onWarning, ...(kept && { cache: kept }) });
  return {
    workspace,
    outputFolder,
    timeLimits,
    cacheDir,
    ...(kept && { kept }),
    ports: {
      files: createNodeFiles(workspace.root),
      store: createNodeStore(workspace.root),
      outliner,
      // Whoever runs a command in a folder and names its template trusts it.
      trusted: true,
      signal: cancelOnInterrupt(),
      listeners: [progress.listener, ...(log ? [log.listener] : []), ...figures.listeners],
    },
    pausing: (ask) => progress.pausing(ask),
    warnings,
    onWarning,
    async close() {
      progress.close();
      log?.close();
      await figures.close();
      await outliner.dispose();
    },
  };
}

function timeLimitsOf({ timeout, requestTimeout, idleTimeout }: SourceOptions, hasFolder: boolean): TimeLimits {
  const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
  const limits = resolveTimeLimits({ runMs: ms(timeout), requestMs: ms(requestTimeout), idleMs: ms(idleTimeout) }, hasFolder ? 'folder' : 'files');
  const [problem] = validateTimeLimits(limits);
  if (problem !== undefined) throw new InputError(problem);
  return limits;
}

/** The first Ctrl+C ends the run, and what is finished is kept; the second ends the process. */
function cancelOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (controller.signal.aborted ? process.exit(130) : controller.abort(new Cancelled())));
  }
  return controller.signal;
}
