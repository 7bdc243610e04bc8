import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { at, closeEditors, forgetSpecs, generateOne, setting, show, until } from './editor';

/** Bundles of the extension that this host has loaded. */
const loaded = () => {
  const { extensionPath } = vscode.extensions.getExtension('specwright.specwright')!;
  return Object.keys(require.cache).filter((file) => file.startsWith(extensionPath)).map((file) => path.basename(file));
};

/** In a window of its own: what is loaded once stays loaded. */
describe('the warm-up', () => {
  after(async () => {
    await setting('warmUp', undefined);
    await closeEditors();
    await forgetSpecs();
  });

  it('loads the engine for an open source, without a command, and no SDK', async () => {
    await vscode.extensions.getExtension('specwright.specwright')!.activate();
    await setting('warmUp', true);
    await vscode.window.showTextDocument(at('package.json'));
    assert.deepEqual(loaded(), ['extension.js'], 'a file of no language that is known is no reason');
    await show('packages/shop/src/basket.ts');
    await until(() => loaded().includes('engine.js'), 'the engine');
    assert.deepEqual(loaded().filter((file) => file.startsWith('provider')), []);
  });

  it('stands in no command’s way', async () => {
    await show('packages/core/src/money.ts');
    const runs = await Promise.all([generateOne(at('packages/core/src/money.ts')), generateOne(at('packages/shop/src/prices.ts'))]);
    assert.deepEqual(runs.map(({ status }) => status), ['done', 'done']);
  });
});
