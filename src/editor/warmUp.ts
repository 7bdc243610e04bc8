import * as vscode from 'vscode';
import { systemClock } from '../engine/ports';
import { LANGUAGES } from './contributions';
import { pathIn, tabOf } from './documents';
import { createEditorFiles } from './editorFiles';
import type { EngineHost } from './engineHost';
import { IdleWork } from './idleWork';
import { outputFolderOf } from './request';
import type { Runs } from './runs';
import { hiddenFiles, onDidChangeSettings, Settings } from './settings';

/** A pause in typing is shorter, and a window that opens is done by then. */
const QUIET_MS = 3_000;

/**
 * Reads the files that are open, and what they import, while nobody types and no command is being executed: the first command then starts at once. It sends nothing,
 * writes nothing into the workspace, and runs none of its code, so it is done in workspaces that are not trusted as well.
 */
export class WarmUp implements vscode.Disposable {
  readonly #idle: IdleWork;
  readonly #watches: vscode.Disposable[];
  /** Open files that are read already, with the version that was. */
  #warm = new Map<string, number>();

  constructor(
    private readonly host: EngineHost,
    runs: Pick<Runs, 'active' | 'onDidChange'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'debug'>,
  ) {
    this.#idle = new IdleWork((signal) => this.#warmUp(signal), { quietMs: QUIET_MS, clock: systemClock, isBusy: () => runs.active.length > 0 });
    const touch = () => this.#idle.touch();
    this.#watches = [
      runs.onDidChange(touch),
      vscode.window.onDidChangeActiveTextEditor(touch),
      // A log that is written is nobody who types.
      vscode.workspace.onDidChangeTextDocument(({ document }) => document.uri.scheme !== 'output' && touch()),
      onDidChangeSettings(touch),
    ];
    touch();
  }

  dispose(): void {
    for (const watch of this.#watches) watch.dispose();
    this.#idle.dispose();
  }

  async #warmUp(signal: AbortSignal): Promise<void> {
    if (!new Settings().get('warmUp')) return;
    const open = openSources();
    this.#warm = new Map([...this.#warm].filter(([uri]) => open.some((document) => document.uri.toString() === uri)));
    const cold = open.filter((document) => this.#warm.get(document.uri.toString()) !== document.version);
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      const documents = cold.filter(({ uri }) => vscode.workspace.getWorkspaceFolder(uri) === folder);
      if (documents.length === 0 || signal.aborted) continue;
      const versions = documents.map(({ uri, version }) => [uri.toString(), version] as const);
      const settings = new Settings(folder.uri);
      const engine = await this.host.load();
      const outlined = await engine.warmOutlines(
        { paths: documents.map(({ uri }) => pathIn(folder.uri, uri)!), exclude: [...hiddenFiles(folder.uri), ...settings.get('exclude')], outputFolder: outputFolderOf(settings), signal },
        { files: createEditorFiles(folder.uri, engine), outliner: await this.host.outliner() },
      );
      if (signal.aborted) return;
      for (const [uri, version] of versions) this.#warm.set(uri, version);
      this.log.debug(`warm-up: ${outlined} outlines of what is open in ${folder.name} and what it imports`);
    }
  }
}

/** What a person sees in tabs, of the languages that are known, on the disk; the active one first. To read from elsewhere may cost somebody something. */
function openSources(): vscode.TextDocument[] {
  const active = vscode.window.activeTextEditor?.document;
  const open = vscode.workspace.textDocuments.filter((document) => !document.isClosed && document.uri.scheme === 'file' && document.languageId in LANGUAGES && tabOf(document.uri));
  return open.sort((a, b) => Number(b === active) - Number(a === active));
}
