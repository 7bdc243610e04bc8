import * as vscode from 'vscode';
import { commandText, statusText } from '../../webview/parts/figures';
import { moment, usd } from '../../webview/format';
import type { RunSummary } from '../../webview/summary';

/** Lets a person choose a run by when it was, what it did and what it cost. `undefined`: they went away. */
export async function pickRun(runs: readonly RunSummary[], title: string, placeHolder: string): Promise<RunSummary | undefined> {
  const items = runs.map((run) => ({ label: `${moment(run.startedAt, Date.now())} · ${commandText(run)}`, description: `${statusText(run.status)} · ${usd(run.costUsd, run.costIsLowerBound)}`, detail: run.writer, run }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true, matchOnDetail: true }))?.run;
}
