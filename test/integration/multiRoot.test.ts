import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/editor/runSummary';
import { clearMessages, clickInMessage, closeEditors, exists, generate, generateOne, pick, press, textOf, typeInBox, until } from './editor';

const root = (name: string) => vscode.workspace.workspaceFolders!.find((folder) => folder.uri.path.endsWith(`/${name}`))!.uri;
const inApp = (path: string) => vscode.Uri.joinPath(root('app'), path);
const inLib = (path: string) => vscode.Uri.joinPath(root('lib'), path);

/** A workspace file with two roots; `app` has settings of its own, and both have `src/index.ts`. */
describe('a workspace with two roots', () => {
  beforeEach(clearMessages);
  afterEach(async () => {
    await closeEditors();
    for (const made of [inApp('docs'), inLib('specs'), inApp('specs')]) await vscode.workspace.fs.delete(made, { recursive: true }).then(undefined, () => {});
  });

  it('was opened by its file', () => {
    assert.match(vscode.workspace.workspaceFile?.path ?? '', /both\.code-workspace$/);
    assert.deepEqual(vscode.workspace.workspaceFolders?.map(({ name }) => name), ['app', 'The Library']);
  });

  it('Generate Specs for Workspace writes into each root its own specs and README, as its own settings say', async () => {
    const runs = await vscode.commands.executeCommand<RunSummary[]>('specwright.generateWorkspaceSpecs');
    assert.deepEqual(runs.map(({ folder, status }) => [vscode.Uri.parse(folder).path, status]), [[root('app').path, 'done'], [root('lib').path, 'done']]);
    assert.deepEqual(runs.map(({ files }) => files.map(({ spec }) => spec).sort()), [
      ['docs/specs/README.md', 'docs/specs/src/greeting.ts.spec.md', 'docs/specs/src/index.ts.spec.md'],
      ['specs/README.md', 'specs/src/index.ts.spec.md', 'specs/src/round.ts.spec.md'],
    ]);
    const [app, lib] = [await textOf(inApp('docs/specs/README.md')), await textOf(inLib('specs/README.md'))];
    assert.ok(app.includes('greeting.ts') && !app.includes('round.ts'), app);
    assert.ok(lib.includes('round.ts') && !lib.includes('greeting.ts'), lib);
    assert.equal(await exists(inApp('specs')), false);
    assert.match(await textOf(inApp('docs/specs/src/index.ts.spec.md')), /^template: detailed-design$/m);
    assert.match(await textOf(inLib('specs/src/index.ts.spec.md')), /^template: reference$/m);
  });

  it('the same relative path in both is two files', async () => {
    const runs = await generate(inApp('src/index.ts'), [inApp('src/index.ts'), inLib('src/index.ts')]);
    assert.deepEqual(runs.map(({ files }) => files.map(({ spec }) => spec)), [['docs/specs/src/index.ts.spec.md'], ['specs/src/index.ts.spec.md']]);
    const [app, lib] = [await textOf(inApp('docs/specs/src/index.ts.spec.md')), await textOf(inLib('specs/src/index.ts.spec.md'))];
    assert.ok(app.includes('Greets whoever starts the app') && !app.includes('own way to add up'), app);
    assert.ok(lib.includes('own way to add up') && !lib.includes('Greets'), lib);
  });

  it('Open Spec and Open Source stay in the root', async () => {
    await generate(inApp('src/index.ts'), [inApp('src/index.ts'), inLib('src/index.ts')]);
    await vscode.window.showTextDocument(inLib('src/index.ts'));
    await vscode.commands.executeCommand('specwright.openSpec');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inLib('specs/src/index.ts.spec.md').path);
    await vscode.commands.executeCommand('specwright.openSource');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inLib('src/index.ts').path);
    await vscode.window.showTextDocument(inApp('docs/specs/src/index.ts.spec.md'));
    await vscode.commands.executeCommand('specwright.openSource');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, inApp('src/index.ts').path);
  });

  it('Create Template asks for which, and only that root follows it', async () => {
    const created = vscode.commands.executeCommand<vscode.Uri>('specwright.createTemplate');
    await pick('The Library');
    await pick('reference');
    await typeInBox('Its name', 'brief');
    await press('Enter');
    assert.equal((await created).path, inLib('.specwright/templates/brief.eta').path);
    await clickInMessage('Shall the specs of The Library follow it?', 'Use It');
    const templateOf = (folder: string) => vscode.workspace.getConfiguration('specwright', root(folder)).get('template');
    await until(() => templateOf('lib') === 'brief', 'the setting');
    assert.equal(templateOf('app'), 'detailed-design');
    assert.equal((await generateOne(inLib('src/round.ts'))).status, 'done');
    assert.match(await textOf(inLib('specs/src/round.ts.spec.md')), /^template: brief$/m);
  });
});
