import * as vscode from 'vscode';
import type { SpecProblem } from '../../engine/project/projectSpec';
import type { SpecReads } from './specReads';

/** A pause in typing. */
const PAUSE_MS = 300;
/** So long does nobody wait for a spec of 100 kB, and one of 5 MB is not read at every pause. */
const PAUSE_MS_PER_BYTE = 0.001;

/** What is wrong with the project specs that are open, while they are being typed. */
export class SpecDiagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('specwright-project');
  readonly #timers = new Map<vscode.TextDocument, NodeJS.Timeout>();

  constructor(private readonly reads: SpecReads) {}

  /** Reads it once nobody types any more. */
  later(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    const pause = PAUSE_MS + document.getText().length * PAUSE_MS_PER_BYTE;
    this.#timers.set(document, setTimeout(() => void this.now(document), pause));
  }

  async now(document: vscode.TextDocument): Promise<void> {
    this.#forget(document);
    const { version } = document;
    const { problems } = await this.reads.of(document);
    // Something was typed while the engine loaded: another reading is on its way.
    if (document.version === version && !document.isClosed) this.#collection.set(document.uri, problems.map(diagnosticOf));
  }

  /** It was closed, or is no project spec any more. */
  drop(document: vscode.TextDocument): void {
    this.#forget(document);
    this.#collection.delete(document.uri);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#collection.dispose();
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
  }
}

function diagnosticOf({ severity, message, code, line, column, endLine, endColumn }: SpecProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const level = severity === 'error' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  return Object.assign(new vscode.Diagnostic(range, message, level), { source: 'specwright', code });
}
