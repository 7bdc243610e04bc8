import * as vscode from 'vscode';
import { STAMP_LENGTH, type Entry, type Files } from '../engine/ports';
import { openDocument, pathIn, uriIn } from './documents';
import type { Engine } from './engineHost';

/**
 * The files of a workspace folder as the person sees them: what is typed and not saved counts. On the disk links are resolved, and none leads out
 * of the folder; a folder of another kind (a virtual workspace) goes through VS Code.
 */
export function createEditorFiles(folder: vscode.Uri, { createNodeFiles }: Pick<Engine, 'createNodeFiles'>): Files {
  const stored = folder.scheme === 'file' ? createNodeFiles(folder.fsPath) : createVirtualFiles(folder);
  const shown = (path: string) => {
    const document = openDocument(uriIn(folder, path));
    return document && isReadFromEditor(document) ? new TextEncoder().encode(document.getText()) : undefined;
  };
  return {
    root: stored.root,
    ...(stored.survey && {
      async survey(places) {
        const found = await stored.survey!(places);
        const typed = new Set(vscode.workspace.textDocuments.filter((document) => !document.isClosed && isReadFromEditor(document)).map(({ uri }) => pathIn(folder, uri)));
        for (const [i, path] of places.files.entries()) if (typed.has(path)) found.stamps.fill(NaN, i * STAMP_LENGTH, (i + 1) * STAMP_LENGTH);
        return found;
      },
    }),
    readOuterIgnores: stored.readOuterIgnores?.bind(stored),
    list: (path) => stored.list(path),
    async read(path) {
      // Asked first, also where the editor has the text: it refuses what lies behind a link that leaves the folder.
      const bytes = await stored.read(path);
      return shown(path) ?? bytes;
    },
    async stat(path) {
      const found = await stored.stat(path);
      const bytes = found?.kind === 'folder' ? undefined : shown(path);
      return bytes ? { kind: 'file', size: bytes.length } : found;
    },
  };
}

/** Saved documents are read from the disk, as the command line does; but VS Code knows encodings (`files.encoding`) that the engine does not. */
function isReadFromEditor(document: vscode.TextDocument): boolean {
  return document.isDirty || !/^utf(8|8bom|16le|16be)$/.test(document.encoding);
}

function createVirtualFiles(folder: vscode.Uri): Files {
  const { fs } = vscode.workspace;
  return {
    root: folder.toString(),
    async list(path) {
      return (await fs.readDirectory(uriIn(folder, path))).map(([name, type]) => ({ name, kind: kindOf(type) }));
    },
    read: (path) => orUndefined(async () => fs.readFile(uriIn(folder, path))),
    stat: (path) =>
      orUndefined(async () => {
        const { type, size } = await fs.stat(uriIn(folder, path));
        if (type & vscode.FileType.Directory) return { kind: 'folder', size: 0 } as const;
        return type & vscode.FileType.File ? ({ kind: 'file', size } as const) : undefined;
      }),
  };
}

function kindOf(type: vscode.FileType): Entry['kind'] {
  if (type & vscode.FileType.SymbolicLink) return 'link';
  if (type & vscode.FileType.Directory) return 'folder';
  return type & vscode.FileType.File ? 'file' : 'other';
}

export async function orUndefined<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof vscode.FileSystemError && (error.code === 'FileNotFound' || error.code === 'FileNotADirectory')) return undefined;
    throw error;
  }
}
