import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { onPage } from './page';

const extension = () => {
  const found = vscode.extensions.getExtension('specwright.specwright');
  assert.ok(found, 'Specwright is installed');
  return found;
};

/** Bundles of the extension that this host has loaded. */
const loaded = () => Object.keys(require.cache).filter((file) => file.startsWith(extension().extensionPath)).map((file) => path.basename(file));

describe('activation', () => {
  it('activates what the package installed, not the sources', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
    assert.match(extension().extensionPath, /extensions-shipped/);
  });

  it('waits until the window is ready, and loads neither engine nor SDK', async () => {
    await extension().activate();
    assert.deepEqual((extension().packageJSON as { activationEvents: string[] }).activationEvents, ['onStartupFinished']);
    assert.deepEqual(loaded(), ['extension.js']);
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
