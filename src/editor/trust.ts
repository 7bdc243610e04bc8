import * as vscode from 'vscode';

const MANAGE = 'Manage Workspace Trust';

/** Says once in a window why a spec has facts only, where a model was to be expected. */
export class TrustNotice {
  #isTold = false;

  tell(): void {
    if (this.#isTold || vscode.workspace.isTrusted) return;
    this.#isTold = true;
    const text = 'This workspace is not trusted, so Specwright sends nothing to a model: specs hold the facts of the code only. Trust the workspace to have the prose written.';
    void vscode.window.showInformationMessage(text, MANAGE).then((answer) => {
      if (answer === MANAGE) void vscode.commands.executeCommand('workbench.trust.manage');
    });
  }
}
