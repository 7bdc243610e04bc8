import * as assert from 'node:assert/strict';
import { CHAT_COMMAND, type ChatNote, type ChatOrder } from '../host/chatProvider/protocol';
import { useWorkbench } from './workbench';

describe("with a language model of VS Code's", () => {
  const workbench = useWorkbench({ chatProvider: true, settings: { 'specwright.confirmAbove.tokens': 1_000_000 } });
  const shot = async (name: string) => {
    await workbench().page.waitForTimeout(400);
    await workbench().screenshot(name);
  };
  const tell = async (order: ChatOrder) => (await workbench().command(CHAT_COMMAND, order)) as readonly ChatNote[];
  const generate = async (file: string) => {
    await workbench().command('notifications.clearAll');
    await workbench().open(file);
    await workbench().palette('Specwright: Generate Spec');
  };
  /** VS Code's own. */
  const consent = () => workbench().dialog('Test models');
  const dialogs = () => workbench().page.locator('.monaco-dialog-box');

  before(() => tell({ do: 'behave', rules: [] }));

  it('lists what is offered, without a price, and takes a choice', async () => {
    const { page } = workbench();
    const row = (text: string) => page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    for (const theme of ['dark', 'light'] as const) {
      await workbench().theme(theme);
      await workbench().palette('Specwright: Select Provider and Model');
      await row('specwright-test/guarded').waitFor();
      await shot(`models of VS Code ${theme}`);
      if (theme === 'dark') await page.keyboard.press('Escape');
    }
    assert.match(await row('specwright-test/guarded').innerText(), /Guarded Parrot · parrot · 64K context · cost unknown/);
    await workbench().pick('specwright-test/guarded');
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await workbench().until(async () => {
      await workbench().palette('Specwright: Select Provider and Model');
      await row('specwright-test/guarded').waitFor();
      const isChosen = (await row('specwright-test/guarded').locator('.codicon-check').count()) > 0;
      await page.keyboard.press('Escape');
      return isChosen;
    }, 'the chosen model');
    assert.equal(await dialogs().count(), 0, 'a choice asks for no consent');
  });

  it('lets VS Code ask the person, takes a no, and says what to do', async () => {
    await generate('src/queue.ts');
    const dialog = await consent();
    await shot('consent to a language model');
    assert.match(await dialog.innerText(), /Specwright sends the code that a specification describes/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const shown = await workbench().toast('Specwright may not use Guarded Parrot. Run the command again and allow it');
    await shown.getByRole('button', { name: 'Select Model' }).waitFor();
    await shot('no consent to a language model');
    assert.deepEqual([await dialogs().count(), (await tell({ do: 'tell' })).length], [0, 0], 'one question, and nothing was sent');
    assert.match(await workbench().readFile('specs/src/queue.ts.spec.md'), /ParcelQueue/);
  });

  it('asks again the next time, and writes after a yes', async () => {
    await generate('src/queue.ts');
    await (await consent()).getByRole('button', { name: 'Allow' }).click();
    await workbench().toast('The spec of queue.ts is written (cost unknown, ');
    await workbench().statusBar(/cost unknown/);
    assert.match(await workbench().readFile('specs/src/queue.ts.spec.md'), /by="vscode\/specwright-test\/guarded"/);
    await workbench().statusBarItem().hover();
    const hover = workbench().page.locator('.workbench-hover-container', { hasText: 'This session' });
    await hover.waitFor();
    assert.match(await hover.innerText(), /Output tokens\s+about [\d,]+\s+Cost\s+unknown/);
    await shot('session with a language model');
    await workbench().page.mouse.move(400, 300);
  });

  it('asks no more after that', async () => {
    await generate('tools/report.py');
    await workbench().toast('The spec of report.py is written (cost unknown, ');
    assert.equal(await dialogs().count(), 0);
  });
});

describe("with a language model of VS Code's, in a workspace that is not trusted", () => {
  const settings = { 'specwright.provider': 'vscode', 'specwright.model': 'specwright-test/plain', 'security.workspace.trust.startupPrompt': 'never' };
  const workbench = useWorkbench({ chatProvider: true, workspaceTrust: true, settings });

  it('sends nothing', async () => {
    await workbench().command(CHAT_COMMAND, { do: 'behave', rules: [] });
    await workbench().open('src/queue.ts');
    await workbench().palette('Specwright: Generate Spec');
    await workbench().toast('Facts only, since this workspace is not trusted.');
    assert.deepEqual(await workbench().command(CHAT_COMMAND, { do: 'tell' }), []);
  });
});
