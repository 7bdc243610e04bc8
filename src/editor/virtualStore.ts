import * as vscode from 'vscode';
import type { Store } from '../engine/ports';
import { writablePath } from '../engine/safety/containment';
import { StoreError } from '../engine/safety/storeError';
import { decodeText, encodeText, NEW_FILE_SHAPE, sameText, withLineFeeds } from '../engine/write/textFile';
import { uriIn } from './documents';
import { orUndefined } from './editorFiles';
import { t } from '../l10n/localize';

/** Writes to a folder that is not on the disk (a virtual workspace). Its provider sees to whole files and to links. */
export function createVirtualStore(folder: vscode.Uri): Store {
  const { fs } = vscode.workspace;

  async function readShaped(path: string) {
    const bytes = await orUndefined(async () => fs.readFile(uriIn(folder, path)));
    const decoded = bytes && decodeText(bytes);
    if (decoded?.undecodable !== undefined) throw new StoreError(path, 'undecodable', t('{0} is {1}, so it is neither read nor overwritten. Save it as UTF-8, or move it away.', path, decoded.reason));
    return decoded;
  }

  return {
    async read(path) {
      const found = await readShaped(path);
      return found && withLineFeeds(found.text);
    },
    async write(path, text) {
      const found = await readShaped(path);
      if (found && sameText(found.text, text)) return 'unchanged';
      try {
        await fs.writeFile(uriIn(folder, writablePath(path)), encodeText(text, found?.shape ?? NEW_FILE_SHAPE));
        return 'written';
      } catch (error) {
        throw new StoreError(path, 'failed', `Cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    },
    async remove(path, text) {
      const found = await readShaped(path);
      if (!found) return 'absent';
      if (!sameText(found.text, text)) return 'refused';
      try {
        await fs.delete(uriIn(folder, writablePath(path)));
        return 'removed';
      } catch (error) {
        throw new StoreError(path, 'failed', `Cannot remove ${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    },
  };
}
