import * as vscode from 'vscode';
import type { RunEvent } from '../engine/events';
import { ActiveRun, type RunKind } from './activeRun';
import { CONTEXT_KEYS } from './contributions';
import { plural } from '../l10n/localize';
import type { Problem } from './runMessage';
import { runInFolders, type FolderOutcome, type RunDeps } from './runInFolders';
import { showRunProgress } from './runProgress';
import { Session } from './session';
import type { Target } from './targets';
import { files } from './words';

export interface EndedRun {
  readonly run: ActiveRun;
  /** By folder; none where it could not begin. */
  readonly outcomes: readonly FolderOutcome[];
}

/** The runs of this window: those going on, and what all of them have come to. */
export class Runs implements vscode.Disposable {
  readonly session = new Session();
  readonly #active = new Set<ActiveRun>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #started = new vscode.EventEmitter<ActiveRun>();
  readonly #ended = new vscode.EventEmitter<EndedRun>();
  #problem: Problem | undefined;
  #count = 0;

  constructor(
    private readonly deps: RunDeps,
    private readonly report: (run: ActiveRun, outcomes: readonly FolderOutcome[]) => Problem | undefined,
  ) {}

  /** Something that is shown of the runs has changed. */
  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get onDidStart(): vscode.Event<ActiveRun> {
    return this.#started.event;
  }

  /** A run has come to its end, whichever that was. */
  get onDidEnd(): vscode.Event<EndedRun> {
    return this.#ended.event;
  }

  get active(): readonly ActiveRun[] {
    return [...this.#active];
  }

  /** Why the last run that ended did not end well. */
  get problem(): Problem | undefined {
    return this.#problem;
  }

  /**
   * Writes the specs, with the progress in a notification. Resolves when everything is written, also after a cancellation.
   * @throws InputError where a setting, the key or the provider is not as it must be
   */
  generate(targets: readonly Target[], kind: RunKind = 'generate'): Promise<readonly FolderOutcome[]> {
    return this.follow(targets, kind, runInFolders, this.report);
  }

  /**
   * The same for any work on some targets: it is shown in the status bar and in a notification, may be cancelled there, and is told of at its end.
   * @param report returns what is wrong, where something is
   */
  async follow<T>(targets: readonly Target[], kind: RunKind, start: (run: ActiveRun, deps: RunDeps) => Promise<T>, report: (run: ActiveRun, outcome: T) => Problem | undefined): Promise<T> {
    const run = new ActiveRun(`run ${++this.#count}`, labelOf(targets), targets, kind);
    this.#active.add(run);
    this.#problem = undefined;
    this.#tell();
    this.#started.fire(run);
    const work = start(run, { ...this.deps, listeners: [(event) => this.#take(event), ...this.deps.listeners] });
    if (!run.isQuiet) void showRunProgress(run, work);
    let outcome: T | undefined;
    try {
      outcome = await work;
      this.#problem = report(run, outcome);
      return outcome;
    } catch (error) {
      this.#problem = { kind: 'error', text: error instanceof Error ? error.message : String(error) };
      throw error;
    } finally {
      this.#active.delete(run);
      run.end();
      this.#tell();
      this.#ended.fire({ run, outcomes: Array.isArray(outcome) ? (outcome as readonly FolderOutcome[]) : [] });
    }
  }

  /** The run that works on something of these targets already. */
  overlapping(targets: readonly Target[]): ActiveRun | undefined {
    return this.active.find((run) => run.overlaps(targets));
  }

  /** The person has seen it. */
  forgetProblem(): void {
    if (this.#problem === undefined) return;
    this.#problem = undefined;
    this.#tell();
  }

  dispose(): void {
    for (const run of this.#active) run.cancel();
    this.#changed.dispose();
    this.#started.dispose();
    this.#ended.dispose();
  }

  #take(event: RunEvent): void {
    this.session.take(event);
    this.#changed.fire();
  }

  #tell(): void {
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.running, this.#active.size > 0);
    this.#changed.fire();
  }
}

function labelOf(targets: readonly Target[]): string {
  const paths = targets.flatMap((target) => target.paths.map((path) => (path === '' ? target.name : path.split('/').at(-1)!)));
  return paths.length === 1 ? (paths[0] ?? '') : targets.some(({ hasFolder }) => hasFolder) ? plural(paths.length, '{0} item', '{0} items') : files(paths.length);
}
