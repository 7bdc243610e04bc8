import * as vscode from 'vscode';
import { OFFER_SCHEME } from '../contributions';

/** Texts that are offered and may be edited before they are taken. They lie in memory alone: to save one writes it nowhere else. */
export class OfferDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #texts = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #registration = vscode.workspace.registerFileSystemProvider(OFFER_SCHEME, this, { isCaseSensitive: true });
  #offered = 0;

  get onDidChangeFile(): vscode.Event<vscode.FileChangeEvent[]> {
    return this.#changed.event;
  }

  /** A new document. */
  add(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: OFFER_SCHEME, path: `/${++this.#offered}/${name}` });
    this.#texts.set(uri.path, { bytes: new TextEncoder().encode(text), mtime: this.#offered });
    return uri;
  }

  remove(uri: vscode.Uri): void {
    this.#texts.delete(uri.path);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, mtime } = this.#at(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#at(uri).bytes;
  }

  writeFile(uri: vscode.Uri, bytes: Uint8Array): void {
    this.#texts.set(uri.path, { bytes, mtime: this.#at(uri).mtime + 1 });
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  delete(uri: vscode.Uri): void {
    this.remove(uri);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {}); // nobody else writes here
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #at(uri: vscode.Uri) {
    const text = this.#texts.get(uri.path);
    if (!text) throw vscode.FileSystemError.FileNotFound(uri);
    return text;
  }
}
