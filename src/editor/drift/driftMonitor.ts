import * as vscode from 'vscode';
import type { FileDrift } from '../../engine/drift/fileDrift';
import type { WatchedSource } from '../../engine/drift/watchSources';
import { systemClock } from '../../engine/ports';
import { openDocument, pathIn, uriIn } from '../documents';
import type { EngineHost } from '../engineHost';
import { IdleWork } from '../idleWork';
import type { Runs } from '../runs';
import { hasOutputFolder } from '../outputFolder';
import { onDidChangeSettings } from '../settings';
import { sourceOf } from '../targets';
import { FolderWatch } from './folderWatch';

/** A pause in typing is shorter, and a window that opens is done by then. */
const QUIET_MS = 3_000;
/** A burst of changes (typing, a formatter, several files saved at once) counts as one. */
const SETTLED_MS = 400;
/** More files than this at once are a checkout, not somebody's edit: then everything is read again when it is quiet. */
const MOST_AT_ONCE = 50;

/** A source that the monitor knows. */
export interface Watched {
  readonly watch: FolderWatch;
  readonly uri: vscode.Uri;
  readonly source: WatchedSource;
}

/**
 * Knows how the specs of this window's folders stand to their sources, and reads again what has changed. It begins where there are specs and nothing else goes on, sends nothing, writes nothing.
 * What is shown of drift listens to it.
 */
export class DriftMonitor implements vscode.Disposable {
  readonly #watches = new Map<string, FolderWatch>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #idle: IdleWork;
  readonly #listeners: vscode.Disposable[];
  #files: vscode.Disposable | undefined;
  /** Paths to be read again, by folder. */
  readonly #dirty = new Map<FolderWatch, Set<string>>();
  #timer: NodeJS.Timeout | undefined;
  /** What each source offered to others when its file was read last: not what is typed and may be taken back. */
  readonly #saved = new Map<string, string>();
  #wantsAll = true;

  constructor(
    private readonly host: EngineHost,
    runs: Pick<Runs, 'active' | 'onDidChange' | 'onDidEnd'>,
    private readonly log: Pick<vscode.LogOutputChannel, 'debug' | 'warn'>,
  ) {
    this.#idle = new IdleWork((signal) => this.#readAll(signal), { quietMs: QUIET_MS, clock: systemClock, isBusy: () => runs.active.length > 0 });
    const touch = () => this.#idle.touch();
    this.#listeners = [
      runs.onDidChange(touch),
      runs.onDidEnd(({ outcomes }) => {
        for (const { target, result } of outcomes) this.#markRun(target.folder, result.files.map(({ source }) => source));
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === 'output') return; // a log that is written is nobody who types
        touch();
        this.#mark(document.uri);
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#mark(uri)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.readAllSoon()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.readAllSoon()),
      onDidChangeSettings(() => this.readAllSoon()),
    ];
    touch();
  }

  /** Something of what is known has changed. */
  get onDidChange(): vscode.Event<void> {
    return this.#changed.event;
  }

  /** Folders that have specs, or had when they were looked at. */
  get folders(): readonly FolderWatch[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => this.#watches.get(uri.toString()) ?? []);
  }

  /** What is known of a source, or of the source of a spec. */
  find(uri: vscode.Uri): Watched | undefined {
    const source = sourceOf(uri) ?? uri;
    const place = this.#placeOf(source);
    const known = place && place.watch.sources.get(place.path);
    return known && { watch: place.watch, uri: source, source: known };
  }

  /** The same of the text that the editor shows at this moment, also of a source that was not looked at yet. */
  async findPresent(uri: vscode.Uri): Promise<Watched | undefined> {
    const source = sourceOf(uri) ?? uri;
    const folder = vscode.workspace.getWorkspaceFolder(source);
    const path = folder && pathIn(folder.uri, source);
    if (!folder || !path) return undefined;
    const watch = this.#watchOf(folder);
    const document = openDocument(source);
    if (!watch.sources.has(path) || (document && !watch.isAbout(path, document))) {
      await watch.read([path]);
      this.#changed.fire();
    }
    return this.find(source);
  }

  /** All specs that are there, with where they and their sources lie. */
  *specs(): Generator<{ readonly watch: FolderWatch; readonly drift: FileDrift; readonly source: vscode.Uri; readonly spec: vscode.Uri }> {
    for (const watch of this.folders) {
      for (const { drift } of watch.sources.values()) {
        if (drift.spec !== 'missing') yield { watch, drift, source: uriIn(watch.folder.uri, drift.source), spec: uriIn(watch.folder.uri, drift.specPath) };
      }
    }
  }

  /** Everything is read again as soon as nothing else goes on. */
  readAllSoon(): void {
    this.#wantsAll = true;
    this.#idle.touch();
  }

  /** Reads everything now: somebody waits for it. */
  async readAllNow(signal: AbortSignal): Promise<void> {
    this.#wantsAll = true;
    await this.#readAll(signal);
  }

  /** A source or a spec is not what it was. */
  async refresh(uri: vscode.Uri): Promise<void> {
    const place = this.#placeOf(sourceOf(uri) ?? uri);
    if (!place) return;
    await this.#readAgain(place.watch, [place.path]);
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#idle.dispose();
    for (const listener of this.#listeners) listener.dispose();
    this.#files?.dispose();
    this.#changed.dispose();
  }

  #placeOf(source: vscode.Uri): { readonly watch: FolderWatch; readonly path: string } | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(source);
    const watch = folder && this.#watches.get(folder.uri.toString());
    const path = folder && pathIn(folder.uri, source);
    return watch && path ? { watch, path } : undefined;
  }

  async #readAll(signal: AbortSignal): Promise<void> {
    if (!this.#wantsAll) return;
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      // To read from elsewhere may cost somebody something.
      if (folder.uri.scheme !== 'file' || (!this.#watches.has(folder.uri.toString()) && !(await hasOutputFolder(folder.uri)))) continue;
      signal.throwIfAborted();
      const watch = this.#watchOf(folder);
      await this.#orTell(() => watch.readAll(signal));
      for (const [path, { offers }] of watch.sources) this.#saved.set(nameIn(watch, path), offers);
      this.log.debug(`specs of ${folder.name}: ${watch.sources.size} sources looked at`);
      this.#changed.fire();
    }
    this.#wantsAll = false;
  }

  #watchOf(folder: vscode.WorkspaceFolder): FolderWatch {
    const key = folder.uri.toString();
    const watch = this.#watches.get(key) ?? new FolderWatch(folder, this.host);
    this.#watches.set(key, watch);
    this.#files ??= this.#watchFiles();
    return watch;
  }

  /** What changes past the editor: a checkout, a generator, the command line. */
  #watchFiles(): vscode.Disposable {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const mark = (uri: vscode.Uri) => this.#mark(uri);
    return vscode.Disposable.from(watcher, watcher.onDidChange(mark), watcher.onDidCreate(mark), watcher.onDidDelete((uri) => this.#markGone(uri)));
  }

  /** A run has been here: what it found is known at once, also in a folder that had no specs before. */
  #markRun(folder: vscode.Uri, sources: readonly string[]): void {
    const workspaceFolder = vscode.workspace.getWorkspaceFolder(folder);
    if (workspaceFolder?.uri.toString() !== folder.toString()) return;
    const watch = this.#watchOf(workspaceFolder);
    if (!watch.isComplete) this.readAllSoon();
    this.#markPaths(watch, sources.filter((path) => path !== '.'));
  }

  #mark(uri: vscode.Uri): void {
    const place = this.#placeOf(sourceOf(uri) ?? uri);
    if (place) this.#markPaths(place.watch, [place.path]);
  }

  /** A folder that goes, or is called something else, is told of once, not file by file. */
  #markGone(uri: vscode.Uri): void {
    this.#mark(uri);
    const place = this.#placeOf(uri);
    if (place && [...place.watch.sources.keys()].some((path) => path.startsWith(`${place.path}/`))) this.readAllSoon();
  }

  #markPaths(watch: FolderWatch, paths: readonly string[]): void {
    const dirty = this.#dirty.get(watch) ?? new Set();
    this.#dirty.set(watch, dirty);
    for (const path of paths) dirty.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#orTell(() => this.#readDirty()), SETTLED_MS);
  }

  async #readDirty(): Promise<void> {
    const all = [...this.#dirty];
    this.#dirty.clear();
    for (const [watch, paths] of all) {
      if (paths.size > MOST_AT_ONCE) this.readAllSoon();
      else await this.#readAgain(watch, [...paths]);
    }
    this.#changed.fire();
  }

  /** Reads some sources; where one now offers something else to others, and that is saved, those as well. */
  async #readAgain(watch: FolderWatch, marked: readonly string[]): Promise<void> {
    const { dependentsOf, languageOf } = await this.host.load();
    const paths = marked.filter((path) => languageOf(path) !== undefined);
    if (paths.length === 0) return;
    const before = new Set(watch.sources.keys());
    const dependents = new Set<string>();
    // Of one that goes, those who imported it are known only now.
    const importersOf = new Map(paths.map((path) => [path, dependentsOf(path, watch.sources)]));
    await watch.read(paths);
    for (const path of paths) {
      if (openDocument(uriIn(watch.folder.uri, path))?.isDirty) continue;
      const offers = watch.sources.get(path)?.offers;
      const name = nameIn(watch, path);
      if (offers === this.#saved.get(name)) continue;
      if (offers === undefined) this.#saved.delete(name);
      else this.#saved.set(name, offers);
      for (const other of offers === undefined ? importersOf.get(path)! : dependentsOf(path, watch.sources)) dependents.add(other);
    }
    for (const path of paths) dependents.delete(path);
    await watch.read([...dependents]);
    // A source came or went, and a spec may have lost or found its own; or one that had moved is no longer like it was, or has its spec now.
    if (paths.some((path) => !before.has(path) || !watch.sources.has(path) || watch.moved.has(path))) await watch.readOrphaned();
  }

  /** Nobody asked for it, so that nobody is bothered: the command that is run next says what is wrong. */
  async #orTell(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      this.log.warn(`specs could not be looked at: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

function nameIn({ folder }: FolderWatch, path: string): string {
  return uriIn(folder.uri, path).toString();
}
