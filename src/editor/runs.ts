import * as vscode from 'vscode';
import type { RunEvent } from '../engine/events';
import { ActiveRun } from './activeRun';
import { CONTEXT_KEYS } from './contributions';
import { runInFolders, type FolderOutcome, type RunDeps } from './runInFolders';
import { showRunProgress } from './runProgress';
import { Session } from './session';
import type { Target } from './targets';
import { count } from './words';

/** The runs of this window: those going on, and what all of them have come to. */
export class Runs implements vscode.Disposable {
  readonly session = new Session();
  readonly #active = new Set<ActiveRun>();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Why the last run that ended did not end well, in one line. */
  #problem: string | undefined;
  #started = 0;

  constructor(
    private readonly deps: RunDeps,
    private readonly report: (run: ActiveRun, outcomes: readonly FolderOutcome[]) => string | undefined,
  ) {}

  /** Something that is shown of the runs has changed. */
  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  get active(): readonly ActiveRun[] {
    return [...this.#active];
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  /**
   * Writes the specs, with the progress in a notification. Resolves when everything is written, also after a cancellation.
   * @throws InputError where a setting, the key or the provider is not as it must be
   */
  generate(targets: readonly Target[]): Promise<readonly FolderOutcome[]> {
    return this.follow(targets, 'spec', runInFolders, this.report);
  }

  /**
   * The same for any work on some targets: it is shown in the status bar and in a notification, may be cancelled there, and is told of at its end.
   * @param report returns what is wrong in one line, where something is
   */
  async follow<T>(targets: readonly Target[], what: ActiveRun['what'], start: (run: ActiveRun, deps: RunDeps) => Promise<T>, report: (run: ActiveRun, outcome: T) => string | undefined): Promise<T> {
    const run = new ActiveRun(`run ${++this.#started}`, labelOf(targets), targets, what);
    this.#active.add(run);
    this.#problem = undefined;
    this.#tell();
    const work = start(run, { ...this.deps, listeners: [(event) => this.#take(event), ...this.deps.listeners] });
    void showRunProgress(run, work);
    try {
      const outcome = await work;
      this.#problem = report(run, outcome);
      return outcome;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      throw error;
    } finally {
      this.#active.delete(run);
      this.#tell();
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
  return paths.length === 1 ? (paths[0] ?? '') : count(paths.length, targets.some(({ hasFolder }) => hasFolder) ? 'item' : 'file');
}
