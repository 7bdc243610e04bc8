import * as vscode from 'vscode';
import type { Listener } from '../engine/events';
import { logLine } from './logLine';
import { inEditorWords } from './words';

export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Specwright', { log: true });
}

/** Every event as a line; the person chooses in VS Code how much of it they want to see. */
export function logEvents(log: vscode.LogOutputChannel): Listener {
  return (event) => {
    const { level, text } = logLine(event);
    log[level](inEditorWords(text));
  };
}
