import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import type { DriftMonitor } from '../drift/driftMonitor';
import { lineOf, sectionAtCursor, sectionNamed } from '../drift/sectionAt';
import { t } from '../../l10n/localize';
import { showLine } from '../specEditor';
import { nameOf, sourceOf } from '../targets';

/** Shows the source of the spec that is open, at the present line of the symbol whose section the cursor stands in. Links and trees name the section. */
export function openSource(monitor: DriftMonitor) {
  return async (clicked?: unknown, id?: unknown): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const named = sectionNamed([clicked, id]);
    const spec = clicked instanceof vscode.Uri ? clicked : editor?.document.uri;
    const source = named?.source ?? (spec && sourceOf(spec));
    if (!source) throw new InputError(t('Open a spec first: this command shows the source that it describes.'));
    const isAtCursor = editor !== undefined && spec?.toString() === editor.document.uri.toString();
    const section = named ?? (isAtCursor ? await sectionAtCursor(editor, monitor) : undefined);
    const shown = await show(source);
    const found = section && (await monitor.findPresent(source));
    if (found && section.id !== 'overview') showLine(shown, lineOf(found, section.id));
  };
}

async function show(source: vscode.Uri): Promise<vscode.TextEditor> {
  try {
    return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(source));
  } catch {
    throw new InputError(t('{0} is no longer where the spec says. If it was moved, run "Specwright: Update Stale Specs", which takes its spec along; if it is gone, "Specwright: Remove Orphaned Specs".', nameOf(source)));
  }
}
