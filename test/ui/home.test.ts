import * as assert from 'node:assert/strict';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { useWorkbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}8`;

/** The id that VS Code gives to the walkthrough. */
const WALKTHROUGH = 'specwright.specwright#start';

describe('A home in VS Code', () => {
  const workbench = useWorkbench({ viewport: { width: 1280, height: 860 } });
  const shot = (name: string) => workbench().page.waitForTimeout(500).then(() => workbench().screenshot(`home ${name}`));
  const step = (title: string) => workbench().page.locator('.getting-started-step', { hasText: title });
  const picture = () => workbench().page.locator('.getting-started-media img').first();

  it('the walkthrough opens when it is asked for, and not by itself', async () => {
    assert.deepEqual(await workbench().tabs(), []);
    // A narrow editor shows the steps alone.
    await workbench().command('workbench.action.closeSidebar');
    await workbench().palette('Specwright: Open Walkthrough');
    const { page } = workbench();
    await page.locator('.gettingStartedContainer', { hasText: 'Get Started with Specwright' }).waitFor();
    for (const title of ['Choose who writes', 'Set your key', 'Write the first spec', 'See what it does and costs', 'Go from a spec to code']) await step(title).first().waitFor();
    assert.equal(await step('Open a folder').count(), 0, 'one is open');
  });

  for (const [name, title] of [['provider', 'Choose who writes'], ['key', 'Set your key'], ['firstSpec', 'Write the first spec'], ['metrics', 'See what it does and costs'], ['code', 'Go from a spec to code']] as const) {
    it(`its step "${title}" has a picture of its own in each theme`, async () => {
      if (name !== 'provider') await step(title).first().click();
      for (const theme of ['dark', 'light'] as const) {
        await workbench().theme(theme);
        await workbench().until(async () => new RegExp(`${name}-${theme}\\.png`).test((await picture().getAttribute('srcset')) ?? ''), `the picture of ${name}, ${theme}`);
        await shot(`walkthrough ${name} ${theme}`);
      }
    });
  }

  it('a step is done once its command was run, and the one about keys is not for Outline', async () => {
    const { page } = workbench();
    await step('Choose who writes').first().click();
    await page.locator('.getting-started-step .monaco-button', { hasText: 'Select Provider and Model' }).first().click();
    await workbench().pick('outline');
    await page.locator('.getting-started-step .codicon.complete').first().waitFor();
    await step('Set your key').waitFor({ state: 'detached' });
    await shot('walkthrough outline');
    await workbench().setting('specwright.provider', undefined);
    await step('Set your key').waitFor();
  });

  it('can be read in a narrow window', async () => {
    await workbench().resize(600, 860);
    await shot('walkthrough narrow');
    await workbench().resize(1280, 860);
    await workbench().command('workbench.action.closeAllEditors');
  });

  it('keys do what menus do, in texts', async () => {
    const { page } = workbench();
    await workbench().open('src/queue.ts');
    await page.locator('.editor-group-container.active .monaco-editor .view-line').first().click();
    await page.keyboard.press('Control+k');
    await page.keyboard.press('g');
    await workbench().toast('The spec of queue.ts is written');
    await workbench().command('notifications.clearAll');
    await page.locator('.editor-group-container .monaco-editor .view-line', { hasText: 'export interface Parcel' }).first().click({ position: { x: 5, y: 5 } });
    await page.keyboard.press('Control+k');
    await page.keyboard.press('b');
    await workbench().until(async () => /^---\nspecwright:/.test((await workbench().text()) ?? ''), 'the spec');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('b');
    await workbench().until(async () => /class ParcelQueue/.test((await workbench().text()) ?? ''), 'the source');
  });

  it('and nothing of VS Code has these keys', async () => {
    await workbench().command('workbench.action.openDefaultKeybindingsFile');
    let text = '';
    await workbench().until(async () => (text = (await workbench().text()) ?? '').includes('"specwright.generateSpec"'), 'the list of keys');
    const bindings = [...text.matchAll(/"key": "([^"]+)",\s*"command": "([^"]+)"/g)].map(([, key, command]) => ({ key: key!, command: command! }));
    assert.ok(bindings.length > 500);
    const ours = new Set(bindings.filter(({ command }) => command.startsWith('specwright.')).map(({ key }) => key));
    assert.ok(ours.size >= 3);
    assert.deepEqual(bindings.filter(({ key, command }) => !command.startsWith('specwright.') && [...ours].some((own) => key === own || key.startsWith(`${own} `))), []);
    await workbench().command('workbench.action.closeAllEditors');
  });

  it('the palette has what makes sense now', async () => {
    const { page } = workbench();
    await workbench().open('README.md');
    await page.keyboard.press('F1');
    await page.keyboard.insertText('Specwright: ');
    const rows = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Specwright: ' });
    await rows.filter({ hasText: 'Open Walkthrough' }).waitFor();
    await shot('palette');
    for (const title of ['Cancel', 'Retry Now', 'Apply Spec to Code', 'Generate Project', 'Accept New Text', 'Clear API Key']) {
      await page.locator('.quick-input-widget input').first().fill(`>Specwright: ${title}`);
      await page.waitForTimeout(200);
      assert.equal(await page.locator('.quick-input-list .monaco-list-row').filter({ has: page.getByText(`Specwright: ${title}`, { exact: true }) }).count(), 0, title);
    }
    await page.keyboard.press('Escape');
  });
});

describe('A home in VS Code, in Japanese', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { viewport: { width: 1280, height: 860 }, language: 'ja', settings: { 'specwright.confirmAbove.tokens': 1_000_000, 'files.autoSave': 'off' } };
  });
  after(() => server.close());
  const shot = (name: string) => workbench().page.waitForTimeout(500).then(() => workbench().screenshot(`home ja ${name}`));

  it('the palette, the walkthrough and the settings speak it', async () => {
    const { page } = workbench();
    await page.keyboard.press('F1');
    await page.keyboard.insertText('Specwright: ワークスペース');
    // The English title stands below: people look for it, too.
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'ワークスペースの仕様書を生成' }).filter({ hasText: 'Generate Specs for Workspace' }).waitFor();
    await shot('palette');
    await page.keyboard.press('Escape');
    await workbench().command('workbench.action.closeSidebar');
    await workbench().command('workbench.action.openWalkthrough', WALKTHROUGH);
    await page.locator('.getting-started-step', { hasText: '書き手を選ぶ' }).first().waitFor();
    await shot('walkthrough');
    const row = await workbench().settingRow('specwright.template');
    await row.getByRole('link', { name: 'テンプレートを作成' }).waitFor();
    await workbench().command('workbench.action.openSettings', '@ext:specwright.specwright');
    await page.locator('.settings-toc-container .monaco-list-row', { hasText: '制限時間' }).first().click();
    await shot('settings');
    await workbench().command('workbench.action.closeAllEditors');
  });

  it('so do messages, lenses, the view and the status bar', async () => {
    const { page } = workbench();
    await workbench().open('src/queue.ts');
    await workbench().command('specwright.generateSpec');
    const toast = await workbench().toast('queue.ts の仕様書を書き込みました');
    assert.match(await toast.innerText(), /API キーが設定されていないため、事実のみです。/);
    await toast.getByRole('button', { name: 'API キーを設定' }).waitFor();
    await shot('message');
    await workbench().command('notifications.clearAll');
    await workbench().setting('specwright.anthropic.baseUrl', server.url);
    const stored = workbench().command('specwright.setApiKey', 'anthropic');
    await page.locator('.quick-input-widget .quick-input-title', { hasText: 'Anthropic の API キー' }).waitFor();
    await workbench().answer(KEY);
    await stored;
    await workbench().command('specwright.generateSpec');
    await workbench().toast(/queue\.ts の仕様書を書き込みました \(\$[\d.]+、[\d.]+ 秒/);
    await shot('message with a price');
    await workbench().command('notifications.clearAll');
    await workbench().writeFile('src/queue.ts', (await workbench().readFile('src/queue.ts')).replace('add(parcel: Parcel)', 'add(parcel: Parcel, first = false)'));
    await page.locator('.codelens-decoration a', { hasText: 'シグネチャの変更' }).first().waitFor();
    await workbench().command('specwright.specs.focus');
    await page.locator('.pane-body .monaco-list-row', { hasText: '更新が必要' }).first().waitFor();
    await shot('drift');
    await workbench().statusBarItem().hover();
    await page.locator('.monaco-hover', { hasText: 'このセッション' }).waitFor();
    await shot('status');
    await page.keyboard.press('Escape');
    await workbench().command('workbench.action.closeAllEditors');
    const asked = workbench().command('specwright.selectModel');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: '事実のみ、キー不要' }).waitFor();
    await shot('models');
    await page.keyboard.press('Escape');
    await asked;
  });
});
