import { homedir } from 'node:os';
import path from 'node:path';
import { describeEstimate, describeRenewals, type Estimate } from '../../engine/batch/estimate';
import { createResultCache } from '../../engine/cache/createResultCache';
import { createRunRecords } from '../../engine/cache/runRecords';
import { DayBudget } from '../../engine/dispatch/dayBudget';
import { loadExperiences, saveExperiences } from '../../engine/dispatch/experienceFile';
import type { TimeLimits } from '../../engine/dispatch/limits';
import { renderSent, SentLog } from '../../engine/dispatch/sent';
import type { Confirmed, GenerateRequest } from '../../engine/request';
import type { RunPorts, RunResult } from '../../engine/run';
import type { CommandLine } from '../arguments';
import { askOnTerminal, isYes } from '../askOnTerminal';
import { chooseModel } from '../chooseModel';
import { chooseRoles } from '../chooseRoles';
import { assertFolder, writeOutput } from '../outputFile';
import { Reports } from '../reports';
import { defaultStateDir } from '../stateDir';
import type { OpenCommand, Surroundings } from './openCommand';

/** A run of the engine that may ask a model, with what the command line and the environment say of it. Progress has ended when it resolves. */
export async function runWithModel<R extends RunResult>(line: CommandLine, command: OpenCommand, surroundings: Surroundings, run: (request: GenerateRequest, ports: RunPorts) => Promise<R>): Promise<R> {
  const { result, sent } = await runOnce(line, command, surroundings.env, run).finally(() => command.close());
  if (line.sentFile !== undefined) writeOutput(line.sentFile, renderSent(sent.requests, { files: result.leftOut.length }), '--sent-file');
  return { ...result, warnings: [...command.warnings, ...result.warnings] };
}

async function runOnce<R>(line: CommandLine, { workspace, outputFolder, timeLimits, cacheDir, kept, ports, pausing, onWarning }: OpenCommand, env: NodeJS.ProcessEnv, run: (request: GenerateRequest, ports: RunPorts) => Promise<R>): Promise<{ readonly result: R; readonly sent: SentLog }> {
  assertFolder(line.sentFile, '--sent-file');
  const fetch = needsTransport(env, timeLimits) ? (await import('../transport')).createTransport() : undefined;
  const model = await chooseModel(line, env, fetch);
  // Reading and writing both are skipped where nothing may be kept.
  const experienceFile = path.join(cacheDir, 'models.json');
  const experiences = line.cache ? loadExperiences(experienceFile) : undefined;
  const dayBudget = model && new DayBudget({ dir: defaultStateDir(env, process.platform, homedir()), ceilings: { usd: line.dailyBudget }, onWarning });
  const sent = new SentLog();
  const isPlan = line.command === 'plan' || line.dryRun === true;
  const reports = model || line.report !== undefined ? new Reports({ root: workspace.root, file: line.report, isKept: line.cache && !isPlan, env, onWarning }) : undefined;
  const request: GenerateRequest = {
    paths: workspace.paths,
    outputFolder,
    template: line.template,
    language: line.language,
    unverified: line.unverified,
    renew: line.renew,
    mark: line.mark === true,
    writeFailing: line.writeFailing === true,
    batch: { strategy: line.batchStrategy, maxItems: line.batchSize, concurrency: line.concurrency, effort: 'low' },
    timeLimits,
    ...(line.budget !== undefined || line.maxTokens !== undefined ? { ceilings: { usd: line.budget, tokens: line.maxTokens } } : {}),
    ...(line.confirmAbove !== undefined ? { confirmAbove: { tokens: line.confirmAbove, usd: 0 } } : {}),
    ...(line.yes ? {} : { confirm: (estimate: Estimate) => pausing(() => confirmOnTerminal(estimate)) }),
  };
  const result = await run(request, {
    ...ports,
    listeners: [...ports.listeners, ...(reports ? [reports.listener] : [])],
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
  await reports?.close();
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
