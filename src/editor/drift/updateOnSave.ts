import * as vscode from 'vscode';
import type { EngineHost } from '../engineHost';
import { outputFolderOf } from '../request';
import { specUriOf } from '../runInFolders';
import type { Runs } from '../runs';
import { Settings } from '../settings';
import { sourceOf, targetsOf, type Target } from '../targets';

/** Brings the spec of a source up to date when the source is saved, if the person wants that: facts alone, or with the model. Only where there is a spec, and without a word where all is well. */
export class UpdateOnSave implements vscode.Disposable {
  /** How a document that is being saved came to be. */
  readonly #reasons = new Map<string, vscode.TextDocumentSaveReason>();
  /** Saved while a run was at the same spec. */
  readonly #waiting = new Map<string, 'facts' | 'save'>();
  readonly #watch: vscode.Disposable;

  constructor(
    private readonly host: EngineHost,
    private readonly runs: Runs,
    private readonly log: Pick<vscode.LogOutputChannel, 'warn'>,
  ) {
    this.#watch = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => this.#reasons.set(document.uri.toString(), reason)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#saved(uri)),
      runs.onDidEnd(() => this.#goOn()),
    );
  }

  dispose(): void {
    this.#watch.dispose();
  }

  #saved(uri: vscode.Uri): void {
    const reason = this.#reasons.get(uri.toString());
    this.#reasons.delete(uri.toString());
    if (sourceOf(uri) || !vscode.workspace.getWorkspaceFolder(uri)) return;
    const wanted = new Settings(uri).get('updateOnSave');
    if (wanted === 'off') return;
    // A pause in typing, or another window, saves too: that is no reason to spend money.
    void this.#update(uri, wanted === 'model' && reason === vscode.TextDocumentSaveReason.Manual ? 'save' : 'facts');
  }

  async #update(uri: vscode.Uri, kind: 'facts' | 'save'): Promise<void> {
    try {
      const targets = await targetsOf([uri]);
      if (!(await this.#hasSpec(targets[0]!))) return;
      if (this.runs.overlapping(targets)) this.#waiting.set(uri.toString(), kind);
      else await this.runs.generate(targets, kind);
    } catch (error) {
      // It was not asked for: the status bar tells, and the command that is run next.
      this.log.warn(`not updated on save: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #hasSpec(target: Target): Promise<boolean> {
    const { specPathOf } = await this.host.load();
    const spec = specUriOf(target, outputFolderOf(new Settings(target.folder)), specPathOf);
    return vscode.workspace.fs.stat(spec).then(() => true, () => false);
  }

  #goOn(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [uri, kind] of waiting) void this.#update(vscode.Uri.parse(uri), kind);
  }
}
