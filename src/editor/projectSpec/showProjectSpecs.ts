import * as vscode from 'vscode';
import { isProjectSpec } from '../../engine/project/read/isProjectSpec';
import { COMMANDS } from '../contributions';
import type { EngineHost } from '../engineHost';
import { SpecDiagnostics } from './diagnostics';
import { LENS_COMMANDS, SpecLenses } from './lenses';
import { mayBeSpec, PROJECT_SPEC_FILES } from './recognize';
import { SpecReads } from './specReads';
import { SpecCompletions, SpecKeyHovers } from './wordProviders';

/** What the editor does for project specs. Until one is opened that is to look at the names of documents: nothing is registered, and the engine is not loaded. */
export function showProjectSpecs(host: Pick<EngineHost, 'load'>): vscode.Disposable {
  const reads = new SpecReads(host);
  const shown: vscode.Disposable[] = [];
  let diagnostics: SpecDiagnostics | undefined;

  function opened(document: vscode.TextDocument): void {
    if (!isSpec(document)) return;
    diagnostics ??= begin();
    void diagnostics.now(document);
  }

  function begin(): SpecDiagnostics {
    const specs: vscode.DocumentSelector = { pattern: PROJECT_SPEC_FILES };
    const started = new SpecDiagnostics(reads);
    shown.push(started, vscode.languages.registerCompletionItemProvider(specs, new SpecCompletions(host), ' ', '[', '<'), vscode.languages.registerHoverProvider(specs, new SpecKeyHovers(host)));
    const commands: object = COMMANDS;
    if (LENS_COMMANDS.every((name) => Object.hasOwn(commands, name))) shown.push(vscode.languages.registerCodeLensProvider(specs, new SpecLenses(reads)));
    return started;
  }

  const watches = [
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (isSpec(document)) (diagnostics ??= begin()).later(document);
      else if (diagnostics && mayBeSpec(document)) diagnostics.drop(document);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => diagnostics && mayBeSpec(document) && diagnostics.drop(document)),
  ];
  vscode.workspace.textDocuments.forEach(opened);
  return new vscode.Disposable(() => {
    for (const one of [...watches, ...shown]) one.dispose();
  });
}

function isSpec(document: vscode.TextDocument): boolean {
  return mayBeSpec(document) && isProjectSpec(document.uri.path, document.getText());
}
