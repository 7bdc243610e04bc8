import type * as vscode from 'vscode';
import type { ReadSpec } from '../../engine/project/read/readProjectSpec';
import type { EngineHost } from '../engineHost';

/** What open project specs say, unsaved text included: each version of a document is read once, whoever asks. */
export class SpecReads {
  readonly #known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly read: ReadSpec }>();

  constructor(private readonly host: Pick<EngineHost, 'load'>) {}

  async of(document: vscode.TextDocument): Promise<ReadSpec> {
    const { readProjectSpec } = await this.host.load();
    const known = this.#known.get(document);
    if (known?.version === document.version) return known.read;
    const read = readProjectSpec(document.uri.path, document.getText());
    this.#known.set(document, { version: document.version, read });
    return read;
  }
}
