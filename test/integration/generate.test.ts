import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, clearMessages, closeEditors, exists, folder, forgetSpecs, generate, generateOne, setting, show, shown, specOf, textOf, until, waitForMessage, write } from './editor';

describe('Generate Spec, with no model', () => {
  beforeEach(clearMessages);
  afterEach(forgetSpecs);

  it('writes the facts of the active editor, and opens them beside it', async () => {
    const source = await show('src/queue.ts');
    const run = await generateOne();
    assert.deepEqual([run.status, run.provider, run.calls], ['done', 'outline', 0]);
    assert.deepEqual(run.files, [{ source: 'src/queue.ts', spec: 'specs/src/queue.ts.spec.md', status: 'written' }]);
    const spec = await textOf(specOf('src/queue.ts'));
    for (const fact of ['ParcelQueue', 'QueueFullError', 'totalWeight', 'Holds parcels until a courier takes them', 'limit']) assert.ok(spec.includes(fact), fact);
    const beside = await shown(specOf('src/queue.ts'));
    assert.equal(beside.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, source.document.uri.path, 'the code keeps the focus');
    await waitForMessage('The spec of queue.ts is written');
    await waitForMessage('Facts only, since no API key is set');
  });

  it('changes not one byte the second time', async () => {
    await generateOne(at('src/queue.ts'));
    const before = await vscode.workspace.fs.stat(specOf('src/queue.ts'));
    const again = await generateOne(at('src/queue.ts'));
    assert.deepEqual([again.status, again.files[0]?.status], ['done', 'unchanged']);
    assert.equal((await vscode.workspace.fs.stat(specOf('src/queue.ts'))).mtime, before.mtime);
  });

  it('reads what is typed and not saved', async () => {
    const { document } = await show('src/queue.ts');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, '\nexport function notSavedYet(parcel: Parcel): boolean {\n  return parcel.weightGrams > 0;\n}\n');
    await vscode.workspace.applyEdit(edit);
    await generateOne();
    assert.ok((await textOf(specOf('src/queue.ts'))).includes('notSavedYet'));
    assert.ok(document.isDirty, 'the code is not saved');
    assert.ok(!(await textOf(at('src/queue.ts'))).includes('notSavedYet'));
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('takes Python', async () => {
    await generateOne(at('tools/report.py'));
    const spec = await textOf(specOf('tools/report.py'));
    for (const fact of ['count_by_day', 'render', 'ValueError', 'Draw one bar a day']) assert.ok(spec.includes(fact), fact);
    await shown(specOf('tools/report.py')); // else it opens in the next test
  });

  it('takes several files that are selected in the explorer, and opens none of their specs', async () => {
    await closeEditors();
    const files = [at('src/queue.ts'), at('tools/report.py')];
    const run = await generateOne(files[1], files);
    assert.deepEqual(run.files.map(({ source }) => source).sort(), ['src/queue.ts', 'tools/report.py']);
    assert.deepEqual(vscode.window.visibleTextEditors.map(({ document }) => document.uri.path), []);
    await waitForMessage('2 specs written');
  });

  it('takes a folder, and leaves out what files.exclude hides', async () => {
    await write('src/hidden/secret.ts', 'export const hidden = 1;\n');
    const files = vscode.workspace.getConfiguration('files');
    await files.update('exclude', { '**/hidden': true }, vscode.ConfigurationTarget.Global);
    try {
      const run = await generateOne(at('src'), [at('src')]);
      assert.deepEqual(run.files.map(({ source }) => source), ['src/queue.ts']);
    } finally {
      await files.update('exclude', undefined, vscode.ConfigurationTarget.Global);
      await vscode.workspace.fs.delete(at('src/hidden'), { recursive: true });
    }
  });

  it('takes the whole workspace', async () => {
    const runs = await vscode.commands.executeCommand<{ files: { source: string }[] }[]>('specwright.generateWorkspaceSpecs');
    const sources = runs[0]?.files.map(({ source }) => source).filter((source) => source !== '.');
    assert.deepEqual(sources?.sort(), ['src/queue.ts', 'tools/report.py']);
    assert.ok(await exists(at('specs/README.md')), 'and writes the index');
  });

  it('takes a spec for its source', async () => {
    await generateOne(at('src/queue.ts'));
    const run = await generateOne(specOf('src/queue.ts'));
    assert.deepEqual(run.files.map(({ source }) => source), ['src/queue.ts']);
  });

  it('writes where the settings say, and refuses a folder that is not inside', async () => {
    await setting('outputFolder', 'docs/specs');
    try {
      const run = await generateOne(at('src/queue.ts'));
      assert.equal(run.files[0]?.spec, 'docs/specs/src/queue.ts.spec.md');
      assert.ok(await exists(at('docs/specs/src/queue.ts.spec.md')));
      await setting('outputFolder', '../elsewhere');
      assert.equal(await generate(at('src/queue.ts')), undefined);
      await waitForMessage('specwright.outputFolder');
    } finally {
      await setting('outputFolder', undefined);
      await vscode.workspace.fs.delete(at('docs'), { recursive: true });
    }
  });

  it('names the setting that cannot be right, and does nothing', async () => {
    await setting('concurrency', 0);
    try {
      assert.equal(await generate(at('src/queue.ts')), undefined);
      await waitForMessage('The setting \\"specwright.concurrency\\" is 0');
      assert.equal(await exists(specOf('src/queue.ts')), false);
    } finally {
      await setting('concurrency', undefined);
    }
  });

  it('tells what to do where there is no file', async () => {
    await closeEditors();
    assert.equal(await generate(), undefined);
    await waitForMessage('Open a file first');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'typescript', content: 'export const a = 1;' }));
    assert.equal(await generate(), undefined);
    await waitForMessage('Save the file first');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('puts the spec of a file outside of the workspace beside it', async () => {
    const outside = vscode.Uri.joinPath(folder(), '..', 'outside', 'lonely.ts');
    await vscode.workspace.fs.writeFile(outside, Buffer.from('export const lonely = 1;\n'));
    const run = await generateOne(outside);
    assert.equal(run.files[0]?.spec, 'specs/lonely.ts.spec.md');
    assert.ok(await exists(vscode.Uri.joinPath(outside, '..', 'specs', 'lonely.ts.spec.md')));
  });
});

describe('a selection that spans several folders', () => {
  beforeEach(clearMessages);
  afterEach(forgetSpecs);

  it('is a run for each of them', async () => {
    const other = vscode.Uri.joinPath(folder(), '..', 'other', 'lonely.ts');
    await vscode.workspace.fs.writeFile(other, Buffer.from('export const lonely = 1;\n'));
    const runs = await generate(other, [at('src/queue.ts'), other]);
    assert.deepEqual(runs.map(({ files }) => files.map(({ spec }) => spec)), [['specs/src/queue.ts.spec.md'], ['specs/lonely.ts.spec.md']]);
    await waitForMessage('2 specs written');
  });
});

describe('a spec that is open', () => {
  afterEach(forgetSpecs);

  it('is edited in the editor, keeps its line endings, and is saved', async () => {
    await generateOne(at('src/queue.ts'));
    const spec = specOf('src/queue.ts');
    await closeEditors();
    await vscode.workspace.fs.writeFile(spec, Buffer.from((await textOf(spec)).replace(/\n/g, '\r\n')));
    const { document } = await vscode.window.showTextDocument(spec);
    await until(async () => document.getText() === (await textOf(spec)), 'the editor to notice');
    const source = await show('src/queue.ts');
    await source.edit((edit) => edit.insert(new vscode.Position(source.document.lineCount, 0), '\nexport const added = 1;\n'));
    const changes: number[] = [];
    const watch = vscode.workspace.onDidChangeTextDocument((event) => event.document === document && changes.push(...event.contentChanges.map(({ text }) => text.length)));
    const run = await generateOne(source.document.uri);
    watch.dispose();
    assert.equal(run.files[0]?.status, 'written');
    assert.equal(document.isDirty, false);
    const text = await textOf(spec);
    assert.ok(text.includes('added'));
    assert.equal(text.replace(/\r\n/g, '').includes('\n'), false, 'CRLF throughout');
    assert.ok(changes.length > 0 && changes.every((length) => length < text.length / 2), 'small edits');
    await vscode.window.showTextDocument(source.document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

describe('Open Spec', () => {
  beforeEach(clearMessages);
  after(forgetSpecs);

  it('offers to write one where there is none', async () => {
    await show('src/queue.ts');
    void vscode.commands.executeCommand('specwright.openSpec');
    await waitForMessage('There is no spec of queue.ts yet');
  });

  it('shows the spec beside its source, and leads back', async () => {
    await generateOne(at('src/queue.ts'));
    await closeEditors();
    await show('src/queue.ts');
    await vscode.commands.executeCommand('specwright.openSpec');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, specOf('src/queue.ts').path);
    await vscode.commands.executeCommand('specwright.openSource');
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, at('src/queue.ts').path);
  });
});
