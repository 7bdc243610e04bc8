import * as assert from 'node:assert/strict';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { useWorkbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}4`;

describe('Drift, as a person sees it', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { settings: { 'specwright.confirmAbove.tokens': 1_000_000, 'files.autoSave': 'off' } };
  });
  after(() => server.close());
  const shot = (name: string) => workbench().page.waitForTimeout(500).then(() => workbench().screenshot(`drift ${name}`));
  const row = (text: string | RegExp) => workbench().page.locator('.pane-body .monaco-list-row', { hasText: text }).first();
  const view = () => workbench().command('specwright.specs.focus');
  const clear = () => workbench().command('notifications.clearAll');
  const lens = (text: string | RegExp) => workbench().page.locator('.codelens-decoration a', { hasText: text }).first();

  async function change(file: string, from: string, to: string): Promise<void> {
    const text = await workbench().readFile(file);
    assert.ok(text.includes(from), from);
    await workbench().writeFile(file, text.replace(from, to));
  }

  it('with no specs yet, the view offers the first step', async () => {
    await view();
    const { page } = workbench();
    const first = page.locator('.pane-body .welcome-view-content', { hasText: 'There are no specs yet' });
    await first.waitFor();
    await shot('view empty');
    await workbench().theme('dark');
    await shot('view empty dark');
    await workbench().theme('light');
    await first.locator('a', { hasText: 'preview the plan and its cost' }).waitFor();
    await first.getByRole('button', { name: 'Generate Specs for Workspace' }).click();
    await workbench().toast('Facts only, since no API key is set');
    await page.locator('.pane-body', { hasText: 'All 2 specs are up to date.' }).first().waitFor();
    await clear();
    await shot('view current');
  });

  it('shows above a symbol what changed, with the price of an update', async () => {
    const { page } = workbench();
    await workbench().setting('specwright.anthropic.baseUrl', server.url);
    const stored = workbench().command('specwright.setApiKey', 'anthropic');
    await workbench().answer(KEY);
    await stored;
    await workbench().open('src/queue.ts');
    await workbench().command('specwright.generateWorkspaceSpecs');
    await workbench().until(async () => /by="anthropic/.test(await workbench().readFile('specs/tools/report.py.spec.md')), 'prose');
    await clear();
    await change('src/queue.ts', 'totalWeight(parcels: readonly Parcel[])', 'totalWeight(parcels: readonly Parcel[], extra = 0)');
    await change('src/queue.ts', 'return this.parcels.shift();', 'return this.parcels.pop();');
    await change('tools/report.py', 'def render(', 'def render_all(');
    await lens('Spec: signature changed').waitFor();
    await lens(/Update Section \(~\$/).waitFor();
    await clear();
    await shot('lens');
    await workbench().theme('dark');
    await shot('lens dark');
    await workbench().theme('light');
    assert.equal(await page.locator('.codelens-decoration', { hasText: 'Spec:' }).count(), 2);
  });

  it('lists what is to be done, section by section', async () => {
    await workbench().page.locator('.monaco-workbench').first().waitFor();
    await workbench().command('workbench.action.closeAllEditors');
    await view();
    await row('Stale').waitFor();
    await row('signature changed').waitFor();
    await workbench().writeFile('src/fresh.ts', 'export function fresh(): number {\n  const one = Math.random();\n  return one;\n}\n');
    await workbench().command('specwright.refreshSpecs');
    await row('Missing').waitFor();
    await row('Missing').click();
    await row('fresh.ts').waitFor();
    await row('signature changed').hover();
    await shot('view filled');
    await workbench().theme('dark');
    await shot('view filled dark');
    await workbench().resize(560, 800);
    await row('signature changed').hover();
    await shot('view filled dark narrow');
    await workbench().resize(1280, 800);
    await workbench().theme('light');
    for (const label of ['Stale: 2 files', 'totalWeight, signature changed']) await workbench().page.locator(`.pane-body .monaco-list-row[aria-label^="${label}"]`).first().waitFor();
  });

  it('marks files in the explorer, and headings in the spec', async () => {
    const { page } = workbench();
    await workbench().command('workbench.view.explorer');
    await workbench().open('specs/src/queue.ts.spec.md');
    await workbench().command('workbench.action.problems.focus');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'signature changed' }).first().dblclick();
    await page.locator('.editor-group-container.active .squiggly-warning').first().waitFor();
    const fixes = page.locator('.action-widget', { hasText: 'Accept as still true: totalWeight' }).first();
    // The editor may not have the focus yet: then there is nothing to fix.
    await workbench().until(async () => {
      await workbench().command('editor.action.quickFix');
      return fixes.isVisible();
    }, 'the quick fixes');
    await shot('spec with problems');
    await page.keyboard.press('Escape');
    await workbench().command('workbench.action.closePanel');
  });

  it('a hover tells how the section begins', async () => {
    const { page } = workbench();
    await workbench().open('src/queue.ts');
    await page.locator('.editor-group-container.active .view-line span', { hasText: /^totalWeight$/ }).first().hover();
    await page.locator('.monaco-hover', { hasText: 'Open Spec' }).first().waitFor();
    await shot('hover');
    await page.keyboard.press('Escape');
  });

  it('what a person wrote is compared with the new text, and stays until they accept', async () => {
    const { page } = workbench();
    await change('specs/src/queue.ts.spec.md', 'Describes `totalWeight`', 'I describe `totalWeight`');
    await workbench().open('src/queue.ts');
    await lens(/Update Section \(~\$/).waitFor();
    void workbench().command('specwright.updateSpec');
    await page.locator('.tab.active', { hasText: 'your text' }).waitFor();
    await clear();
    await shot('offer');
    await page.locator('.editor-group-container.active .editor-actions .action-label[aria-label^="Accept New Text"]').first().click();
    await workbench().until(async () => !/I describe/.test(await workbench().readFile('specs/src/queue.ts.spec.md')), 'the new text');
    await clear();
    await shot('offer accepted');
  });

  it('a run that the window did not see the end of is gone on with', async () => {
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    server.set({ beforeFirstByte: () => held });
    await change('src/queue.ts', 'return this.parcels.pop();', 'return this.parcels[0];');
    await lens(/body changed/).waitFor();
    const asked = server.requests;
    void workbench().command('specwright.updateSpec').catch(() => {}); // the window is gone before it ends
    await workbench().until(async () => server.requests > asked, 'a request');
    await workbench().reload();
    letGo();
    server.set({ beforeFirstByte: undefined });
    const toast = await workbench().toast('was not done with the spec of queue.ts when the window closed');
    await shot('interrupted');
    await toast.getByRole('button', { name: 'Go On' }).click();
    await workbench().until(async () => !/stale=/.test(await workbench().readFile('specs/src/queue.ts.spec.md')), 'the rest');
    await clear();
  });

  it('and is offered once', async () => {
    await workbench().reload();
    assert.equal(await workbench().page.locator('.notifications-toasts .notification-list-item', { hasText: 'was not done' }).count(), 0);
  });

  it('a name that was not found is underlined in the spec, with what that says and what can be done', async () => {
    const { page } = workbench();
    server.set({ answer: ({ symbol }) => (symbol === 'parcelOf' ? '**Purpose.** Weighs with `wieghtOf`, then packs.' : '**Purpose.** Holds parcels.') });
    await workbench().writeFile('src/parcel.ts', 'export function weightOf(grams: number): number {\n  return Math.round(grams * Math.random());\n}\n\nexport function parcelOf(grams: number): string {\n  return `${weightOf(grams)} g, ${Date.now()}`;\n}\n');
    await workbench().writeFile('src/lost.ts', 'export function lost(seed: number): number {\n  return Math.random() * seed;\n}\n');
    await workbench().command('specwright.generateWorkspaceSpecs');
    await workbench().until(async () => /unverified/.test(await workbench().readFile('specs/src/parcel.ts.spec.md')), 'a mark');
    await workbench().command('workbench.action.closeAllEditors');
    await workbench().open('specs/src/parcel.ts.spec.md');
    await clear();
    await workbench().command('workbench.action.problems.focus');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'No name "wieghtOf" was found' }).first().dblclick();
    await page.locator('.editor-group-container.active .squiggly-warning').first().waitFor();
    const fixes = page.locator('.action-widget', { hasText: 'Remove the mark' }).first();
    await workbench().until(async () => {
      await workbench().command('editor.action.quickFix');
      return fixes.isVisible();
    }, 'the quick fixes');
    await shot('unverified');
    await page.keyboard.press('Escape');
    await workbench().theme('dark');
    await shot('unverified dark');
    await workbench().theme('light');
    await workbench().command('workbench.action.closePanel');
  });

  it('a source that moved is one entry; a spec without a source is removed after a yes', async () => {
    const { page, folder } = workbench();
    await workbench().command('workbench.action.closeAllEditors');
    await mkdir(path.join(folder, 'src', 'post'));
    await rename(path.join(folder, 'src', 'parcel.ts'), path.join(folder, 'src', 'post', 'parcel.ts'));
    await rm(path.join(folder, 'src', 'lost.ts'));
    await view();
    await row('Moved').waitFor();
    await row('was src/parcel.ts').waitFor();
    await row('Orphaned').waitFor();
    await row('lost.ts').hover();
    await shot('view moved and orphaned');
    await workbench().theme('dark');
    await workbench().resize(560, 800);
    await row('was src/parcel.ts').hover();
    await shot('view moved and orphaned dark narrow');
    await workbench().resize(1280, 800);
    await workbench().theme('light');
    await row('lost.ts').hover();
    await row('lost.ts').locator('.action-label[aria-label^="Remove Orphaned Specs"]').click();
    const dialog = await workbench().dialog('Remove the spec, since its source is gone?');
    await shot('remove orphaned');
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await workbench().until(async () => workbench().readFile('specs/src/lost.ts.spec.md').then(() => false, () => true), 'no spec');
    await row('was src/parcel.ts').hover();
    await row('was src/parcel.ts').locator('.action-label[aria-label^="Update Spec"]').click();
    await workbench().until(async () => workbench().readFile('specs/src/post/parcel.ts.spec.md').then(() => true, () => false), 'the spec at its new place');
    await page.locator('.pane-body .monaco-list-row', { hasText: 'Moved' }).waitFor({ state: 'detached' });
    await clear();
  });

  it('after another model was chosen, each step of a renewal has its price', async () => {
    const { page } = workbench();
    const chosen = workbench().command('specwright.selectModel');
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'claude-opus-5-5' }).first().click();
    await chosen;
    const toast = await workbench().toast('What another model wrote stays');
    await shot('another model');
    await toast.getByRole('button', { name: 'What Would It Cost?' }).click();
    await page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Also What Another Model Wrote' }).filter({ hasText: /about \$.* sections more/ }).first().waitFor();
    await clear();
    await shot('renew');
    await workbench().theme('dark');
    await shot('renew dark');
    await page.keyboard.press('Escape');
    await workbench().theme('light');
  });
});
