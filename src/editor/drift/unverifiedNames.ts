import * as vscode from 'vscode';
import type { UnverifiedMark } from '../../engine/verify/markUnverified';
import { commandId } from '../contributions';
import { tabOf } from '../documents';
import type { EngineHost } from '../engineHost';
import { t } from '../../l10n/localize';
import { sourceOf } from '../targets';
import { DIAGNOSTIC_CODES, DIAGNOSTIC_SOURCE } from './diagnosticCodes';
import type { DriftMonitor } from './driftMonitor';
import { sectionAround } from './placeInText';

/** A pause between two keys is shorter. */
const SETTLED_MS = 300;

/** In specs that a person sees in a tab: the names in the prose that were looked up when it was written, and not found. */
export class UnverifiedNames implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(`${DIAGNOSTIC_SOURCE} names`);
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #watch: vscode.Disposable;

  constructor(private readonly host: EngineHost) {
    this.#watch = vscode.Disposable.from(
      vscode.workspace.onDidOpenTextDocument((document) => this.#lookSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#lookSoon(document)),
      vscode.window.tabGroups.onDidChangeTabs(({ opened, closed }) => {
        if (opened.length > 0) this.#lookAtAll();
        if (closed.length > 0) this.#collection.forEach((uri) => !tabOf(uri) && this.#collection.delete(uri));
      }),
    );
    this.#lookAtAll();
  }

  dispose(): void {
    this.#watch.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#collection.dispose();
  }

  #lookAtAll(): void {
    for (const document of vscode.workspace.textDocuments) this.#lookSoon(document);
  }

  #lookSoon(document: vscode.TextDocument): void {
    if (!sourceOf(document.uri)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => void this.#look(document), SETTLED_MS));
  }

  async #look(document: vscode.TextDocument): Promise<void> {
    this.#timers.delete(document.uri.toString());
    const { findUnverified } = await this.host.load();
    // VS Code holds a document for a while after its tab was closed.
    if (!document.isClosed && tabOf(document.uri)) this.#collection.set(document.uri, findUnverified(document.getText()).map((mark) => diagnosticOf(mark, document)));
  }
}

function diagnosticOf({ name, start, end }: UnverifiedMark, document: vscode.TextDocument): vscode.Diagnostic {
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const message = t('No name "{0}" was found in the source, in what it imports, or in the library of its language. Only names are looked up: whether the sentence is true nobody has checked.', name);
  return Object.assign(new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning), { source: DIAGNOSTIC_SOURCE, code: DIAGNOSTIC_CODES.unverified });
}

/** The name is right after all; or the text is out of date, and is asked for anew; or the code tells. */
export class UnverifiedQuickFixes implements vscode.CodeActionProvider {
  constructor(
    private readonly host: EngineHost,
    private readonly monitor: DriftMonitor,
  ) {}

  async provideCodeActions(document: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(({ source, code }) => source === DIAGNOSTIC_SOURCE && code === DIAGNOSTIC_CODES.unverified);
    const source = sourceOf(document.uri);
    if (!source || ours.length === 0) return [];
    const text = document.getText();
    const marks = (await this.host.load()).findUnverified(text);
    return ours.flatMap((diagnostic) => {
      const mark = marks.find(({ start }) => start === document.offsetAt(diagnostic.range.start));
      const section = sectionAround(text, diagnostic.range.start.line + 1);
      return [...(mark ? [withoutMark(mark, document)] : []), ...(section === undefined ? [] : this.#ofSection(source, section))].map((fix) => Object.assign(fix, { diagnostics: [diagnostic] }));
    });
  }

  #ofSection(source: vscode.Uri, id: string): vscode.CodeAction[] {
    const command = (title: string, name: string) => Object.assign(new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix), { command: { title, command: name, arguments: [source, id] } });
    // One that is up to date would be answered as before.
    const isStale = this.monitor.find(source)?.source.drift.sections.some((section) => section.id === id && section.state === 'stale') ?? false;
    return [...(isStale ? [command(t('Update section: {0}', id), commandId('updateSection'))] : []), command(t('Go to code: {0}', id), commandId('openSource'))];
  }
}

/** From then on the text is the person's, as after any edit of theirs. */
function withoutMark({ marks }: UnverifiedMark, document: vscode.TextDocument): vscode.CodeAction {
  const fix = new vscode.CodeAction(t('Remove the mark: the name is right, and the text is mine'), vscode.CodeActionKind.QuickFix);
  fix.edit = new vscode.WorkspaceEdit();
  for (const [start, end] of marks) fix.edit.delete(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)));
  return fix;
}
