import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ActiveRun, RunKind } from './activeRun';
import { listed, t } from '../l10n/localize';
import type { Runs } from './runs';
import type { Target } from './targets';
import { UNFINISHED_RUNS } from './unfinishedRuns';

/** A run as it lies in the workspace's storage. */
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
    /** The workspace's storage of the extension; made when it is needed. None where no folder is open, and so no run. */
    private readonly folder: string | undefined,
    runs: Pick<Runs, 'onDidStart' | 'onDidEnd'>,
    /** Begins a run. */
    private readonly again: (targets: readonly Target[], kind: RunKind) => Promise<unknown>,
  ) {
    this.#watch = vscode.Disposable.from(
      runs.onDidStart((run) => {
        // Code is written under the eyes of a person: they begin it again themselves, at no cost for what was answered.
        if (run.isQuiet || run.what !== 'spec') return;
        this.#runs.set(run, { title: run.title, kind: run.kind, targets: run.targets.map((target) => ({ ...target, folder: target.folder.toString() })) });
        this.#keep();
      }),
      runs.onDidEnd(({ run }) => this.#runs.delete(run) && this.#keep()),
    );
  }

  /** Offers what is left from the window before. */
  async offer(): Promise<void> {
    const left = this.#left();
    if (left.length === 0) return;
    this.#keep();
    const goOn = t('Go On');
    const titles = listed([...new Set(left.map(({ title }) => title))]);
    const answer = await vscode.window.showInformationMessage(t('Specwright was not done with {0} when the window closed. What was answered is kept, and is not paid for again.', titles), goOn);
    if (answer !== goOn) return;
    for (const { targets, kind } of left) await this.again(targets.map((target) => ({ ...target, folder: vscode.Uri.parse(target.folder) })), kind);
  }

  /** What is still going on then is not forgotten: that is what it is for. */
  dispose(): void {
    this.#watch.dispose();
  }

  #left(): readonly StoredRun[] {
    if (this.folder === undefined) return [];
    try {
      const stored: unknown = JSON.parse(readFileSync(path.join(this.folder, UNFINISHED_RUNS), 'utf8'));
      return Array.isArray(stored) ? (stored as readonly StoredRun[]) : [];
    } catch {
      return []; // none, or one that the window was torn away from
    }
  }

  /** In a file, and at once: the editor's own state is written some time later, which a window that goes down may not reach. */
  #keep(): void {
    if (this.folder === undefined) return;
    const file = path.join(this.folder, UNFINISHED_RUNS);
    try {
      if (this.#runs.size === 0) return rmSync(file, { force: true });
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(file, JSON.stringify([...this.#runs.values()]));
    } catch {
      // A run is not to fail for want of an offer to repeat it.
    }
  }
}
