import type { DeclaredSymbol, FileInterface } from './fileInterface';
import { fileOfType, isOf, namespacesAround, packageFolders } from './packages';
import { folderOf } from './resolveImport';

/** Sources and folders directly inside a folder, by name, as far as the ignore rules let them through. */
export interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

interface Ports {
  /** Entries of a folder that exists. */
  readonly listFolder: (folder: string) => Promise<Listing>;
  readonly interfaceAt: (path: string) => Promise<FileInterface | undefined>;
  readonly resolve: (language: string, fromPath: string, specifier: string) => Promise<string | undefined>;
}

const EMPTY: Listing = { files: [], folders: [] };
/** Beyond these files an include tells nothing that a reader of the section would look for. */
const MOST_INCLUDED = 200;

/** Names that a file sees though no import of it says so: those of its package or namespace, and those that an included file includes. */
export class SharedNames {
  readonly #listings = new Map<string, Promise<Listing>>();
  readonly #folders = new Map<string, Promise<readonly string[]>>();
  readonly #declared = new Map<string, Promise<ReadonlyMap<string, readonly { readonly module?: string; readonly symbol: DeclaredSymbol }[]>>>();
  readonly #included = new Map<string, Promise<readonly FileInterface[]>>();

  constructor(private readonly ports: Ports) {}

  /** What another file of the own package, or of a namespace around the own one, declares. */
  async ofOwnPackage(language: string, path: string, module: string | undefined, name: string): Promise<DeclaredSymbol | undefined> {
    const [own, ...around] = namespacesAround(language, module);
    const found = await this.#inFolder(language, folderOf(path), own, name, path.endsWith('_test.go'));
    if (found || language === 'go') return found;
    for (const namespace of [...(language === 'csharp' ? [own] : []), ...around]) {
      const symbol = namespace === undefined ? undefined : await this.ofPackage(language, path, namespace, name);
      if (symbol) return symbol;
    }
    return undefined;
  }

  /** What a package or namespace that the file imports declares. */
  async ofPackage(language: string, path: string, specifier: string, name: string): Promise<DeclaredSymbol | undefined> {
    for (const folder of await this.#foldersOf(language, path, specifier)) {
      const found = await this.#inFolder(language, folder, language === 'go' ? undefined : specifier, name, false);
      if (found) return found;
    }
    return undefined;
  }

  /** Members of a type that stand in other files of the own package than the type itself. */
  async membersInPackage(language: string, path: string, type: string): Promise<readonly string[]> {
    const declared = await this.#declaredIn(language, folderOf(path), path.endsWith('_test.go'));
    return [...declared.keys()].filter((key) => key.startsWith(`${type}.`)).map((key) => key.slice(type.length + 1));
  }

  /** What the files that a file brings in whole declare, and those that they bring in themselves. A name may be the end of a qualified one. */
  async ofIncluded(path: string, name: string): Promise<DeclaredSymbol | undefined> {
    for (const file of await this.#includedBy(path)) {
      const found = declaredIn(file, name);
      if (found) return found;
    }
    return undefined;
  }

  async #inFolder(language: string, folder: string, module: string | undefined, name: string, withTests: boolean): Promise<DeclaredSymbol | undefined> {
    const file = fileOfType(language, folder, name);
    if (file === undefined) return (await this.#declaredIn(language, folder, withTests)).get(name)?.find((one) => isOf(language, module, one.module))?.symbol;
    const { files } = await this.#list(folder);
    const there = files.includes(file.slice(file.lastIndexOf('/') + 1)) ? await this.ports.interfaceAt(file) : undefined;
    return there && isOf(language, module, there.module) ? there.topLevel.get(name) : undefined;
  }

  /** All that the files of a folder declare, by name, in the order of their names. */
  #declaredIn(language: string, folder: string, withTests: boolean) {
    const key = `${language} ${withTests} ${folder}`;
    let declared = this.#declared.get(key);
    if (!declared) this.#declared.set(key, (declared = this.#readFolder(language, folder, withTests)));
    return declared;
  }

  async #readFolder(language: string, folder: string, withTests: boolean) {
    const extension = language === 'go' ? '.go' : '.cs';
    const declared = new Map<string, { readonly module?: string; readonly symbol: DeclaredSymbol }[]>();
    for (const name of (await this.#list(folder)).files) {
      if (!name.endsWith(extension) || (!withTests && name.endsWith('_test.go'))) continue;
      const file = await this.ports.interfaceAt(folder === '' ? name : `${folder}/${name}`);
      for (const symbol of file?.topLevel.values() ?? []) {
        // A method beside its type is called through a value: by its full name alone.
        const key = symbol.id.endsWith(`.${symbol.name}`) ? symbol.id : symbol.name;
        declared.set(key, [...(declared.get(key) ?? []), { ...(file!.module !== undefined && { module: file!.module }), symbol }]);
      }
    }
    return declared;
  }

  #foldersOf(language: string, path: string, specifier: string): Promise<readonly string[]> {
    const key = `${language} ${language === 'go' ? '' : folderOf(path)} ${specifier}`;
    let folders = this.#folders.get(key);
    if (!folders) {
      folders = (async () => {
        const found: string[] = [];
        for (const folder of packageFolders(language, path, specifier)) if ((await this.#list(folder)).files.length > 0) found.push(folder);
        // The longest end of a path that is there is the package; a namespace may lie in several folders.
        return language === 'go' ? found.slice(0, 1) : found;
      })();
      this.#folders.set(key, folders);
    }
    return folders;
  }

  /** Asked from the top down, so that no folder is looked for that is not there. */
  #list(folder: string): Promise<Listing> {
    let listing = this.#listings.get(folder);
    if (!listing) {
      listing = (async () => {
        const above = folder === '' ? undefined : await this.#list(folderOf(folder));
        if (above && !above.folders.includes(folder.slice(folder.lastIndexOf('/') + 1))) return EMPTY;
        return this.ports.listFolder(folder).catch(() => EMPTY);
      })();
      this.#listings.set(folder, listing);
    }
    return listing;
  }

  #includedBy(path: string): Promise<readonly FileInterface[]> {
    let included = this.#included.get(path);
    if (!included) this.#included.set(path, (included = this.#readIncluded(path)));
    return included;
  }

  /** Nearest first. */
  async #readIncluded(path: string): Promise<readonly FileInterface[]> {
    const seen = new Set([path]);
    const files: FileInterface[] = [];
    for (const at of seen) {
      const file = await this.ports.interfaceAt(at);
      if (file && at !== path) files.push(file);
      for (const specifier of file?.includes ?? []) {
        const target = seen.size > MOST_INCLUDED ? undefined : await this.ports.resolve(file!.language, at, specifier);
        if (target !== undefined) seen.add(target);
      }
    }
    return files;
  }
}

const byLastName = new WeakMap<FileInterface, ReadonlyMap<string, readonly DeclaredSymbol[]>>();

/** `Ring` or `parcels.Ring`, where a file declares `parcels.Ring`: which namespaces are open cannot be told without types. */
export function declaredIn(file: FileInterface, name: string): DeclaredSymbol | undefined {
  let symbols = byLastName.get(file);
  if (!symbols) {
    const found = new Map<string, DeclaredSymbol[]>();
    for (const symbol of new Set([...file.topLevel.values(), ...file.exported.values()])) found.set(symbol.name, [...(found.get(symbol.name) ?? []), symbol]);
    byLastName.set(file, (symbols = found));
  }
  const namesakes = symbols.get(name.slice(name.lastIndexOf('.') + 1)) ?? [];
  return namesakes.find(({ id }) => id === name) ?? namesakes.find(({ id }) => id.replace(/~[0-9a-f]+$/, '').endsWith(`.${name}`)) ?? (name.includes('.') ? undefined : namesakes[0]);
}
