import type { Outline, Outliner } from '../outline/outline';
import { interfaceOf, type DeclaredSymbol, type FileInterface } from './fileInterface';
import { isMeant } from './resolveClassImport';
import { importCandidates } from './resolveImport';
import { SharedNames, type Listing } from './sharedNames';

/**
 * What a run's sources and what they import offer each other. Each is outlined once, and of its outline only the interface is kept. What an import leads to does
 * not depend on which files the command was given: `inputs` are the same whether one file or the whole workspace is generated.
 */
export class WorkspaceIndex {
  /** Made, and not yet taken. */
  readonly #outlines = new Map<string, Promise<Outline | undefined>>();
  readonly #interfaces = new Map<string, Promise<FileInterface | undefined>>();
  readonly #resolved = new Map<string, Promise<string | undefined>>();
  readonly #awaited: Set<string>;
  /** Names that files see without importing them. */
  readonly shared: SharedNames;

  constructor(
    /** Masked text of a source that the ignore rules let through; `undefined`: there is none. */
    private readonly readText: (path: string) => Promise<string | undefined>,
    listFolder: (folder: string) => Promise<Listing>,
    private readonly outliner: Outliner,
    /** Sources whose outlines will be taken. */
    sources: Iterable<string>,
    private readonly signal?: AbortSignal,
  ) {
    this.#awaited = new Set(sources);
    this.shared = new SharedNames({
      listFolder,
      interfaceAt: (path) => this.#interface(path).catch(() => undefined),
      resolve: (language, fromPath, specifier) => this.resolve(language, fromPath, specifier),
    });
  }

  /** The outline of a source, for the one who makes its spec: it is handed out once. */
  async takeOutline(path: string, text: string): Promise<Outline> {
    let outline = this.#outlines.get(path) as Promise<Outline> | undefined;
    if (!outline) {
      outline = this.#make(path, text) as Promise<Outline>;
      if (!this.#interfaces.has(path)) void this.#keepInterface(path, outline);
    }
    this.#awaited.delete(path);
    this.#outlines.delete(path);
    return outline;
  }

  #interface(path: string): Promise<FileInterface | undefined> {
    const known = this.#interfaces.get(path);
    if (known) return known;
    const outline = this.#make(path);
    if (this.#awaited.has(path)) this.#outlines.set(path, outline);
    return this.#keepInterface(path, outline);
  }

  #keepInterface(path: string, outline: Promise<Outline | undefined>): Promise<FileInterface | undefined> {
    const kept = outline.then((found) => found && interfaceOf(found));
    kept.catch(() => {}); // said to whoever asks for it
    this.#interfaces.set(path, kept);
    return kept;
  }

  async #make(path: string, given?: string): Promise<Outline | undefined> {
    const text = given ?? (await this.readText(path));
    return text === undefined ? undefined : this.outliner.outline(path, text, { signal: this.signal });
  }

  /** The source that an import leads to, if it is one of the workspace. */
  resolve(language: string, fromPath: string, specifier: string): Promise<string | undefined> {
    const key = `${language}\0${(language === 'python' && !specifier.startsWith('.')) || language === 'java' || language === 'php' ? fromPath.slice(0, fromPath.lastIndexOf('/') + 1) : fromPath}\0${specifier}`;
    let resolved = this.#resolved.get(key);
    if (!resolved) {
      resolved = this.#firstThatExists(importCandidates(language, fromPath, specifier), (file) => isMeant(language, specifier, file));
      this.#resolved.set(key, resolved);
    }
    return resolved;
  }

  async #firstThatExists(candidates: readonly string[], isMeantBy: (file: FileInterface) => boolean): Promise<string | undefined> {
    for (const candidate of candidates) {
      const file = await this.#interface(candidate).catch(() => undefined);
      if (file && isMeantBy(file)) return candidate;
    }
    return undefined;
  }

  /** The symbol that importers of `path` get under `name`, through re-exports where need be. */
  async exported(path: string, name: string, hops = 8): Promise<DeclaredSymbol | undefined> {
    const file = await this.#interface(path).catch(() => undefined);
    if (!file || hops === 0) return undefined;
    const exported = file.exports.find((candidate) => candidate.name === name);
    if (exported?.symbol !== undefined) return file.exported.get(exported.symbol);
    if (exported?.from !== undefined) return this.#through(path, file, exported.from, exported.fromName ?? name, hops);
    // A name that is not offered can be imported all the same in Python; in TypeScript it is an error that is not ours to report.
    const own = file.topLevel.get(name);
    if (own) return own;
    for (const star of file.exports) {
      if (star.name !== '*' || star.from === undefined) continue;
      const found = await this.#through(path, file, star.from, name, hops);
      if (found) return found;
    }
    return undefined;
  }

  async #through(path: string, { language }: FileInterface, from: string, name: string, hops: number): Promise<DeclaredSymbol | undefined> {
    const target = await this.resolve(language, path, from);
    return target === undefined ? undefined : this.exported(target, name, hops - 1);
  }
}
