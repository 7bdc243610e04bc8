import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { createEditorStore } from '../editorStore';
import type { Engine, EngineHost } from '../engineHost';
import { later, t } from '../../l10n/localize';
import { templateNameProblem } from '../templateName';

const ENDING = '.eta';

const DETAILS: Readonly<Record<string, () => string>> = {
  reference: later('An overview, then a section for each symbol.'),
  'detailed-design': later('A design document: architecture, tables of classes and functions, details, error handling.'),
};

/** Copies a built-in template into a workspace folder, to start one of the project's own from. Resolves to where it lies. */
export function createTemplate(host: EngineHost) {
  return async (): Promise<vscode.Uri | undefined> => {
    if (!vscode.workspace.isTrusted) throw new InputError(t('A template of your own is code, which runs in trusted workspaces only. Trust the workspace first.'));
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) throw new InputError(t('Open a folder first: a template belongs to a project.'));
    const folder = folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick({ placeHolder: t('For the specs of which folder?') });
    if (!folder) return undefined;
    const engine = await host.load();
    const base = await pickBase(engine);
    if (base === undefined) return undefined;
    const name = await askForName(folder, engine);
    if (name === undefined) return undefined;
    const template = await write(folder, name, base, engine);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(template), { preview: false });
    void offerToUse(folder, name, base);
    return template;
  };
}

async function pickBase({ TEMPLATE_SOURCES }: Engine): Promise<string | undefined> {
  const choices = Object.keys(TEMPLATE_SOURCES).map((label) => ({ label, detail: DETAILS[label]?.() }));
  return (await vscode.window.showQuickPick(choices, { title: t('Create Template'), placeHolder: t('Which one is yours to start from?') }))?.label;
}

async function askForName(folder: vscode.WorkspaceFolder, { TEMPLATE_FOLDER, TEMPLATE_NAMES }: Engine): Promise<string | undefined> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder.uri, TEMPLATE_FOLDER)).then((found) => found, () => []);
  const taken = entries.flatMap(([entry]) => (entry.endsWith(ENDING) ? entry.slice(0, -ENDING.length) : []));
  const answer = await vscode.window.showInputBox({
    title: t('Create Template'),
    prompt: t('Its name. The file is {0}/NAME{1}.', TEMPLATE_FOLDER, ENDING),
    placeHolder: 'our-design',
    validateInput: (text) => templateNameProblem(text, TEMPLATE_NAMES, taken),
  });
  return answer?.trim() || undefined;
}

async function write(folder: vscode.WorkspaceFolder, name: string, base: string, engine: Engine): Promise<vscode.Uri> {
  const path = `${engine.TEMPLATE_FOLDER}/${name}${ENDING}`;
  const store = createEditorStore(folder.uri, engine);
  // Looked at again: it may have come while the name was typed.
  if ((await store.read(path)) !== undefined) throw new InputError(t('There is a file {0} already. It was left as it is: choose another name.', path));
  await store.write(path, engine.TEMPLATE_SOURCES[base]!);
  return vscode.Uri.joinPath(folder.uri, path);
}

async function offerToUse(folder: vscode.WorkspaceFolder, name: string, base: string): Promise<void> {
  const use = t('Use It');
  const answer = await vscode.window.showInformationMessage(t('The template "{0}" is a copy of "{1}". Shall the specs of {2} follow it? What you change in it shows when they are generated again.', name, base, folder.name), use);
  if (answer === use) await vscode.workspace.getConfiguration('specwright', folder.uri).update('template', name, vscode.ConfigurationTarget.WorkspaceFolder);
}
