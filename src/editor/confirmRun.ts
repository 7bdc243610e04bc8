import * as vscode from 'vscode';
import type { ActiveRun } from './activeRun';
import type { Writer } from './chooseWriter';

/** Asks before money is spent. The engine's clock stands still until there is an answer. */
export async function confirmRun(estimate: string, writer: Writer, { title }: ActiveRun): Promise<boolean> {
  const model = writer.by === 'model' ? ` with ${writer.name}` : '';
  const detail = `This takes ${estimate}.\n\nYou are asked above the limits in the settings "specwright.confirmAbove". What has been answered before is not asked for again.`;
  const generate = 'Generate';
  return (await vscode.window.showWarningMessage(`Generate ${title}${model}?`, { modal: true, detail }, generate)) === generate;
}
