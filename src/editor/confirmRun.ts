import * as vscode from 'vscode';
import type { Confirmed } from '../engine/request';
import type { ActiveRun } from './activeRun';
import type { Writer } from './chooseWriter';

/**
 * Asks before money is spent. The engine's clock stands still until there is an answer.
 * @param renewals what is asked for although the code has not changed: the person may leave it
 */
export async function confirmRun(estimate: string, renewals: readonly string[], writer: Writer, { title }: ActiveRun): Promise<Confirmed> {
  const model = writer.by === 'model' ? ` with ${writer.name}` : '';
  const detail = [
    `This takes ${estimate}.`,
    ...renewals.map((renewal) => `Of this, ${renewal}. They may be left as they are.`),
    'You are asked above the limits in the settings "specwright.confirmAbove". What has been answered before is not asked for again.',
  ].join('\n\n');
  const generate = 'Generate';
  const onlyChanged = 'Only Where the Code Changed';
  const choices = renewals.length > 0 ? [generate, onlyChanged] : [generate];
  const choice = await vscode.window.showWarningMessage(`Generate ${title}${model}?`, { modal: true, detail }, ...choices);
  return choice === onlyChanged ? 'code' : choice === generate;
}
