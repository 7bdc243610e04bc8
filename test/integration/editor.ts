// What the tests inside the host do with files, editors and notifications.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/editor/runSummary';
import { onPage } from './page';

export const folder = (): vscode.Uri => vscode.workspace.workspaceFolders![0]!.uri;
export const at = (path: string): vscode.Uri => vscode.Uri.joinPath(folder(), path);
export const specOf = (source: string): vscode.Uri => at(`specs/${source}.spec.md`);

/** From the disk, not from an editor. */
export async function textOf(uri: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString();
}

export async function write(path: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(at(path), Buffer.from(text));
  return at(path);
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(() => true, () => false);
}

export async function show(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(at(path), { preview: false });
}

/** Waits until an editor shows it. */
export async function shown(uri: vscode.Uri): Promise<vscode.TextEditor> {
  const find = () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  await until(() => find() !== undefined, `an editor with ${uri.path}`);
  return find()!;
}

/** The command as VS Code calls it: nothing from the palette, the clicked and the selected entries from the explorer. */
export function generate(...args: unknown[]): Promise<RunSummary[]> {
  return Promise.resolve(vscode.commands.executeCommand<RunSummary[]>('specwright.generateSpec', ...args));
}

export async function generateOne(...args: unknown[]): Promise<RunSummary> {
  const summaries = await generate(...args);
  assert.equal(summaries?.length, 1, 'one run');
  return summaries[0]!;
}

export async function forgetSpecs(): Promise<void> {
  await closeEditors();
  await vscode.workspace.fs.delete(at('specs'), { recursive: true }).then(undefined, () => {});
}

export async function closeEditors(): Promise<void> {
  for (const { document } of vscode.window.visibleTextEditors) if (document.isDirty) await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

export async function setting(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('specwright').update(name, value, vscode.ConfigurationTarget.Global);
}

/** Picks an entry of the list that is open at the top. */
export async function pick(text: string): Promise<void> {
  await onPage({ do: 'click', selector: `.quick-input-widget .quick-input-list .monaco-list-row:has-text("${text}")` });
}

/** Types into the input box that is open at the top, once it has the title. */
export async function typeInBox(title: string, text: string): Promise<void> {
  await onPage({ do: 'wait', selector: `.quick-input-widget:has-text("${title}") .quick-input-box input` });
  await onPage({ do: 'type', text });
}

/** What the input box says of what was typed. */
export async function waitForBoxMessage(text: string): Promise<void> {
  await onPage({ do: 'wait', selector: `.quick-input-widget .quick-input-message:has-text("${text}")` });
}

/** As a person does it: in the box that asks for it. */
export async function typeApiKey(key: string): Promise<void> {
  const stored = vscode.commands.executeCommand('specwright.setApiKey', 'anthropic');
  await onPage({ do: 'wait', selector: '.quick-input-widget .quick-input-box input[type="password"]' });
  await onPage({ do: 'type', text: key });
  await onPage({ do: 'press', key: 'Enter' });
  assert.equal(await stored, true);
}

export async function press(key: string): Promise<void> {
  await onPage({ do: 'press', key });
}

/** In the list; or as a pop-up, where the list closed by itself because it was empty for a moment. */
const message = (text: string) => `:is(.notifications-center, .notifications-toasts) .notification-list-item:has-text("${text}")`;

/** Waits for a notification, in the list of them all: VS Code itself shows at most three pop-ups in 800 ms and lists the rest, and a test is faster than that. */
export async function waitForMessage(text: string): Promise<void> {
  await vscode.commands.executeCommand('notifications.showList');
  await onPage({ do: 'wait', selector: `${message(text)} >> visible=true` });
}

export async function clickInMessage(text: string, button: string): Promise<void> {
  await waitForMessage(text);
  await onPage({ do: 'click', selector: `${message(text)} .monaco-button:has-text("${button}") >> visible=true` });
}

export async function clearMessages(): Promise<void> {
  await vscode.commands.executeCommand('notifications.clearAll');
}

export async function until<T>(condition: () => T | Promise<T>, what: string, timeoutMs = 20_000): Promise<Exclude<T, false | undefined>> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await condition();
    if (found) return found as Exclude<T, false | undefined>;
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
