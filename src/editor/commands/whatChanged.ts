import * as vscode from 'vscode';
import { InputError } from '../../engine/inputError';
import { createEditorStore } from '../editorStore';
import type { Engine, EngineHost } from '../engineHost';
import { outputFolderOf } from '../request';
import { Settings } from '../settings';
import { nameOf, targetsOf } from '../targets';
import type { VirtualDocuments } from '../virtualDocuments';
import { chosenIn } from './generateSpec';

/**
 * Which sections of a spec are new, changed or gone since a git revision: of the spec that is open, or that of the source that is. Unsaved text counts. The revision is asked for, unless
 * whoever executes the command names it.
 */
export function whatChanged(host: EngineHost, documents: VirtualDocuments) {
  return async (clicked?: vscode.Uri, asked?: unknown): Promise<void> => {
    const [uri] = chosenIn(clicked, undefined);
    if (!uri) throw new InputError('Open a source or its spec first: then it can be compared with what it was.');
    if (!vscode.workspace.isTrusted) throw new InputError('Git runs in trusted workspaces only. Trust the workspace first.');
    const target = (await targetsOf([uri]))[0]!;
    const source = target.paths[0]!;
    if (target.folder.scheme !== 'file') throw new InputError(`${nameOf(uri)} does not lie on a disk that git can read. Open the folder itself.`);
    if (target.hasFolder) throw new InputError('Choose one file. For a folder there is "specwright changes" on the command line.');
    const engine = await host.load();
    const root = target.folder.fsPath;
    const revision = typeof asked === 'string' ? asked : await pickRevision(root, engine);
    if (revision === undefined) return;
    const specPath = engine.specPathOf(source, outputFolderOf(new Settings(target.folder)));
    const then = (await engine.filesAt(root, revision, specPath, (path) => path === specPath, gitOptions())).get(specPath);
    const now = await createEditorStore(target.folder, engine).read(specPath);
    if (then === undefined && now === undefined) throw new InputError(`There is no spec of ${source}, neither now nor at ${revision}. Generate it first.`);
    const change = engine.changesSince(specPath, then, now);
    await vscode.commands.executeCommand('markdown.showPreview', documents.set('What Changed.md', engine.renderChanges(change ? [change] : [], revision)));
  };
}

async function pickRevision(root: string, { likelyRevisions }: Engine): Promise<string | undefined> {
  const another = { label: '$(edit) Another…', description: 'a commit, a tag or a branch' };
  const likely = (await likelyRevisions(root, gitOptions())).map(({ revision, what }) => ({ label: revision, description: what }));
  const choice = await vscode.window.showQuickPick([...likely, another], { title: 'What Changed', placeHolder: 'Since when?' });
  if (choice !== another) return choice?.label;
  const typed = await vscode.window.showInputBox({ title: 'What Changed', prompt: 'A commit, a tag or a branch', placeHolder: 'v1.2.0', validateInput: (text) => (text.trim() === '' ? 'Name a commit, a tag or a branch.' : undefined) });
  return typed?.trim();
}

/** The git that VS Code uses. */
function gitOptions(): { readonly program?: string } {
  const configured = vscode.workspace.getConfiguration('git').get<unknown>('path');
  const program = (Array.isArray(configured) ? (configured as unknown[]) : [configured]).find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof program === 'string' ? { program: program.trim() } : {};
}
