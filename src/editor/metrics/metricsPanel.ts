import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PageLanguage } from '../../l10n/dictionary';
import { t } from '../../l10n/localize';
import { escapeHtml } from '../../report/escape';
import { languageData } from '../../report/pageLanguage';
import { readViewMessage, type HostMessage, type ShownRun, type ViewCommand, type ViewMessage } from '../../webview/protocol';
import { keyOf } from '../../webview/summary';
import { commandId, METRICS_VIEW } from '../contributions';
import type { RecordedRuns } from './recordedRuns';

/** Nobody reads faster, and a run of thousands of requests is not to be about its own figures. */
const UPDATE_MS = 500;

/** What the view is to show. Absent: the newest run, compared with none. */
export interface Chosen {
  readonly key?: string;
  readonly compared?: string;
}

/** The view in an editor's tab. It is told what changed while it is in sight, and nothing otherwise: it asks again when it comes back. */
export class MetricsPanel implements vscode.Disposable {
  #panel: vscode.WebviewPanel | undefined;
  #chosen: Chosen = {};
  /** Chosen by a command, so that the view has to be told. */
  #isForced = false;
  /** The page is there and listens. */
  #isReady = false;
  /** The state of the live run that the view has. */
  #sent: { readonly key: string; readonly revision: number } | undefined;
  /** Only the last one that was asked for is sent. */
  #snapshots = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly context: Pick<vscode.ExtensionContext, 'extensionPath'>,
    private readonly runs: RecordedRuns,
    private readonly onProblem: (error: unknown) => void,
    /** What the page is in. Absent: English. */
    private readonly language: PageLanguage | undefined,
  ) {}

  show(chosen?: Chosen): void {
    if (chosen) {
      this.#chosen = chosen;
      this.#isForced = true;
    }
    if (!this.#panel) return this.adopt(vscode.window.createWebviewPanel(METRICS_VIEW, t('Specwright Metrics'), vscode.ViewColumn.Active));
    this.#panel.reveal();
    if (chosen) void this.#sendSnapshot();
  }

  /** A panel that has just been opened, by us or with the window. */
  adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#isReady = false;
    const extension = vscode.Uri.file(this.context.extensionPath);
    const files = vscode.Uri.joinPath(extension, 'dist', 'webview');
    panel.webview.options = { enableScripts: true, localResourceRoots: [files] };
    const icon = (theme: string) => vscode.Uri.joinPath(extension, 'media', `spec-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.onDidReceiveMessage((message: unknown) => this.#take(readViewMessage(message)));
    panel.onDidChangeViewState(() => {
      // What is hidden is torn down; once it is there again it says so.
      if (!panel.visible) this.#isReady = false;
      this.#follow();
    });
    panel.onDidDispose(() => {
      if (this.#panel !== panel) return;
      this.#panel = undefined;
      this.#isReady = false;
      this.#follow();
    });
    panel.webview.html = page(panel.webview, files, this.language);
  }

  /** What the view shows. */
  get chosen(): Chosen {
    return this.#panel ? this.#chosen : {};
  }

  /** A run has begun or ended. */
  runsChanged(): void {
    if (!this.#canSend) return;
    // One that is followed may have come to its end, and a newer one takes the place of the newest.
    if (this.#chosen.key === undefined || this.#sent) void this.#sendSnapshot();
    else this.#send({ type: 'runs', runs: this.runs.list() });
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  get #canSend(): boolean {
    return this.#panel?.visible === true && this.#isReady;
  }

  /** The clock ticks only while there is somebody to tell of a run that goes on. */
  #follow(): void {
    const isWanted = this.#canSend && this.#sent !== undefined;
    if (isWanted) this.#timer ??= setInterval(() => this.#tick(), UPDATE_MS);
    else {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  #tick(): void {
    const live = this.#sent && this.runs.live(this.#sent.key);
    if (!live || !this.#sent) return;
    const { revision } = this.#sent;
    this.#sent = { key: live.key, revision: live.recorder.revision };
    this.#send({ type: 'update', key: live.key, update: live.recorder.changedSince(revision, Date.now()) });
  }

  async #sendSnapshot(): Promise<void> {
    const number = ++this.#snapshots;
    await this.runs.load();
    const { key, compared } = this.#chosen;
    const isLive = this.runs.live(key) !== undefined;
    const [ended, other] = await Promise.all([isLive ? undefined : this.#ended(key), compared === undefined ? undefined : this.#ended(compared)]);
    // Meanwhile the person may have chosen another run, or a run may have ended.
    if (!this.#canSend || number !== this.#snapshots) return;
    const live = this.runs.live(key);
    const shown = live ? { key: live.key, revision: live.recorder.revision, report: live.recorder.report(Date.now()) } : ended;
    this.#sent = live && { key: live.key, revision: live.recorder.revision };
    this.#send({ type: 'snapshot', runs: this.runs.list(), ...(shown && { shown }), ...(other && { compared: other }), ...(this.#isForced && { chosen: this.#chosen }) });
    this.#isForced = false;
    if (key !== undefined && !shown) this.#send({ type: 'problem', message: t('The report of this run is no longer kept. Choose another run above.') });
    this.#follow();
  }

  async #ended(key: string | undefined): Promise<ShownRun | undefined> {
    const report = await this.runs.ended(key);
    return report && { key: keyOf(report), revision: 0, report };
  }

  #send(message: HostMessage): void {
    void this.#panel?.webview.postMessage(message);
  }

  #take(message: ViewMessage | undefined): void {
    switch (message?.type) {
      case 'ready':
        this.#isReady = true;
        if (!this.#isForced) this.#chosen = chosenIn(message);
        return void this.#sendSnapshot();
      case 'show':
        this.#chosen = chosenIn(message);
        return void this.#sendSnapshot();
      case 'openFile':
        return this.#do(() => openFile(message.path));
      case 'openSetting':
        return this.#do(() => vscode.commands.executeCommand(commandId('openSettings'), `specwright.${message.setting}`));
      case 'runCommand':
        return this.#do(() => runCommand(message.command));
      case undefined:
    }
  }

  #do(action: () => unknown): void {
    Promise.resolve()
      .then(action)
      .catch((error: unknown) => {
        this.onProblem(error);
        this.#send({ type: 'problem', message: error instanceof Error ? error.message : String(error) });
      });
  }
}

function chosenIn({ key, compared }: Chosen): Chosen {
  return { ...(key !== undefined && { key }), ...(compared !== undefined && { compared }) };
}

/** A report names files by their path in their folder, whichever of the window's that is. */
async function openFile(path: string): Promise<void> {
  if (!path.split('/').includes('..')) {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      const file = vscode.Uri.joinPath(uri, path);
      const isThere = await vscode.workspace.fs.stat(file).then(({ type }) => (type & vscode.FileType.File) !== 0, () => false);
      if (isThere) return void (await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside }));
    }
  }
  throw new Error(t('{0} is not in this workspace any more. The report is of a time when it was.', path));
}

/** The view has the focus, so that no editor is the active one: the file that can be seen is meant. */
async function runCommand(command: ViewCommand): Promise<void> {
  const file = vscode.window.visibleTextEditors[0]?.document.uri;
  if (command !== 'generateSpec') await vscode.commands.executeCommand(commandId(command));
  else if (file) await vscode.commands.executeCommand(commandId('generateSpec'), file);
  else await vscode.commands.executeCommand(commandId('generateWorkspaceSpecs'));
}

function page(webview: vscode.Webview, files: vscode.Uri, language: PageLanguage | undefined): string {
  const nonce = randomBytes(16).toString('base64');
  const uriOf = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(files, file)).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  return `<!doctype html>
<html lang="${language?.id ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(t('Specwright Metrics'))}</title>
<link rel="stylesheet" href="${uriOf('metrics.css')}">
</head>
<body>
${languageData(language)}<script nonce="${nonce}" src="${uriOf('metrics.js')}"></script>
</body>
</html>`;
}
