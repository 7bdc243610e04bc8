import * as vscode from 'vscode';
import { LANGUAGES } from '../contributions';
import type { EngineHost } from '../engineHost';
import { DriftLenses } from './codeLenses';
import { DriftDecorations } from './decorations';
import { DriftDiagnostics, DriftQuickFixes } from './diagnostics';
import type { DriftMonitor } from './driftMonitor';
import type { SectionPrices } from './sectionPrices';
import { SpecHovers } from './specHovers';
import { SpecLinks } from './specLinks';
import { UnverifiedNames, UnverifiedQuickFixes } from './unverifiedNames';

const SPECS: vscode.DocumentSelector = { language: 'markdown', pattern: '**/*.spec.md' };

/** What is shown of drift in editors and in the explorer. Registered once there is something to show: before that, activation and typing pay nothing for it. */
export function showDrift(monitor: DriftMonitor, prices: SectionPrices, host: EngineHost): vscode.Disposable {
  const shown: vscode.Disposable[] = [];
  const first = monitor.onDidChange(() => {
    first.dispose();
    const sources = Object.keys(LANGUAGES).map((language) => ({ language }));
    shown.push(
      new DriftDiagnostics(monitor),
      new DriftDecorations(monitor),
      new UnverifiedNames(host),
      vscode.languages.registerCodeLensProvider(sources, new DriftLenses(monitor, prices)),
      vscode.languages.registerHoverProvider(sources, new SpecHovers(monitor)),
      vscode.languages.registerCodeActionsProvider(SPECS, new DriftQuickFixes(), { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
      vscode.languages.registerCodeActionsProvider(SPECS, new UnverifiedQuickFixes(host, monitor), { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
      vscode.languages.registerDocumentLinkProvider(SPECS, new SpecLinks(monitor)),
    );
  });
  return new vscode.Disposable(() => {
    first.dispose();
    for (const one of shown) one.dispose();
  });
}
