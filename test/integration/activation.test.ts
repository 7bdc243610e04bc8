import * as assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
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

  it('finds all that the manifest names, and its texts in each language', async () => {
    const { extensionPath } = extension();
    const named = [...JSON.stringify(extension().packageJSON).matchAll(/"(?:\.\/)?((?:media|schemas|dist)\/[^"]+)"/g)].map((match) => match[1]!);
    assert.ok(named.length > 10);
    const wanted = [...new Set(named), 'package.nls.json', 'package.nls.ja.json', 'l10n/bundle.l10n.ja.json'];
    assert.deepEqual(wanted.filter((file) => !existsSync(path.join(extensionPath, file))), []);
    const allowed = ['.vsixmanifest', 'changelog.md', 'dist', 'l10n', 'license.txt', 'media', 'package.json', 'package.nls.ja.json', 'package.nls.json', 'readme.md', 'schemas'];
    assert.deepEqual(readdirSync(extensionPath).filter((file) => !allowed.includes(file.toLowerCase())), []);
  });

  it('waits until the window is ready, or brings the metrics view back, and loads neither engine nor SDK', async () => {
    await extension().activate();
    assert.deepEqual((extension().packageJSON as { activationEvents: string[] }).activationEvents, ['onStartupFinished', 'onWebviewPanel:specwright.metrics']);
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
