import * as vscode from 'vscode';
import { sectionPlaces } from '../../engine/write/sectionPlaces';
import type { FileDrift, SectionDrift } from '../../engine/drift/fileDrift';
import { commandId } from '../contributions';
import { openDocument } from '../documents';
import { t } from '../../l10n/localize';
import { sourceOf } from '../targets';
import { DIAGNOSTIC_CODES, DIAGNOSTIC_SOURCE } from './diagnosticCodes';
import type { DriftMonitor } from './driftMonitor';
import { changeText, isBreaking, staleSections } from './driftWords';
import { sectionAround } from './placeInText';

/** In the specs, at the headings of the sections that are out of date: a warning where the signature changed, else a hint to look. */
export class DriftDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection(DIAGNOSTIC_SOURCE);
  readonly #watch: vscode.Disposable;

  constructor(private readonly monitor: DriftMonitor) {
    this.#watch = monitor.onDidChange(() => this.#show());
    this.#show();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#collection.dispose();
  }

  #show(): void {
    const wanted = new Map([...this.monitor.specs()].flatMap(({ drift, spec }) => (staleSections(drift).length > 0 ? [[spec.toString(), { drift, spec }] as const] : [])));
    this.#collection.forEach((spec) => !wanted.has(spec.toString()) && this.#collection.delete(spec));
    for (const { drift, spec } of wanted.values()) this.#collection.set(spec, diagnosticsOf(drift, spec));
  }
}

function diagnosticsOf(drift: FileDrift, spec: vscode.Uri): vscode.Diagnostic[] {
  const open = openDocument(spec);
  const places = open && new Map(sectionPlaces(open.getText()).map(({ id, headingLine }) => [id, headingLine]));
  return staleSections(drift).map((section) => {
    // The heading stands below the opening comment, unless a formatter put a blank line between them.
    const line = (places?.get(section.id) ?? (section.specLine ?? 0) + 1) - 1;
    const range = open?.lineAt(Math.min(line, open.lineCount - 1)).range ?? new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
    const severity = isBreaking(section) ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
    return Object.assign(new vscode.Diagnostic(range, messageOf(section), severity), { source: DIAGNOSTIC_SOURCE, code: DIAGNOSTIC_CODES.stale });
  });
}

function messageOf(section: SectionDrift): string {
  const change = changeText(section);
  return section.isPersons ? t('Your text of "{0}" may be out of date: {1}.', section.id, change) : t('The text of "{0}" may be out of date: {1}.', section.id, change);
}

/** What a person can do about it: the same as above the symbol. */
export class DriftQuickFixes implements vscode.CodeActionProvider {
  provideCodeActions(document: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): vscode.CodeAction[] {
    const source = sourceOf(document.uri);
    if (!source) return [];
    const text = document.getText();
    return diagnostics.filter(({ source: by, code }) => by === DIAGNOSTIC_SOURCE && code === DIAGNOSTIC_CODES.stale).flatMap((diagnostic) => {
      const id = sectionAround(text, diagnostic.range.start.line + 1);
      if (id === undefined) return [];
      const action = (title: string, command: string) => {
        const fix = new vscode.CodeAction(`${title}: ${id}`, vscode.CodeActionKind.QuickFix);
        fix.command = { title, command, arguments: [source, id] };
        fix.diagnostics = [diagnostic];
        return fix;
      };
      return [action(t('Update section'), commandId('updateSection')), action(t('Accept as still true'), commandId('acceptSection')), action(t('Show difference'), commandId('showDifference')), action(t('Go to code'), commandId('openSource'))];
    });
  }
}
