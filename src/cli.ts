#!/usr/bin/env node
import { homedir } from 'node:os';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { version } from '../package.json';
import { describeEstimate, type Estimate } from './engine/batch/estimate';
import { createResultCache } from './engine/cache/createResultCache';
import { createRunRecords } from './engine/cache/runRecords';
import { DayBudget } from './engine/dispatch/dayBudget';
import { Cancelled } from './engine/dispatch/deadlineErrors';
import { loadExperiences, saveExperiences } from './engine/dispatch/experienceFile';
import { resolveTimeLimits, validateTimeLimits, type TimeLimits } from './engine/dispatch/limits';
import { renderSent, SentLog } from './engine/dispatch/sent';
import { generateSpecs, planSpecs } from './engine/generateSpecs';
import { InputError } from './engine/inputError';
import { createWorkerOutliner } from './engine/outline/workerOutliner';
import type { RunResult } from './engine/run';
import { readArguments, type CommandLine } from './node/arguments';
import { buildIdOf } from './node/buildId';
import { defaultCacheDir } from './node/cacheDir';
import { chooseModel } from './node/chooseModel';
import { chooseRoles } from './node/chooseRoles';
import { changedSince } from './node/git';
import { EXIT_CODES, jsonResult } from './node/jsonResult';
import { keepHeapSmall } from './node/frugalHeap';
import { logFile } from './node/logFile';
import { createNodeFiles } from './node/nodeFiles';
import { createNodeStore } from './node/nodeStore';
import { defaultStateDir } from './node/stateDir';
import { planSummaryOf, summaryOf } from './node/summary';
import { terminalProgress } from './node/terminalProgress';
import { findWorkspace, outputFolderIn } from './node/workspace';

/** The composition root of the command line: the same engine as in the editor, with files, terminal and environment around it. */
async function main(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  keepHeapSmall();
  const line = readArguments(args, version);
  if ('exitCode' in line) return line.exitCode;
  const open: { close(): void }[] = [];
  try {
    const workspace = findWorkspace(line.paths, line.root, process.cwd());
    const timeLimits = timeLimitsOf(line, workspace.hasFolder);
    const progress = terminalProgress(process.stderr);
    open.push(progress);
    const log = line.logFile === undefined ? undefined : logFile(line.logFile);
    if (log) open.push(log);
    const warnings: string[] = [];
    const onWarning = (message: string) => void warnings.push(message);
    const cacheDir = line.cacheDir ?? defaultCacheDir(env, process.platform, homedir());
    const build = line.cache ? buildIdOf(__dirname) : undefined;
    const kept = build === undefined ? undefined : { dir: cacheDir, version: build, onWarning };
    const outliner = createWorkerOutliner({ workerFile: path.join(__dirname, 'outlineWorker.js'), wasmDir: path.join(__dirname, 'grammars'), onWarning, ...(kept && { cache: kept }) });
    open.push({ close: () => void outliner.dispose() });
    const fetch = needsTransport(env, timeLimits) ? (await import('./node/transport')).createTransport() : undefined;
    const model = await chooseModel(line, env, fetch);
    // Reading and writing both are skipped where nothing may be kept.
    const experienceFile = path.join(cacheDir, 'models.json');
    const experiences = line.cache ? loadExperiences(experienceFile) : undefined;
    const dayBudget = model && new DayBudget({ dir: defaultStateDir(env, process.platform, homedir()), ceilings: { usd: line.dailyBudget }, onWarning });
    const sent = new SentLog();
    const ports = {
      files: createNodeFiles(workspace.root),
      store: createNodeStore(workspace.root),
      outliner,
      // Whoever runs a command in a folder and names its template trusts it.
      trusted: true,
      cache: createResultCache({ enabled: line.cache, dir: cacheDir, onWarning }),
      ...(kept && { records: createRunRecords(kept) }),
      model,
      roles: await chooseRoles(line, env, fetch),
      ...(experiences && { experiences }),
      ...(dayBudget && { dayBudget }),
      ...(line.sentFile === undefined ? {} : { onSent: sent.add }),
      signal: cancelOnInterrupt(),
      listeners: [progress.listener, ...(log ? [log.listener] : [])],
    };
    const request = {
      paths: workspace.paths,
      ...(line.changedSince === undefined ? {} : { changed: await changedSince(workspace.root, line.changedSince) }),
      ...(line.removeOrphans ? { removeOrphans: { force: line.force ?? false, ...(line.yes ? {} : { confirm: confirmRemoval }) } } : {}),
      outputFolder: outputFolderIn(workspace.root, line.out),
      template: line.template,
      language: line.language,
      batch: { strategy: line.batchStrategy, maxItems: line.batchSize, concurrency: line.concurrency, effort: 'low' as const },
      timeLimits,
      ...(line.budget !== undefined || line.maxTokens !== undefined ? { ceilings: { usd: line.budget, tokens: line.maxTokens } } : {}),
      ...(line.confirmAbove !== undefined ? { confirmAbove: { tokens: line.confirmAbove, usd: 0 } } : {}),
      ...(line.yes ? {} : { confirm: (estimate: Estimate) => confirmOnTerminal(estimate) }),
    };
    const result = await (line.command === 'plan' ? planSpecs : generateSpecs)(request, ports);
    for (const one of open.splice(0)) one.close();
    await dayBudget?.close();
    if (experiences) saveExperiences(experienceFile, experiences);
    if (line.sentFile !== undefined) writeFileSync(line.sentFile, renderSent(sent.requests, { files: result.leftOut.length }));
    report({ ...result, warnings: [...warnings, ...result.warnings] }, line, workspace.root);
    return EXIT_CODES[result.status];
  } catch (error) {
    for (const one of open.splice(0)) one.close();
    return wrongInput(error, line);
  }
}

function timeLimitsOf(line: CommandLine, hasFolder: boolean): TimeLimits {
  const ms = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
  const limits = resolveTimeLimits({ runMs: ms(line.timeout), requestMs: ms(line.requestTimeout), idleMs: ms(line.idleTimeout) }, hasFolder ? 'folder' : 'files');
  const [problem] = validateTimeLimits(limits);
  if (problem !== undefined) throw new InputError(problem);
  return limits;
}

/** Node's own `fetch` will do, unless there is a proxy, or a limit that is longer than its own. */
function needsTransport(env: NodeJS.ProcessEnv, { firstByteMs, idleMs }: TimeLimits): boolean {
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
  return proxied || Math.max(firstByteMs, idleMs) >= 300_000;
}

/** The first Ctrl+C ends the run, and what is finished is kept; the second ends the process. */
function cancelOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => (controller.signal.aborted ? process.exit(130) : controller.abort(new Cancelled())));
  }
  return controller.signal;
}

function confirmOnTerminal(estimate: Estimate): Promise<boolean> {
  return askOnTerminal(`This takes ${describeEstimate(estimate)}.`, 'Add --yes to go on, or --budget to set a ceiling.');
}

function confirmRemoval(specs: readonly string[]): Promise<boolean> {
  return askOnTerminal(`This removes ${specs.length === 1 ? specs[0]! : `${specs.length} specs whose sources are gone`}.`, 'Add --yes to go on; specwright plan --json lists them.');
}

/** @param otherwise the next step where there is nobody to ask. @throws InputError there */
async function askOnTerminal(what: string, otherwise: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new InputError(`${what} ${otherwise}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`\r\x1b[2K${what} Go on? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

function report(result: RunResult, line: CommandLine, root: string): void {
  const json = `${JSON.stringify(jsonResult(result), null, 2)}\n`;
  if (line.report !== undefined) writeFileSync(line.report, json);
  const place = (specPath: string) => path.relative(process.cwd(), path.join(root, specPath)) || specPath;
  process.stdout.write(line.json ? json : `${line.command === 'plan' ? planSummaryOf(result) : summaryOf(result, place)}\n`);
}

function wrongInput(error: unknown, line: CommandLine): number {
  const message = error instanceof Error ? (error.name === 'InputError' ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`specwright: ${message}\n`);
  if (line.json) process.stdout.write(`${JSON.stringify({ status: 'failed', files: [], usage: { calls: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }, costUsd: 0, cache: { hits: 0, misses: 0 }, warnings: [], errors: [message] }, null, 2)}\n`);
  return EXIT_CODES.failed;
}

void main(process.argv.slice(2), process.env).then((code) => {
  // Keep-alive sockets and the worker must not hold the process; what was printed must be out first.
  process.exitCode = code;
  process.stdout.write('', () => process.exit(code));
});
