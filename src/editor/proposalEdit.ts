import * as vscode from 'vscode';
import type { Proposal, TextEdit } from '../engine/apply/proposal';

/** VS Code's line breaks: a document has one kind, whatever the file has. */
const LINE_BREAK = /\r\n|\r|\n/g;

/**
 * The changes of a proposal as VS Code's refactor preview shows them: each with its name, none made before the person confirms it. `undefined`: the document is no longer what they were
 * made for.
 */
export function proposalEdit(document: vscode.TextDocument, { base, changes }: Proposal): vscode.WorkspaceEdit | undefined {
  if (document.getText().replace(LINE_BREAK, '\n') !== base.replace(LINE_BREAK, '\n')) return undefined;
  const positionAt = positionsIn(base);
  const edit = new vscode.WorkspaceEdit();
  for (const { label, description, edits } of changes) {
    const metadata: vscode.WorkspaceEditEntryMetadata = { needsConfirmation: true, label, description };
    for (const one of edits) {
      const { start, end, newText } = changedLines(base, one);
      edit.replace(document.uri, new vscode.Range(positionAt(start), positionAt(end)), newText, metadata);
    }
  }
  return edit;
}

/** Without the lines at the beginning and at the end that stay: the preview shows one line of each change. */
function changedLines(base: string, { start, end, newText }: TextEdit): TextEdit {
  const old = base.slice(start, end);
  const shorter = Math.min(old.length, newText.length);
  let same = 0;
  while (same < shorter && old[same] === newText[same]) same++;
  const first = old.lastIndexOf('\n', same - 1) + 1;
  let sameEnd = 0;
  while (sameEnd < shorter - first && old[old.length - 1 - sameEnd] === newText[newText.length - 1 - sameEnd]) sameEnd++;
  const rest = old.slice(old.length - sameEnd);
  const last = rest.includes('\n') ? rest.length - rest.indexOf('\n') - (rest[rest.indexOf('\n') - 1] === '\r' ? -1 : 0) : 0;
  return { start: start + first, end: end - last, newText: newText.slice(first, newText.length - last) };
}

/** By line and column, which line breaks of another length do not move. */
function positionsIn(text: string): (offset: number) => vscode.Position {
  const starts = [0, ...[...text.matchAll(LINE_BREAK)].map((match) => match.index + match[0].length)];
  return (offset) => {
    let line = starts.length - 1;
    while (starts[line]! > offset) line--;
    return new vscode.Position(line, offset - starts[line]!);
  };
}
