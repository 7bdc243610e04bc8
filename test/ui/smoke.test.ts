import * as assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('the workbench with Specwright installed', () => {
  const workbench = useWorkbench();

  it('shows the status bar item, and asks for nothing', async () => {
    await workbench().statusBar();
    assert.equal(await workbench().page.locator('.monaco-dialog-box').count(), 0);
    assert.deepEqual(await workbench().tabs(), []);
  });

  it('offers its commands in the palette', async () => {
    await workbench().page.keyboard.press('F1');
    await workbench().page.keyboard.insertText('Specwright: Show');
    const rows = workbench().page.locator('.quick-input-list .monaco-list-row', { hasText: 'Specwright: ' });
    await rows.filter({ hasText: 'Show Log' }).waitFor();
    await workbench().screenshot('palette');
    await workbench().page.keyboard.press('Escape');
  });

  it('opens a file of the workspace', async () => {
    await workbench().open('src/queue.ts');
    assert.match((await workbench().text()) ?? '', /class ParcelQueue/);
    assert.deepEqual(await workbench().tabs(), ['queue.ts']);
  });

  it('can be read in a light and a dark theme, and in a narrow window', async () => {
    await workbench().screenshot('light');
    await workbench().theme('dark');
    await workbench().screenshot('dark');
    await workbench().resize(600, 800);
    await workbench().statusBar();
    await workbench().screenshot('narrow');
  });
});
