import * as vscode from 'vscode';
import type { RunReport } from '../../engine/metrics/runReport';

type ReadReport = () => Promise<RunReport | undefined>;

/** With more of them, the file would take long to open. */
const MOST_REQUESTS = 20_000;
const MOST_RUNS = 20;

/**
 * Asks where to, and writes a report: as a page that opens by itself, or as JSON.
 * @param others runs to compare it with, the newest first, each to be read; the page has as many as it can hold
 */
export async function exportReport(report: RunReport, others: readonly ReadReport[]): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `specwright-report-${new Date(report.run.startedAt).toISOString().slice(0, 19).replace(/[:T]/g, '-')}.html`;
  const file = await vscode.window.showSaveDialog({
    title: 'Export Report',
    filters: { 'Page, to look at': ['html'], 'JSON, for programs': ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!file) return;
  const isJson = file.path.endsWith('.json');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(isJson ? `${JSON.stringify(report, null, 2)}\n` : await pageOf(report, others)));
  await offerToOpen(file, isJson);
}

async function pageOf(report: RunReport, others: readonly ReadReport[]): Promise<string> {
  const { renderReport } = await import('../../report/renderReport');
  const reports = [report];
  let requests = report.requests.length;
  for (const read of others) {
    const other = await read();
    if (!other) continue;
    requests += other.requests.length;
    if (reports.length === MOST_RUNS || requests > MOST_REQUESTS) break;
    reports.push(other);
  }
  return renderReport(reports);
}

/** A browser opens what lies on its own machine; elsewhere the file is in the explorer. */
async function offerToOpen(file: vscode.Uri, isJson: boolean): Promise<void> {
  const open = 'Open';
  const canOpen = isJson || (file.scheme === 'file' && vscode.env.remoteName === undefined);
  const answer = await vscode.window.showInformationMessage(`The report is saved as ${vscode.workspace.asRelativePath(file)}.`, ...(canOpen ? [open] : []));
  if (answer !== open) return;
  if (isJson) await vscode.window.showTextDocument(file);
  else await vscode.env.openExternal(file);
}
