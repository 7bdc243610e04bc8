import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { t } from '../../l10n/localize';
import { sourceOf } from '../targets';
import type { DriftMonitor, Watched } from './driftMonitor';
import { sectionAround, symbolAround } from './placeInText';

/** A section of the spec of a source. */
export interface SectionAddress {
  readonly source: vscode.Uri;
  readonly id: string;
}

/** What a command that works on a section is handed: by a lens or a quick fix the source and the id, by a tree what was clicked, by the palette nothing: then it is where the cursor stands. */
export async function sectionAt(args: readonly unknown[], monitor: DriftMonitor): Promise<SectionAddress> {
  const named = sectionNamed(args);
  if (named) return named;
  const editor = vscode.window.activeTextEditor;
  const found = editor && (await sectionAtCursor(editor, monitor));
  if (!found) throw new InputError(t('Put the cursor into a symbol that has a section in a spec, or into the section: this command works on it.'));
  return found;
}

/** The section that the arguments of a command name. */
export function sectionNamed([first, id]: readonly unknown[]): SectionAddress | undefined {
  if (first instanceof vscode.Uri && typeof id === 'string') return { source: first, id };
  // A link in a text holds plain data.
  if (typeof first === 'string' && typeof id === 'string') return { source: vscode.Uri.parse(first, true), id };
  return isAddress(first) ? first : undefined;
}

/** The file that was clicked: the explorer hands over its URI, the view "Specs" what it shows of it. */
export function fileClicked(clicked: unknown): vscode.Uri | undefined {
  if (clicked instanceof vscode.Uri) return clicked;
  const { source } = (clicked ?? {}) as { readonly source?: unknown };
  return source instanceof vscode.Uri ? source : undefined;
}

/** The section that the cursor stands in, in the spec, or whose symbol it stands in, in the source. */
export async function sectionAtCursor({ document, selection }: vscode.TextEditor, monitor: DriftMonitor): Promise<SectionAddress | undefined> {
  const line = selection.active.line + 1;
  if (sourceOf(document.uri)) {
    const id = sectionAround(document.getText(), line);
    return id === undefined ? undefined : { source: sourceOf(document.uri)!, id };
  }
  const found = await monitor.findPresent(document.uri);
  const id = found && symbolAround(found.source.symbols, line)?.id;
  return id === undefined ? undefined : { source: document.uri, id };
}

/** 1-based line at which the code of a section begins; of a section about the whole file the first. */
export function lineOf({ source }: Watched, id: string): number {
  return source.symbols.find((symbol) => symbol.id === id)?.line ?? 1;
}

function isAddress(value: unknown): value is SectionAddress {
  const address = value as Partial<SectionAddress> | undefined;
  return address?.source instanceof vscode.Uri && typeof address.id === 'string';
}
