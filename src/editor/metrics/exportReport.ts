import * as vscode from 'vscode';
import type { RunReport } from '../../engine/metrics/runReport';
import type { PageLanguage } from '../../l10n/dictionary';
import { t } from '../../l10n/localize';

type ReadReport = () => Promise<RunReport | undefined>;

/** With more of them, the file would take long to open. */
const MOST_REQUESTS = 20_000;
const MOST_RUNS = 20;

/**
 * Asks where to, and writes a report: as a page that opens by itself, or as JSON.
 * @param others runs to compare it with, the newest first, each to be read; the page has as many as it can hold
 * @param language what a page is in. Default: English
 */
export async function exportReport(report: RunReport, others: readonly ReadReport[], language?: PageLanguage): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `specwright-report-${new Date(report.run.startedAt).toISOString().slice(0, 19).replace(/[:T]/g, '-')}.html`;
  const file = await vscode.window.showSaveDialog({
    title: t('Export Report'),
    filters: { [t('Page, to look at')]: ['html'], [t('JSON, for programs')]: ['json'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (!file) return;
  const isJson = file.path.endsWith('.json');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(isJson ? `${JSON.stringify(report, null, 2)}\n` : await pageOf(report, others, language)));
  await offerToOpen(file, isJson);
}

async function pageOf(report: RunReport, others: readonly ReadReport[], language: PageLanguage | undefined): Promise<string> {
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
  return renderReport(reports, { ...(language && { language }) });
}

/** A browser opens what lies on its own machine; elsewhere the file is in the explorer. */
async function offerToOpen(file: vscode.Uri, isJson: boolean): Promise<void> {
  const open = t('Open');
  const canOpen = isJson || (file.scheme === 'file' && vscode.env.remoteName === undefined);
  const answer = await vscode.window.showInformationMessage(t('The report is saved as {0}.', vscode.workspace.asRelativePath(file)), ...(canOpen ? [open] : []));
  if (answer !== open) return;
  if (isJson) await vscode.window.showTextDocument(file);
  else await vscode.env.openExternal(file);
}
