import * as vscode from 'vscode';
import type { Listener } from '../engine/events';
import type { RunPorts, RunResult } from '../engine/run';
import type { ActiveRun, RunKind } from './activeRun';
import { chooseWriter, type Writer } from './chooseWriter';
import { confirmRun } from './confirmRun';
import { createEditorFiles } from './editorFiles';
import { createEditorStore, type RefusedText } from './editorStore';
import type { EngineHost } from './engineHost';
import type { FolderPlan } from './planText';
import { requestFor } from './request';
import type { Secrets } from './secrets';
import { Settings } from './settings';
import { openSpecWhenItsFactsAreThere } from './specEditor';
import type { Target } from './targets';

export interface RunDeps {
  readonly host: EngineHost;
  readonly secrets: Secrets;
  readonly listeners: readonly Listener[];
}

/** What became of a run in one folder. */
export interface FolderOutcome {
  readonly target: Target;
  readonly writer: Writer;
  readonly result: RunResult;
  /** What is still to be offered to the person, by the spec's path. */
  readonly refused: ReadonlyMap<string, RefusedText>;
  /** The person was shown the estimate and said no. */
  readonly declined: boolean;
}

/**
 * One command: a run in each folder that it spans, one after the other.
 * @throws InputError where a setting, the key or the provider is not as it must be; nothing was done then in this folder
 */
export async function runInFolders(active: ActiveRun, deps: RunDeps): Promise<FolderOutcome[]> {
  const { host, secrets, listeners } = deps;
  const engine = await host.load();
  const outcomes: FolderOutcome[] = [];
  for (const target of active.targets) {
    if (active.signal.aborted) break;
    const settings = new Settings(target.folder);
    const writer: Writer = active.kind === 'facts' ? { by: 'nobody', because: 'chosen' } : await chooseWriter(settings, secrets, host);
    active.withModel = writer.by === 'model';
    let declined = false;
    const request = requestFor(target, settings, engine, active.kind, async (estimate) => {
      const confirmed = await confirmRun(engine.describeEstimate(estimate), engine.describeRenewals(estimate), writer, active);
      declined = confirmed === false;
      return confirmed;
    });
    const store = createEditorStore(target.folder, engine);
    const opener = active.showsSpec && settings.get('openSpecBeside') ? [openSpecWhenItsFactsAreThere(specUriOf(target, request.outputFolder, engine.specPathOf))] : [];
    const result = await engine.generateSpecs(request, {
      ...(await portsFor(target, writer, settings, deps)),
      store,
      signal: active.signal,
      runId: active.id,
      listeners: [(event) => active.take(event), ...listeners, ...opener],
    });
    outcomes.push({ target, writer, result, refused: store.refused, declined });
    host.filesHeldBack = result.leftOut.length;
    await host.keepExperiences();
  }
  return outcomes;
}

/** What a run would do in each folder. `undefined`: the person went away. @throws InputError as {@link runInFolders} */
export async function planInFolders(targets: readonly Target[], deps: Pick<RunDeps, 'host' | 'secrets'>, signal: AbortSignal, kind: RunKind = 'generate'): Promise<FolderPlan[] | undefined> {
  const engine = await deps.host.load();
  const plans: FolderPlan[] = [];
  for (const target of targets) {
    const settings = new Settings(target.folder);
    const writer = await chooseWriter(settings, deps.secrets, deps.host);
    const request = requestFor(target, settings, engine, kind, undefined);
    const result = await engine.planSpecs(request, { ...(await portsFor(target, writer, settings, deps)), store: createEditorStore(target.folder, engine), signal, runId: 'plan' });
    if (signal.aborted) return undefined;
    plans.push({ name: target.name, writer: writer.by === 'model' ? `${writer.ports.model!.provider}/${writer.name}` : undefined, result });
  }
  return plans;
}

/** What runs and plans are handed alike. */
export async function portsFor(target: Target, writer: Writer, settings: Settings, { host }: Pick<RunDeps, 'host'>): Promise<Omit<RunPorts, 'store' | 'signal' | 'runId' | 'listeners'>> {
  const model = writer.by === 'model' ? { ...writer.ports, dayBudget: await host.dayBudget(settings), experiences: await host.experiences(), onSent: (await host.sentLog()).add } : {};
  return {
    files: createEditorFiles(target.folder, await host.load()),
    outliner: await host.outliner(),
    cache: await host.cache(settings),
    records: await host.records(settings),
    ...model,
    trusted: vscode.workspace.isTrusted,
  };
}

export function specUriOf({ folder, paths }: Target, outputFolder: string, specPathOf: (source: string, outputFolder: string) => string): vscode.Uri {
  return vscode.Uri.joinPath(folder, specPathOf(paths[0] ?? '', outputFolder));
}
