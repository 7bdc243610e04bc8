import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { root } from '../host/paths';
import { useWorkbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}6`;
const SPEC = 'library.spec.yaml';
const SERVICE = 'internal/service/loan.go';

describe('A project from its spec', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { settings: { 'specwright.confirmAbove.tokens': 1_000_000, 'files.autoSave': 'off' } };
  });
  after(() => server.close());
  const shot = (name: string) => workbench().page.waitForTimeout(500).then(() => workbench().screenshot(`project ${name}`));
  const preview = '.bulk-edit-panel';
  const row = (text: string) => workbench().page.locator(`${preview} .monaco-list-row`, { hasText: text }).first();

  async function change(from: string, to: string): Promise<void> {
    const text = await workbench().readFile(SPEC);
    assert.ok(text.includes(from), from);
    await workbench().writeFile(SPEC, text.replace(from, to));
  }

  it('its plan is shown with no call, file by file', async () => {
    await workbench().writeFile(SPEC, await readFile(path.join(root, 'docs/example-project.spec.yaml'), 'utf8'));
    await workbench().open(SPEC);
    const { page } = workbench();
    await page.locator('.codelens-decoration a', { hasText: 'Generate Project' }).first().waitFor();
    await shot('lenses');
    await page.locator('.codelens-decoration a', { hasText: 'Preview Plan' }).first().click();
    await workbench().toast(/\d+ files to write, with no request/);
    await workbench().webview().locator('h1', { hasText: 'Plan of library.spec.yaml' }).waitFor();
    await shot('plan');
    await workbench().theme('dark');
    await shot('plan dark');
    await workbench().theme('light');
    assert.equal(server.requests, 0);
    await workbench().command('notifications.clearAll');
    await workbench().command('workbench.action.closeActiveEditor');
  });

  it('new files are written at one word', async () => {
    const stored = workbench().command('specwright.setApiKey', 'anthropic');
    await workbench().answer(KEY);
    await stored;
    await workbench().setting('specwright.anthropic.baseUrl', server.url);
    await workbench().open(SPEC);
    void workbench().command('specwright.generateProject');
    const dialog = workbench().page.locator('.monaco-dialog-box', { hasText: /Write \d+ new files\?/ });
    await dialog.waitFor();
    await shot('new files');
    await dialog.getByRole('button', { name: 'Write All' }).click();
    // The README that is there is a person's.
    await row('README.md').waitFor();
    await shot('theirs');
    await workbench().page.locator(`${preview} .monaco-button`, { hasText: 'Discard' }).click();
    await workbench().toast(/library\.spec\.yaml: \d+ files, \d+ written, 1 of yours left as they are/);
    assert.match(await workbench().readFile(SERVICE), /answered [0-9a-f]{10}: LoanService\.Create/);
    await workbench().command('notifications.clearAll');
  });

  it('what changes is reviewed file by file; what a person changed is theirs to give', async () => {
    const mine = (await workbench().readFile('internal/handler/loan.go')).replace('package handler', '// Mine.\npackage handler');
    await workbench().writeFile('internal/handler/loan.go', mine);
    await change('Closes a loan today.', 'Closes a loan.');
    await workbench().open(SPEC);
    void workbench().command('specwright.generateProject');
    await row('loan.go').waitFor();
    await shot('preview');
    await workbench().theme('dark');
    await shot('preview dark');
    await workbench().theme('light');
    const before = await workbench().readFile(SERVICE);
    await workbench().page.locator(`${preview} .monaco-list-row[aria-label*="internal/service"] [role="checkbox"]`).first().click();
    await workbench().page.locator(`${preview} .monaco-button`, { hasText: 'Apply' }).click();
    await workbench().toast(/of yours left as they are/);
    await shot('done');
    assert.notEqual(await workbench().readFile(SERVICE), before);
    assert.equal(await workbench().readFile('internal/handler/loan.go'), mine);
  });
});
