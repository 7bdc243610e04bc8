import * as vscode from 'vscode';
import type { EngineHost } from '../engineHost';
import type { VirtualDocuments } from '../virtualDocuments';

/** The last requests as they left, and how much was held back. Kept in memory only, and gone with the window. */
export function showSent(host: EngineHost, documents: VirtualDocuments) {
  return async (): Promise<void> => {
    const { renderSent } = await host.load();
    const uri = documents.set('What Was Sent.md', renderSent((await host.sentLog()).requests, { files: host.filesHeldBack }));
    await vscode.window.showTextDocument(uri, { preview: true });
  };
}
