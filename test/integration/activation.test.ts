import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { onPage } from './page';

const extension = () => {
  const found = vscode.extensions.getExtension('specwright.specwright');
  assert.ok(found, 'Specwright is installed');
  return found;
};

describe('activation', () => {
  it('activates what the package installed, not the sources', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
    assert.match(extension().extensionPath, /extensions-shipped/);
  });

  it('registers the commands that the manifest promises', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(contributes.commands.map((c) => c.command).filter((id) => !registered.has(id)), []);
  });

  it('shows its status bar item in the window', async () => {
    await extension().activate();
    await onPage({ do: 'wait', selector: '.statusbar-item[id="specwright.specwright.specwright.status"]' });
  });
});
