import type * as vscode from 'vscode';
import type { RemoveOutcome, Store, WriteOutcome } from '../engine/ports';
import { writablePath } from '../engine/safety/containment';
import { sameText, withLineFeeds } from '../engine/write/textFile';
import { openDocument, shownDocument, uriIn } from './documents';
import { writeIntoDocument } from './documentEdits';
import type { Engine } from './engineHost';
import { createVirtualStore } from './virtualStore';

/** What could not be written because a person is typing there. */
export interface RefusedText {
  readonly uri: vscode.Uri;
  /** What the document said when `wanted` was made from it. */
  readonly base: string;
  /** The whole document as it should be. */
  readonly wanted: string;
}

/** The gate to the files of a workspace folder. What is open is edited in the editor, and saved if it was saved before; the rest goes to the disk. */
export interface EditorStore extends Store {
  /** Kept until somebody offers it to the person. */
  readonly refused: ReadonlyMap<string, RefusedText>;
}

export function createEditorStore(folder: vscode.Uri, engine: Pick<Engine, 'createNodeStore'>): EditorStore {
  const closed = folder.scheme === 'file' ? engine.createNodeStore(folder.fsPath) : createVirtualStore(folder);
  const refused = new Map<string, RefusedText>();
  /** What each file said when it was read: what is to be written was made from that. */
  const bases = new Map<string, string | undefined>();
  /** Files whose last text went to the disk past the editor. */
  const onDisk = new Set<string>();
  /** Those of them that the editor showed then. */
  const pastDocument = new Set<string>();

  /** What counts is what a person typed and has not saved; else what is on the disk, which VS Code shows a moment later. */
  async function read(path: string): Promise<string | undefined> {
    // Asked first in any case: it refuses what lies behind a link that leaves the folder.
    const stored = await closed.read(path);
    const document = shownDocument(uriIn(folder, path));
    const text = document?.isDirty ? withLineFeeds(document.getText()) : stored;
    bases.set(path, text);
    return text;
  }

  function writeToDisk(path: string, text: string): Promise<WriteOutcome> {
    onDisk.add(path);
    return closed.write(path, text);
  }

  async function write(path: string, text: string): Promise<WriteOutcome> {
    const uri = uriIn(folder, writablePath(path));
    refused.delete(path);
    const document = shownDocument(uri);
    if (!document) return writeToDisk(path, text);
    const present = withLineFeeds(document.getText());
    // VS Code reads a changed file's times first and its text then. What was put in place in between leaves it with the new text and the old times, and to save that would fail as a conflict.
    const mayBeHalfRead = pastDocument.has(path);
    if (!document.isDirty && (mayBeHalfRead || present !== (await closed.read(path)))) {
      pastDocument.add(path);
      return writeToDisk(path, text);
    }
    onDisk.delete(path);
    pastDocument.delete(path);
    if (sameText(present, text)) return 'unchanged';
    const base = bases.has(path) ? bases.get(path) : present;
    if (base === present && !document.isDirty) {
      if (await writeIntoDocument(document, text)) return 'written';
      // Nobody typed: VS Code read the file from the disk again, between our look and our edit.
      if (!document.isDirty) return writeToDisk(path, text);
    }
    refused.set(path, { uri, base: base ?? '', wanted: text });
    return 'refused';
  }

  /** What is shown with all of it saved is closed by VS Code once its file is gone; it can still be brought back there. */
  async function remove(path: string, text: string): Promise<RemoveOutcome> {
    return openDocument(uriIn(folder, writablePath(path)))?.isDirty ? 'refused' : closed.remove(path, text);
  }

  return { refused, read, write, remove, stampOfWritten: (path) => (onDisk.has(path) ? closed.stampOfWritten?.(path) : undefined) };
}
