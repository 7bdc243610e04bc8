import * as assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('Generate Spec, with no key', () => {
  const workbench = useWorkbench();
  const shot = (name: string) => workbench().page.waitForTimeout(400).then(() => workbench().screenshot(name));
  const toast = async (text: string) => {
    const found = await workbench().toast(text);
    await shot(`toast ${text}`);
    await workbench().command('notifications.clearAll');
    return found;
  };

  it('from the palette: the spec opens beside the code', async () => {
    await workbench().open('src/queue.ts');
    await workbench().palette('Specwright: Generate Spec');
    await workbench().until(async () => (await workbench().tabs()).includes('queue.ts.spec.md'), 'the spec');
    await workbench().toast('The spec of queue.ts is written');
    await shot('outline beside the code');
    assert.match((await workbench().text('specs/src/queue.ts.spec.md')) ?? '', /Holds parcels until a courier takes them/);
    await toast('Facts only, since no API key is set.');
  });

  it('from the explorer: one file', async () => {
    await workbench().explorerRightClick('tools/report.py', 'Generate Spec');
    await toast('The spec of report.py is written');
    assert.match(await workbench().readFile('specs/tools/report.py.spec.md'), /count_by_day/);
  });

  it('from the explorer: several files, with what is up to date told apart', async () => {
    await workbench().explorerRightClick(['src/queue.ts', 'tools/report.py'], 'Generate Spec');
    await toast('All 2 specs are up to date');
  });

  it('from the explorer: a folder', async () => {
    await workbench().explorerRightClick('src', 'Generate Spec');
    await toast('The spec of src is up to date');
  });

  it('from the button and the menu of an editor', async () => {
    const { page } = workbench();
    await workbench().open('src/queue.ts');
    await page.locator('.editor-group-container.active .editor-actions .action-label[aria-label^="Generate Spec"]').first().click();
    await toast('The spec of queue.ts is up to date');
    await page.locator('.editor-group-container.active .monaco-editor .view-line').first().click({ button: 'right', position: { x: 5, y: 5 } });
    await page.locator('.context-view .action-item', { hasText: 'Generate Spec' }).first().waitFor();
    await page.waitForTimeout(300);
    await shot('menu of an editor');
    await page.keyboard.press('Escape');
  });

  it('not where it makes no sense', async () => {
    const { page } = workbench();
    await workbench().open('README.md');
    assert.equal(await page.locator('.editor-group-container.active .editor-actions .action-label[aria-label^="Generate Spec"]').count(), 0);
    await workbench().open('specs/src/queue.ts.spec.md');
    await page.locator('.editor-group-container.active .editor-actions .action-label[aria-label^="Open Source of Spec"]').first().click();
    await workbench().until(async () => /class ParcelQueue/.test((await workbench().text()) ?? ''), 'the source');
  });
});

describe('the settings page', () => {
  const workbench = useWorkbench({ viewport: { width: 1100, height: 1000 } });
  const shot = (name: string) => workbench().screenshot(name);

  it('shows every setting in its group', async () => {
    await workbench().command('workbench.action.openSettings', '@ext:specwright.specwright');
    const { page } = workbench();
    await page.locator('.settings-editor .setting-item-contents').first().waitFor();
    await page.waitForTimeout(500);
    for (const group of ['Model', 'Specs', 'Files', 'Cost', 'Requests', 'Time Limits', 'Cache']) {
      await page.locator('.settings-toc-container .monaco-list-row', { hasText: new RegExp(`^\\s*${group}`) }).first().click();
      await page.waitForTimeout(400);
      await shot(`settings ${group}`);
    }
  });

  it('can be read in a dark theme and in a narrow window', async () => {
    await workbench().theme('dark');
    await workbench().page.locator('.settings-toc-container .monaco-list-row', { hasText: /^\s*Model/ }).first().click();
    await workbench().resize(600, 1000);
    await workbench().page.waitForTimeout(400);
    await shot('settings dark narrow');
    await workbench().resize(1100, 1000);
    await workbench().theme('light');
  });

  it('leads from a description to a command', async () => {
    const row = await workbench().settingRow('specwright.template');
    await row.getByRole('link', { name: 'Create Template' }).click();
    await workbench().page.locator('.quick-input-list .monaco-list-row', { hasText: 'detailed-design' }).waitFor();
    await shot('create template');
    await workbench().pick('detailed-design');
    const box = workbench().page.locator('.quick-input-widget .quick-input-box input');
    await box.fill('reference');
    await workbench().page.locator('.quick-input-widget .quick-input-message', { hasText: '"reference" is built in' }).waitFor();
    await shot('create template name');
    await box.fill('our-design');
    await box.press('Enter');
    await workbench().toast('The template "our-design" is a copy of "detailed-design"');
    await workbench().page.waitForTimeout(400);
    await shot('create template done');
  });

  it('refuses a number that is out of range', async () => {
    const row = await workbench().settingRow('specwright.concurrency');
    const message = row.locator('.setting-item-validation-message', { hasText: '64' });
    await workbench().until(async () => {
      await row.locator('input').fill('500');
      return message.isVisible();
    }, 'the message that 64 is the most');
    await shot('settings out of range');
  });
});
