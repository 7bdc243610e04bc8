import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { PROJECT_LANGUAGES, type ProjectLanguage } from '../../engine/project/projectSpec';
import { uriIn } from '../documents';
import { createEditorStore } from '../editorStore';
import type { EngineHost } from '../engineHost';
import { later, t } from '../../l10n/localize';
import { newSpecPath, newSpecPathProblem, projectNameProblem } from '../projectSpec/newSpecPath';

const TITLE = later('New Project Spec');

const LANGUAGES: Readonly<Record<ProjectLanguage, { readonly label: string; readonly detail: () => string }>> = {
  go: { label: 'Go', detail: later('net/http, unless the spec names a framework') },
  typescript: { label: 'TypeScript', detail: later('Fastify, unless the spec names a framework') },
  python: { label: 'Python', detail: later('FastAPI, unless the spec names a framework') },
};

/** Writes a small spec to start a project from, and opens it. What is there already stays. Resolves to where it lies. */
export function newProjectSpec(host: EngineHost) {
  return async (): Promise<vscode.Uri | undefined> => {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) throw new InputError(t('Open a folder first: the files of a project are written beside its spec.'));
    const folder = folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick({ placeHolder: t('In which folder is the project to be?') });
    if (!folder) return undefined;
    const name = (await vscode.window.showInputBox({ title: TITLE(), prompt: t('The name of the project.'), placeHolder: 'Library Lending', validateInput: projectNameProblem }))?.trim();
    if (!name) return undefined;
    const language = await pickLanguage();
    if (!language) return undefined;
    const path = await askForPath(folder.uri, name);
    if (!path) return undefined;
    const engine = await host.load();
    const store = createEditorStore(folder.uri, engine);
    // Looked at again: it may have come while the path was typed.
    if ((await store.read(path)) !== undefined) throw new InputError(t('There is a file {0} already. It was left as it is: choose another name.', path));
    await store.write(path, engine.starterSpec(name, language));
    const uri = uriIn(folder.uri, path);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
    return uri;
  };
}

async function pickLanguage(): Promise<ProjectLanguage | undefined> {
  const choices = PROJECT_LANGUAGES.map((language) => ({ label: LANGUAGES[language].label, detail: LANGUAGES[language].detail(), language }));
  return (await vscode.window.showQuickPick(choices, { title: TITLE(), placeHolder: t('In which language?') }))?.language;
}

async function askForPath(folder: vscode.Uri, name: string): Promise<string | undefined> {
  const value = newSpecPath(name);
  const answer = await vscode.window.showInputBox({
    title: TITLE(),
    prompt: t('Where the spec is to lie, relative to the folder.'),
    value,
    valueSelection: [0, value.length - '.spec.yaml'.length],
    validateInput: async (text) => newSpecPathProblem(text) ?? ((await exists(folder, text.trim())) ? t('There is a file {0} already. Choose another name.', text.trim()) : undefined),
  });
  return answer?.trim();
}

async function exists(folder: vscode.Uri, path: string): Promise<boolean> {
  return vscode.workspace.fs.stat(uriIn(folder, path)).then(() => true, () => false);
}
