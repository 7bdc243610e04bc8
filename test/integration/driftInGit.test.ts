import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { at, folder, generateOne, show, specOf, textOf, until, write } from './editor';

const SOURCE = 'src/queue.ts';
const git = (...args: string[]) => promisify(execFile)('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder().fsPath });

describe('Show Difference, in a Git repository', () => {
  it('has the code that the text was written for, however often it was committed since', async () => {
    await generateOne(at(SOURCE));
    const spec = (await textOf(specOf(SOURCE))).replace(/(id="totalWeight"[^]*?<!-- specwright:prose -->\n)/, '$1The sum of what all parcels weigh.\n');
    assert.match(spec, /The sum of what/);
    await write(`specs/${SOURCE}.spec.md`, spec);
    await git('init', '--quiet');
    await git('add', SOURCE);
    await git('commit', '--quiet', '-m', 'as described');
    const code = await textOf(at(SOURCE));
    for (const parameter of ['extra = 0', 'extra = 1']) {
      await write(SOURCE, code.replace('totalWeight(parcels: readonly Parcel[])', `totalWeight(parcels: readonly Parcel[], ${parameter})`));
      await git('commit', '--quiet', '-a', '-m', parameter);
    }
    await show(SOURCE);
    const difference = async () => {
      await vscode.commands.executeCommand('specwright.showDifference', at(SOURCE), 'totalWeight');
      return vscode.window.tabGroups.activeTabGroup.activeTab?.input as vscode.TabInputTextDiff;
    };
    // VS Code takes a moment to notice that there is a repository now.
    await until(async () => (await difference()).modified.toString() === at(SOURCE).toString(), 'the repository to be known', 40_000);
    const { original } = await difference();
    assert.equal((await vscode.workspace.openTextDocument(original)).getText(), code);
  });
});
