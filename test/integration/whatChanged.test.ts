import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { at, closeEditors, folder, forgetSpecs, generateOne, show, textOf, until, waitForMessage, write } from './editor';

const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false', ...args], { cwd: folder().fsPath });

describe('What Changed', () => {
  const source = 'src/changed/queue.ts';

  before(async () => {
    await write(source, await textOf(at('src/queue.ts')));
    await generateOne(at(source));
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'specs');
  });
  after(async () => {
    await closeEditors();
    await forgetSpecs();
    await vscode.workspace.fs.delete(at('.git'), { recursive: true });
    await vscode.workspace.fs.delete(at('src/changed'), { recursive: true });
  });

  const report = async () => (await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'specwright', path: '/What Changed.md' }))).getText();

  it('compares the spec of the active source with a revision, and shows the answer', async () => {
    await write(source, `${await textOf(at(source))}\nexport function brandNew(): number {\n  return Date.now();\n}\n`);
    await generateOne(at(source));
    await show(source);
    await vscode.commands.executeCommand('specwright.whatChanged', undefined, 'HEAD');
    assert.match(await report(), /^# What changed since HEAD\n\n1 spec: 1 changed\.\n\n## src\/changed\/queue\.ts\n[^]*\| `brandNew\(\)` \| new \|/);
  });

  it('takes the spec for its source', async () => {
    git('add', '-A');
    git('commit', '-qm', 'more');
    await vscode.commands.executeCommand('specwright.whatChanged', at(`specs/${source}.spec.md`), 'HEAD');
    // VS Code reads a virtual document that it shows already a moment later.
    await until(async () => (await report()) === '# What changed since HEAD\n\nNothing in the specs.\n', 'a report that nothing has changed');
  });

  it('takes a folder for all that lies in it', async () => {
    await write('src/changed/fresh.ts', 'export function fresh(): number {\n  return Date.now();\n}\n');
    await generateOne(at('src/changed'));
    await vscode.commands.executeCommand('specwright.whatChanged', at('src/changed'), 'HEAD');
    await until(async () => /^# What changed since HEAD\n\n1 spec: 1 new\.\n[^]*src\/changed\/fresh\.ts/.test(await report()), 'a report of the folder');
    await vscode.commands.executeCommand('specwright.whatChanged', at('tools'), 'HEAD');
    await waitForMessage('There is no spec of tools, neither now nor at HEAD');
  });
});
