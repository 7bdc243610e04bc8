import { homedir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { describeEstimate, describeRenewals, type Estimate } from '../../engine/batch/estimate';
import { createResultCache } from '../../engine/cache/createResultCache';
import { createRunRecords } from '../../engine/cache/runRecords';
import { DayBudget } from '../../engine/dispatch/dayBudget';
import { loadExperiences, saveExperiences } from '../../engine/dispatch/experienceFile';
import type { TimeLimits } from '../../engine/dispatch/limits';
import { renderSent, SentLog } from '../../engine/dispatch/sent';
import { generateSpecs, planSpecs } from '../../engine/generateSpecs';
import { InputError } from '../../engine/inputError';
import type { Confirmed } from '../../engine/request';
import type { RunResult } from '../../engine/run';
import type { CommandLine } from '../arguments';
import { chooseModel } from '../chooseModel';
import { chooseRoles } from '../chooseRoles';
import { changedSince } from '../git';
import { EXIT_CODES, jsonResult } from '../jsonResult';
import { writeOutput } from '../outputFile';
import { defaultStateDir } from '../stateDir';
import { planSummaryOf, summaryOf } from '../summary';
import { openCommand, type OpenCommand, type Surroundings } from './openCommand';

/** `specwright generate` and `specwright plan`. Resolves to the exit code. @throws InputError where there was nothing to start with */
export async function generate(line: CommandLine, surroundings: Surroundings): Promise<number> {
  const command = openCommand(line, surroundings);
  const { result, sent } = await run(line, command, surroundings.env).finally(() => command.close());
  if (line.sentFile !== undefined) writeOutput(line.sentFile, renderSent(sent.requests, { files: result.leftOut.length }), '--sent-file');
  report({ ...result, warnings: [...command.warnings, ...result.warnings] }, line, command.workspace.root);
  return EXIT_CODES[line.strict && result.status === 'done' && result.keptTexts ? 'partial' : result.status];
}

async function run(line: CommandLine, { workspace, outputFolder, timeLimits, cacheDir, kept, ports, onWarning }: OpenCommand, env: NodeJS.ProcessEnv): Promise<{ readonly result: RunResult; readonly sent: SentLog }> {
  const fetch = needsTransport(env, timeLimits) ? (await import('../transport')).createTransport() : undefined;
  const model = await chooseModel(line, env, fetch);
  // Reading and writing both are skipped where nothing may be kept.
  const experienceFile = path.join(cacheDir, 'models.json');
  const experiences = line.cache ? loadExperiences(experienceFile) : undefined;
  const dayBudget = model && new DayBudget({ dir: defaultStateDir(env, process.platform, homedir()), ceilings: { usd: line.dailyBudget }, onWarning });
  const sent = new SentLog();
  const request = {
    paths: workspace.paths,
    ...(line.changedSince === undefined ? {} : { changed: await changedSince(workspace.root, line.changedSince) }),
    ...(line.removeOrphans ? { removeOrphans: { force: line.force ?? false, ...(line.yes ? {} : { confirm: confirmRemoval }) } } : {}),
    outputFolder,
    template: line.template,
    language: line.language,
    unverified: line.unverified,
    renew: line.renew,
    batch: { strategy: line.batchStrategy, maxItems: line.batchSize, concurrency: line.concurrency, effort: 'low' as const },
    timeLimits,
    ...(line.budget !== undefined || line.maxTokens !== undefined ? { ceilings: { usd: line.budget, tokens: line.maxTokens } } : {}),
    ...(line.confirmAbove !== undefined ? { confirmAbove: { tokens: line.confirmAbove, usd: 0 } } : {}),
    ...(line.yes ? {} : { confirm: (estimate: Estimate) => confirmOnTerminal(estimate) }),
  };
  const result = await (line.command === 'plan' ? planSpecs : generateSpecs)(request, {
    ...ports,
    cache: createResultCache({ enabled: line.cache, dir: cacheDir, onWarning }),
    ...(kept && { records: createRunRecords(kept) }),
    model,
    roles: await chooseRoles(line, env, fetch),
    ...(experiences && { experiences }),
    ...(dayBudget && { dayBudget }),
    ...(line.sentFile === undefined ? {} : { onSent: sent.add }),
  });
  await dayBudget?.close();
  if (experiences) saveExperiences(experienceFile, experiences);
  return { result, sent };
}

/** Node's own `fetch` will do, unless there is a proxy, or a limit that is longer than its own. */
function needsTransport(env: NodeJS.ProcessEnv, { firstByteMs, idleMs }: TimeLimits): boolean {
  const proxied = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
  return proxied || Math.max(firstByteMs, idleMs) >= 300_000;
}

/** What a full renewal would cost is told apart, and may be left. */
async function confirmOnTerminal(estimate: Estimate): Promise<Confirmed> {
  const renewals = describeRenewals(estimate);
  const what = [`This takes ${describeEstimate(estimate)}.`, ...renewals.map((renewal) => `Of this, ${renewal}.`)].join(' ');
  if (renewals.length === 0) return isYes(await askOnTerminal(what, 'Add --yes to go on, or --budget to set a ceiling.'));
  const answer = await askOnTerminal(what, 'Add --yes to go on, --renew code to leave those as they are, or --budget to set a ceiling.', 'y/N/c; c: only where the code changed');
  return /^c(ode)?$/i.test(answer) ? 'code' : isYes(answer);
}

async function confirmRemoval(specs: readonly string[]): Promise<boolean> {
  return isYes(await askOnTerminal(`This removes ${specs.length === 1 ? specs[0]! : `${specs.length} specs whose sources are gone`}.`, 'Add --yes to go on; specwright plan --json lists them.'));
}

function isYes(answer: string): boolean {
  return /^y(es)?$/i.test(answer);
}

/** @param otherwise the next step where there is nobody to ask. @throws InputError there */
async function askOnTerminal(what: string, otherwise: string, choices = 'y/N'): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new InputError(`${what} ${otherwise}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`\r\x1b[2K${what} Go on? [${choices}] `)).trim();
  } finally {
    terminal.close();
  }
}

function report(result: RunResult, line: CommandLine, root: string): void {
  const json = `${JSON.stringify(jsonResult(result), null, 2)}\n`;
  if (line.report !== undefined) writeOutput(line.report, json, '--report');
  const place = (specPath: string) => path.relative(process.cwd(), path.join(root, specPath)) || specPath;
  process.stdout.write(line.json ? json : `${line.command === 'plan' ? planSummaryOf(result) : summaryOf(result, place)}\n`);
}
