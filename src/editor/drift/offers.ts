import * as vscode from 'vscode';
import type { OfferedText } from '../../engine/run';
import { InputError } from '../../engine/inputError';
import { sectionPlaces } from '../../engine/write/sectionPlaces';
import { OFFER_SCHEME } from '../contributions';
import { uriIn } from '../documents';
import { t } from '../../l10n/localize';
import type { VirtualDocuments } from '../virtualDocuments';
import type { OfferDocuments } from './offerDocuments';
import { settle, type SettleDeps } from './settle';
import { watchPortsFor } from './watchPorts';

interface Offer extends OfferedText {
  readonly folder: vscode.Uri;
  /** Hash of what the text was written for. */
  readonly to: string | undefined;
}

export interface OffersDeps extends SettleDeps {
  readonly documents: VirtualDocuments;
  readonly offered: OfferDocuments;
}

/**
 * New texts for sections that a person wrote: one after the other beside theirs, to be accepted, edited first, or turned down. Until then, nothing of them is written. What is neither is forgotten
 * with the window; its answer is kept, so that to ask again costs nothing.
 */
export class Offers implements vscode.Disposable {
  readonly #watch = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
    for (const { input } of closed) if (input instanceof vscode.TabInputTextDiff) this.#closed(input.modified);
  });
  readonly #waiting: Offer[] = [];
  readonly #shown = new Map<string, Offer>();

  constructor(private readonly deps: OffersDeps) {}

  /** Puts new texts before the person. */
  async add(folder: vscode.Uri, texts: readonly OfferedText[]): Promise<void> {
    for (const text of texts) this.#waiting.push({ ...text, folder, to: await this.#followsFrom(folder, text) });
    if (this.#shown.size === 0) await this.#showNext();
  }

  /** Takes the text that is shown, as it was edited, into the spec. Resolves to whether it stands there. */
  async accept(clicked?: unknown): Promise<boolean> {
    const { uri, offer } = this.#offerOf(clicked);
    const document = await vscode.workspace.openTextDocument(uri);
    const { text, by, section, folder, source, to } = offer;
    if (to !== (await this.#followsFrom(folder, offer))) throw new InputError(t('The code of "{0}" has changed since this text was written. Run "Specwright: Update Section" again.', section));
    const stands = await settle({ source: uriIn(folder, source), id: section }, { text: document.getText(), written: { text, by } }, this.deps);
    await this.#close(uri);
    return stands;
  }

  /** The person's text stays, and is still told to be out of date until they say that it is true. */
  async keepMine(clicked?: unknown): Promise<void> {
    await this.#close(this.#offerOf(clicked).uri);
  }

  dispose(): void {
    this.#watch.dispose();
  }

  /** What a text of the section should follow from at this moment. */
  async #followsFrom(folder: vscode.Uri, { source, section }: Pick<OfferedText, 'source' | 'section'>): Promise<string | undefined> {
    const found = await this.deps.monitor.findPresent(uriIn(folder, source));
    return found?.source.drift.sections.find(({ id }) => id === section)?.to;
  }

  /** The person went away without a word: it is as if they kept theirs. */
  #closed(uri: vscode.Uri): void {
    if (!this.#shown.delete(uri.toString())) return;
    this.deps.offered.remove(uri);
    void this.#showNext();
  }

  #offerOf(clicked: unknown): { readonly uri: vscode.Uri; readonly offer: Offer } {
    const uri = clicked instanceof vscode.Uri && clicked.scheme === OFFER_SCHEME ? clicked : vscode.window.activeTextEditor?.document.uri;
    const offer = uri && this.#shown.get(uri.toString());
    if (!uri || !offer) throw new InputError(t('There is no new text in this editor. Run "Specwright: Update Spec" to have one offered for what you wrote.'));
    return { uri, offer };
  }

  async #showNext(): Promise<void> {
    const offer = this.#waiting.shift();
    if (!offer) return;
    const { folder, section, specPath, text } = offer;
    const spec = await (await watchPortsFor(folder, this.deps.host)).store.read(specPath);
    const theirs = sectionPlaces(spec ?? '').find(({ id }) => id === section)?.prose ?? '';
    const name = `${section.replace(/[\\/:?#]/g, '_')}.md`;
    const uri = this.deps.offered.add(name, `${text.trim()}\n`);
    this.#shown.set(uri.toString(), offer);
    const title = t('{0}: your text ↔ new text', section);
    await vscode.commands.executeCommand('vscode.diff', this.deps.documents.set(`yours/${name}`, `${theirs}\n`), uri, this.#waiting.length > 0 ? t('{0} ({1} more)', title, this.#waiting.length) : title, { preview: false });
  }

  async #close(uri: vscode.Uri): Promise<void> {
    this.#shown.delete(uri.toString());
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.toString() === uri.toString());
    // Saved into memory, so that closing asks nothing.
    await vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.save();
    await vscode.window.tabGroups.close(tabs);
    this.deps.offered.remove(uri);
    await this.#showNext();
  }
}
