import type * as vscode from 'vscode';
import type { OrphanedSpec } from '../../engine/drift/orphanedSpecs';
import type { WatchedSource } from '../../engine/drift/watchSources';
import { openDocument, uriIn } from '../documents';
import type { EngineHost } from '../engineHost';
import { watchPortsFor, watchRequestFor } from './watchPorts';

/** What is known of the sources and specs of one workspace folder. */
export class FolderWatch {
  readonly #sources = new Map<string, WatchedSource>();
  /** Version of the open document that a source was read from. */
  readonly #versions = new Map<string, number>();
  /** When what is known of a source was begun to be read: what was read before must not replace it. */
  readonly #readAt = new Map<string, number>();
  #reads = 0;
  #orphaned: readonly OrphanedSpec[] = [];
  #moved: ReadonlyMap<string, OrphanedSpec> = new Map();
  #hasSpecs = false;
  #isComplete = false;

  constructor(
    readonly folder: vscode.WorkspaceFolder,
    private readonly host: EngineHost,
  ) {}

  /** By path, those without a spec among them. */
  get sources(): ReadonlyMap<string, WatchedSource> {
    return this.#sources;
  }

  /** Specs whose sources are gone, and moved nowhere. */
  get orphaned(): readonly OrphanedSpec[] {
    const followed = new Set(this.#moved.values());
    return this.#orphaned.filter((orphan) => !followed.has(orphan));
  }

  /** Specs that stand where their sources were, by the path at which the source is now: the next run of that takes the spec along. */
  get moved(): ReadonlyMap<string, OrphanedSpec> {
    return this.#moved;
  }

  /** There is a spec in the folder: then somebody wants them to be true. */
  get hasSpecs(): boolean {
    return this.#hasSpecs;
  }

  /** Everything was read once; since then, what has changed. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Whether what is known is about the text that the editor shows. */
  isAbout(path: string, { version }: vscode.TextDocument): boolean {
    return this.#versions.get(path) === version;
  }

  /** Reads all sources of the folder, and which specs have none. @throws the reason of an aborted signal; what was read by then is kept */
  async readAll(signal: AbortSignal): Promise<void> {
    await this.#readOrphaned(signal);
    if (!this.#hasSpecs) {
      this.#sources.clear();
      this.#moved = new Map();
      this.#isComplete = true;
      return;
    }
    const seen = await this.#read([''], signal);
    for (const path of this.#sources.keys()) if (!seen.has(path)) this.#sources.delete(path);
    await this.#followMoves(signal);
    this.#isComplete = true;
  }

  /** Reads some sources again. What a walk would not take is no longer known. */
  async read(paths: readonly string[]): Promise<void> {
    if (paths.length > 0) await this.#read(paths);
  }

  /** Reads again which specs have no source where it belongs. */
  async readOrphaned(): Promise<void> {
    await this.#readOrphaned();
    await this.#followMoves();
  }

  async #readOrphaned(signal?: AbortSignal): Promise<void> {
    const orphaned = await (await this.host.load()).watchOrphans(watchRequestFor(this.folder.uri), await watchPortsFor(this.folder.uri, this.host), signal);
    this.#hasSpecs = orphaned !== undefined;
    this.#orphaned = orphaned ?? [];
  }

  async #followMoves(signal?: AbortSignal): Promise<void> {
    const without = [...this.#sources.values()].flatMap(({ drift }) => (drift.spec === 'missing' ? [drift.source] : []));
    this.#moved = await (await this.host.load()).watchMoves(this.#orphaned, without, watchRequestFor(this.folder.uri), await watchPortsFor(this.folder.uri, this.host), signal);
  }

  async #read(paths: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>> {
    const began = ++this.#reads;
    const versions = new Map(paths.map((path) => [path, openDocument(uriIn(this.folder.uri, path))?.version]));
    const seen = new Set<string>();
    const { watchSources } = await this.host.load();
    for await (const [path, watched] of watchSources(paths, watchRequestFor(this.folder.uri), await watchPortsFor(this.folder.uri, this.host), signal)) {
      seen.add(path);
      if ((this.#readAt.get(path) ?? 0) > began) continue;
      this.#readAt.set(path, began);
      if (watched) this.#sources.set(path, watched);
      else this.#sources.delete(path);
      const version = versions.get(path);
      if (version === undefined) this.#versions.delete(path);
      else this.#versions.set(path, version);
    }
    return seen;
  }
}
