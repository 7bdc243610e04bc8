import type { CodeSymbol, Outline, Outliner } from '../outline/outline';
import { isMeant } from './resolveClassImport';
import { importCandidates } from './resolveImport';

/**
 * Outlines of a run's sources and of what they import, each made once. What an import leads to does not depend on which files the
 * command was given: `inputs` are the same whether one file or the whole workspace is generated.
 */
export class WorkspaceIndex {
  readonly #outlines = new Map<string, Promise<Outline | undefined>>();
  readonly #resolved = new Map<string, Promise<string | undefined>>();

  constructor(
    /** Masked text of a source that the ignore rules let through; `undefined`: there is none. */
    private readonly readText: (path: string) => Promise<string | undefined>,
    private readonly outliner: Outliner,
    private readonly signal?: AbortSignal,
  ) {}

  outline(path: string, text?: string): Promise<Outline | undefined> {
    let outline = this.#outlines.get(path);
    if (!outline) {
      outline = this.#make(path, text);
      this.#outlines.set(path, outline);
    }
    return outline;
  }

  async #make(path: string, given: string | undefined): Promise<Outline | undefined> {
    const text = given ?? (await this.readText(path));
    return text === undefined ? undefined : this.outliner.outline(path, text, { signal: this.signal });
  }

  /** The source that an import leads to, if it is one of the workspace. */
  resolve(language: string, fromPath: string, specifier: string): Promise<string | undefined> {
    const key = `${language}\0${(language === 'python' && !specifier.startsWith('.')) || language === 'java' || language === 'php' ? fromPath.slice(0, fromPath.lastIndexOf('/') + 1) : fromPath}\0${specifier}`;
    let resolved = this.#resolved.get(key);
    if (!resolved) {
      resolved = this.#firstThatExists(importCandidates(language, fromPath, specifier), (outline) => isMeant(language, specifier, outline));
      this.#resolved.set(key, resolved);
    }
    return resolved;
  }

  async #firstThatExists(candidates: readonly string[], isMeantBy: (outline: Outline) => boolean): Promise<string | undefined> {
    for (const candidate of candidates) {
      const outline = await this.outline(candidate).catch(() => undefined);
      if (outline && isMeantBy(outline)) return candidate;
    }
    return undefined;
  }

  /** The symbol that importers of `path` get under `name`, through re-exports where need be. */
  async exported(path: string, name: string, hops = 8): Promise<CodeSymbol | undefined> {
    const outline = await this.outline(path).catch(() => undefined);
    if (!outline || hops === 0) return undefined;
    const exported = outline.exports.find((candidate) => candidate.name === name);
    if (exported?.symbol !== undefined) return outline.symbols.find(({ id }) => id === exported.symbol);
    if (exported?.from !== undefined) return this.#through(path, outline, exported.from, exported.fromName ?? name, hops);
    // A name that is not offered can be imported all the same in Python; in TypeScript it is an error that is not ours to report.
    const own = outline.symbols.find((symbol) => symbol.name === name && symbol.parent === undefined && !symbol.inner);
    if (own) return own;
    for (const star of outline.exports) {
      if (star.name !== '*' || star.from === undefined) continue;
      const found = await this.#through(path, outline, star.from, name, hops);
      if (found) return found;
    }
    return undefined;
  }

  async #through(path: string, outline: Outline, from: string, name: string, hops: number): Promise<CodeSymbol | undefined> {
    const target = await this.resolve(outline.language, path, from);
    return target === undefined ? undefined : this.exported(target, name, hops - 1);
  }
}
