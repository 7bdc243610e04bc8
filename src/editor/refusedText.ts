import * as vscode from 'vscode';
import { withLineFeeds } from '../engine/write/textFile';
import { applyTo, withLineEndingsOf } from './documentEdits';
import type { RefusedText } from './editorStore';
import { applyEdits, lineEdits, rebaseEdits } from './lineEdits';
import { t } from '../l10n/localize';

const SCHEME = 'specwright-rest';

/** The texts that were kept out of a document, as documents of their own: one side of a difference. */
export class RestDocuments implements vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, { provideTextDocumentContent: (uri) => this.#texts.get(uri.toString()) });

  add({ uri, wanted }: RefusedText): vscode.Uri {
    const own = uri.with({ scheme: SCHEME, authority: '', query: String(this.#texts.size) });
    this.#texts.set(own.toString(), wanted);
    return own;
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** Puts what was kept out where nobody typed; what both changed is shown as a difference. Nothing is saved: that is the person's. */
export async function insertRest(refused: readonly RefusedText[], rest: RestDocuments): Promise<void> {
  for (const one of refused) {
    const document = await vscode.workspace.openTextDocument(one.uri);
    const present = withLineFeeds(document.getText());
    const edits = rebaseEdits(one.base, one.wanted, present);
    const inserted = edits && (await applyTo(document, lineEdits(document.getText(), withLineEndingsOf(document, applyEdits(present, edits)))));
    if (inserted) await vscode.window.showTextDocument(document, { preview: false });
    else await showDifference(one, rest);
  }
}

/** On the left what Specwright would write, on the right the person's document, so that the arrows between them take pieces over. */
export async function showDifference(one: RefusedText, rest: RestDocuments): Promise<void> {
  const name = one.uri.path.split('/').at(-1);
  await vscode.commands.executeCommand('vscode.diff', rest.add(one), one.uri, t('{0}: from Specwright ↔ yours', name ?? ''), { preview: false });
}
