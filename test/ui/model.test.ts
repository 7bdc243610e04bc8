import * as assert from 'node:assert/strict';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { useWorkbench, type Workbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}1`;

/** Evidence to look at: once what fades in is there. */
async function screenshot(workbench: Workbench, name: string): Promise<void> {
  await workbench.page.waitForTimeout(400);
  await workbench.screenshot(name);
}

describe('with a model', () => {
  const shot = (name: string) => screenshot(workbench(), name);
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { settings: { 'specwright.batch.strategy': 'latency' } };
  });
  // Not among the first settings: it belongs to the machine, which here is a remote one.
  before(() => workbench().setting('specwright.anthropic.baseUrl', server.url));
  const dialogs = () => workbench().page.locator('.monaco-dialog-box');
  const progress = () => workbench().toast('Generating the spec of queue.ts');
  const generate = async () => {
    await workbench().open('src/queue.ts');
    await workbench().palette('Specwright: Generate Spec');
  };
  /** Answers the question above the estimate. */
  const confirm = async (button: string) => {
    const dialog = await workbench().dialog('Generate the spec of queue.ts');
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'hidden' });
  };

  beforeEach(async () => {
    server.set({ ...DEFAULT_SETTINGS, key: KEY });
    await workbench().setting('specwright.cache.enabled', false);
    await workbench().command('notifications.clearAll');
  });
  after(() => server.close());

  it('asks for the key in a box that hides it, and says what is wrong with one', async () => {
    const { page } = workbench();
    await workbench().palette('Specwright: Set API Key');
    await workbench().pick('Anthropic');
    const box = page.locator('.quick-input-widget .quick-input-box input[type="password"]');
    await box.fill('ANTHROPIC_API_KEY=sk-ant-1');
    await page.locator('.quick-input-widget .quick-input-message', { hasText: 'without the name of a variable' }).waitFor();
    await shot('key with an error');
    await box.fill(KEY);
    await shot('key');
    await box.press('Enter');
    await workbench().toast('The Anthropic API key is stored.');
    await shot('key stored');
  });

  it('offers the models with price and context', async () => {
    const { page } = workbench();
    await workbench().palette('Specwright: Select Provider and Model');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'claude-haiku-5-5' }).waitFor();
    await shot('models');
    await workbench().pick('claude-haiku-5-5');
    await workbench().until(async () => (await page.locator('.quick-input-widget').isHidden()), 'the end of the list');
    // The choice is there the next time; the settings take a moment.
    await workbench().until(async () => {
      await workbench().palette('Specwright: Select Provider and Model');
      const haiku = page.locator('.quick-input-list .monaco-list-row', { hasText: 'claude-haiku-5-5' });
      await haiku.waitFor();
      const isChosen = (await haiku.locator('.codicon-check').count()) > 0;
      await page.keyboard.press('Escape');
      return isChosen;
    }, 'the chosen model');
    await workbench().setting('specwright.model', undefined);
  });

  it('asks above the limits before anything is sent, and takes a no', async () => {
    const asked = server.requests;
    await generate();
    const dialog = await workbench().dialog('Generate the spec of queue.ts');
    assert.match(await dialog.innerText(), /7 requests, about [\d,]+ input and [\d,]+ to [\d,]+ output tokens, \$/);
    await shot('confirmation');
    await confirm('Cancel');
    await workbench().statusBar(/^\s*Specwright/);
    assert.equal(server.requests, asked);
  });

  it('shows how far it is and what it costs; Cancel ends it at once although the server hangs', async () => {
    server.set({ faults: [{ fault: { kind: 'hang-after-headers' }, when: ({ items }) => items.some(({ symbol }) => symbol === 'ParcelQueue.add') }] });
    await generate();
    await confirm('Generate');
    const shown = await progress();
    await shown.filter({ hasText: 'Asking the model · 6 of 7 sections · $' }).waitFor();
    for (let i = 0; i < 3; i++) {
      const before = await shown.innerText();
      await workbench().until(async () => (await shown.innerText()) !== before, 'something that moves');
    }
    await workbench().statusBar(/6\/7/);
    await shot('progress light');
    await workbench().theme('dark');
    await shot('progress dark');
    await workbench().theme('light');
    // The server never ends its answer: without the cancellation nothing would end this before the idle limit of 60 s, long after the test's own.
    await shown.getByRole('button', { name: 'Cancel' }).click();
    await shown.waitFor({ state: 'detached' });
    await workbench().toast('Cancelled. What is finished is kept: 6 of 7 sections');
    await shot('cancelled');
    assert.match(await workbench().readFile('specs/src/queue.ts.spec.md'), /Describes `totalWeight`/);
  });

  it('says how long the provider makes it wait', async () => {
    server.failNext({ kind: 'rate-limit', retryAfterS: 6 });
    await generate(); // one section is missing: below the limits, so nobody is asked
    const shown = await progress();
    await shown.filter({ hasText: /Waiting [4-6] s for the provider/ }).waitFor();
    await shot('waiting');
    await workbench().toast('The spec of queue.ts is written ($');
    assert.equal(await dialogs().count(), 0);
  });

  it('shows the session in the status bar, and leads on from there', async () => {
    const { page } = workbench();
    await workbench().statusBar(/\$0\.\d+ · \d+% cached/);
    await workbench().statusBarItem().hover();
    const hover = page.locator('.workbench-hover-container', { hasText: 'This session' });
    await hover.waitFor();
    await shot('status bar tooltip light');
    await page.mouse.move(400, 300);
    await workbench().theme('dark');
    await workbench().statusBarItem().hover();
    await hover.waitFor();
    await shot('status bar tooltip dark');
    await page.mouse.move(400, 300);
    await workbench().theme('light');
    await workbench().statusBarItem().click();
    await page.locator('.tab', { hasText: 'Specwright Metrics' }).waitFor();
    await workbench().command('workbench.action.closeActiveEditor');
    await workbench().palette('Specwright: Show Menu');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Select Provider and Model' }).waitFor();
    await shot('menu');
    await page.keyboard.press('Escape');
  });

  it('lists the runs of the window in the activity bar, each with what it came to', async () => {
    const { page } = workbench();
    await workbench().command('specwright.runs.focus');
    const row = page.locator('.pane-body .monaco-list-row', { hasText: /\$0\.\d+ · \d+(\.\d)? s/ }).first();
    await row.waitFor();
    await shot('runs light');
    await workbench().theme('dark');
    await shot('runs dark');
    await workbench().theme('light');
    await row.click();
    await page.locator('.tab', { hasText: 'Specwright Metrics' }).waitFor();
    await workbench().command('workbench.action.closeActiveEditor');
    await workbench().command('workbench.view.explorer');
  });

  it('tells a failure with the next step, also in a narrow window', async () => {
    server.set({ key: 'another' });
    await workbench().explorerRightClick('tools/report.py', 'Generate Spec');
    const shown = await workbench().toast('The Anthropic API key was refused');
    await shot('failed');
    await shown.getByRole('button', { name: 'Set API Key' }).waitFor();
    await workbench().statusBarItem().locator('.codicon-error').waitFor();
    await workbench().resize(640, 800);
    await shot('failed narrow');
    await workbench().resize(1280, 800);
    await workbench().statusBarItem().click();
    await workbench().statusBarItem().locator('.codicon-book').waitFor();
    await workbench().command('workbench.action.closeActiveEditor');
  });

  it('clears the cache and the key when it is told to', async () => {
    const { page } = workbench();
    await workbench().palette('Specwright: Clear Cache');
    const dialog = await workbench().dialog('Clear the cache of model answers?');
    await dialog.getByRole('button', { name: 'Clear', exact: true }).click();
    await workbench().toast('The cache is empty');
    await workbench().palette('Specwright: Clear API Key');
    await workbench().toast('The Anthropic API key is removed');
    await page.keyboard.press('F1');
    await page.keyboard.insertText('Specwright: ');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Set API Key' }).waitFor();
    assert.equal(await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Clear API Key' }).count(), 0);
    assert.equal(await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Specwright: Cancel' }).count(), 0, 'nothing is going on');
    await page.keyboard.press('Escape');
  });

  it('writes the log without a word of the code', async () => {
    await workbench().palette('Specwright: Show Log');
    await workbench().until(async () => /request/.test((await workbench().page.locator('.part.panel .view-lines').innerText())), 'the log');
    await shot('log');
  });
});

describe('in a workspace that is not trusted', () => {
  const workbench = useWorkbench({ workspaceTrust: true, settings: { 'security.workspace.trust.startupPrompt': 'never' } });
  const shot = (name: string) => screenshot(workbench(), name);

  it('writes facts only, and says why', async () => {
    const { page } = workbench();
    await workbench().statusBarItem().locator('.codicon-shield').waitFor();
    await workbench().open('src/queue.ts');
    await workbench().palette('Specwright: Generate Spec');
    const shown = await workbench().toast('Facts only, since this workspace is not trusted.');
    await shot('untrusted');
    await workbench().statusBarItem().hover();
    await page.locator('.workbench-hover-container', { hasText: 'is not trusted, so nothing is sent to a model' }).waitFor();
    await shot('untrusted tooltip');
    await page.mouse.move(400, 300);
    await page.locator('.workbench-hover-container').waitFor({ state: 'hidden' });
    await shown.getByRole('button', { name: 'Manage Trust' }).click();
    await page.locator('.workspace-trust-editor').waitFor();
    await shot('untrusted editor');
  });

  it('makes no template, which would be code, and says why', async () => {
    await workbench().command('notifications.clearAll');
    await workbench().palette('Specwright: Create Template');
    const shown = await workbench().toast('A template of your own is code, which runs in trusted workspaces only.');
    await shown.getByRole('button', { name: 'Manage Trust' }).waitFor();
    await shot('untrusted template');
  });
});
