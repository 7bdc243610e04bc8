import * as vscode from 'vscode';
import { WALKTHROUGH_ID } from '../contributions';

/** The first steps, on a page of VS Code's own. */
export async function openWalkthrough(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH_ID);
}
