import * as assert from 'node:assert/strict';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { useWorkbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}3`;

/** What a person sees of money before it is spent, and of what has left. */
describe('a plan, and what was sent', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { settings: { 'specwright.confirmAbove.tokens': 1_000_000 } };
  });
  before(async () => {
    const bench = workbench();
    await bench.setting('specwright.anthropic.baseUrl', server.url);
    await bench.palette('Specwright: Set API Key');
    await bench.pick('Anthropic');
    const box = bench.page.locator('.quick-input-widget .quick-input-box input[type="password"]');
    await box.fill(KEY);
    await box.press('Enter');
    await bench.toast('The Anthropic API key is stored.');
    await bench.command('notifications.clearAll');
  });
  after(() => server.close());

  for (const theme of ['light', 'dark'] as const) {
    it(`shows the plan of the workspace as a page, file by file, before anything is sent (${theme})`, async () => {
      const bench = workbench();
      await bench.theme(theme);
      await bench.palette('Specwright: Preview Plan and Cost');
      const page = bench.webview();
      await page.locator('h1', { hasText: 'Plan for' }).waitFor();
      const rows = await page.locator('table tbody tr').allInnerTexts();
      assert.ok(rows.some((row) => /src\/queue\.ts\s+[\d,]+\s+[\d,]+ to [\d,]+\s+\$[\d.]+ to \$[\d.]+/.test(row)), rows.join('\n'));
      assert.equal(server.requests, 0);
      await bench.toast('The plan takes');
      await bench.page.waitForTimeout(400); // evidence to look at
      await bench.screenshot(`plan ${theme}`);
      await bench.command('notifications.clearAll');
    });
  }

  it('goes on from the plan of a folder, and shows what was sent then', async () => {
    const bench = workbench();
    await bench.theme('light');
    await bench.palette('Specwright: Preview Plan and Cost');
    const toast = await bench.toast('The plan takes');
    await toast.getByRole('button', { name: 'Generate' }).click();
    await bench.toast('specs written');
    await bench.palette('Specwright: Show What Was Sent');
    await bench.page.locator('.tab.active', { hasText: 'What Was Sent.md' }).waitFor();
    await bench.page.locator('.view-lines', { hasText: 'Held back' }).first().waitFor();
    await bench.page.waitForTimeout(400); // evidence to look at
    await bench.screenshot('what was sent');
  });

  it('tells of a long wait with a way out', async () => {
    const bench = workbench();
    await bench.command('notifications.clearAll');
    await bench.setting('specwright.cache.enabled', false);
    await bench.writeFile('src/later.ts', 'export function later(a: number): number {\n  return a + 1;\n}\n');
    server.failNext({ kind: 'rate-limit', retryAfterS: 60 });
    await bench.open('src/later.ts');
    await bench.palette('Specwright: Generate Spec');
    const toast = await bench.toast('The provider asks to wait');
    await bench.page.waitForTimeout(400); // evidence to look at
    await bench.screenshot('a long wait');
    await toast.getByRole('button', { name: 'Retry Now' }).click();
    await bench.toast('The spec of later.ts is written');
  });
});
