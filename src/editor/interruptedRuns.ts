import * as vscode from 'vscode';
import type { ActiveRun, RunKind } from './activeRun';
import type { Runs } from './runs';
import type { Target } from './targets';

const KEY = 'specwright.unfinishedRuns';

/** A run as it lies in the workspace's state. */
interface StoredRun {
  readonly title: string;
  readonly kind: RunKind;
  readonly targets: readonly (Omit<Target, 'folder'> & { readonly folder: string })[];
}

/**
 * Runs that the window did not see the end of: it was closed, or broke down. Each is noted as it begins and forgotten as it ends; what is there at the next start is offered to be gone on with, once.
 * What was answered is in the result cache, and what was written stands in the specs, so that to go on is to run it again.
 */
export class InterruptedRuns implements vscode.Disposable {
  readonly #runs = new Map<ActiveRun, StoredRun>();
  readonly #watch: vscode.Disposable;

  constructor(
    private readonly state: vscode.Memento,
    runs: Pick<Runs, 'onDidStart' | 'onDidEnd'>,
    /** Begins a run. */
    private readonly again: (targets: readonly Target[], kind: RunKind) => Promise<unknown>,
  ) {
    this.#watch = vscode.Disposable.from(
      runs.onDidStart((run) => {
        if (run.isQuiet) return;
        this.#runs.set(run, { title: run.title, kind: run.kind, targets: run.targets.map((target) => ({ ...target, folder: target.folder.toString() })) });
        this.#keep();
      }),
      runs.onDidEnd(({ run }) => this.#runs.delete(run) && this.#keep()),
    );
  }

  /** Offers what is left from the window before. */
  async offer(): Promise<void> {
    const left = this.state.get<readonly StoredRun[]>(KEY, []);
    if (left.length === 0) return;
    await this.state.update(KEY, undefined);
    const goOn = 'Go On';
    const titles = [...new Set(left.map(({ title }) => title))].join(', ');
    const answer = await vscode.window.showInformationMessage(`Specwright was not done with ${titles} when the window closed. What was answered is kept, and is not paid for again.`, goOn);
    if (answer !== goOn) return;
    for (const { targets, kind } of left) await this.again(targets.map((target) => ({ ...target, folder: vscode.Uri.parse(target.folder) })), kind);
  }

  /** What is still going on then is not forgotten: that is what it is for. */
  dispose(): void {
    this.#watch.dispose();
  }

  #keep(): void {
    void this.state.update(KEY, this.#runs.size === 0 ? undefined : [...this.#runs.values()]);
  }
}
