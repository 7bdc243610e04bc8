import * as vscode from 'vscode';
import type { Listener } from '../engine/events';
import type { RunResult } from '../engine/run';
import type { ActiveRun } from './activeRun';
import { chooseWriter, type Writer } from './chooseWriter';
import { confirmRun } from './confirmRun';
import { createEditorFiles } from './editorFiles';
import { createEditorStore, type RefusedText } from './editorStore';
import type { EngineHost } from './engineHost';
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
    const writer = await chooseWriter(settings, secrets, host);
    active.withModel = writer.by === 'model';
    let declined = false;
    const request = requestFor(target, settings, engine, async (estimate) => {
      declined = !(await confirmRun(engine.describeEstimate(estimate), writer, active));
      return !declined;
    });
    const store = createEditorStore(target.folder, engine);
    // Of many specs none is opened: the person chooses.
    const opener = active.isOneFile && settings.get('openSpecBeside') ? [openSpecWhenItsFactsAreThere(specUriOf(target, request.outputFolder, engine.specPathOf))] : [];
    const result = await engine.generateSpecs(request, {
      files: createEditorFiles(target.folder, engine),
      store,
      outliner: await host.outliner(),
      cache: await host.cache(settings),
      records: await host.records(settings),
      ...(writer.by === 'model' ? writer.ports : {}),
      trusted: vscode.workspace.isTrusted,
      signal: active.signal,
      runId: active.id,
      listeners: [(event) => active.take(event), ...listeners, ...opener],
    });
    outcomes.push({ target, writer, result, refused: store.refused, declined });
  }
  return outcomes;
}


export function specUriOf({ folder, paths }: Target, outputFolder: string, specPathOf: (source: string, outputFolder: string) => string): vscode.Uri {
  return vscode.Uri.joinPath(folder, specPathOf(paths[0] ?? '', outputFolder));
}
