import * as assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

/** What a reader sees: the Markdown preview of VS Code. */
describe('a spec in the preview', () => {
  const workbench = useWorkbench({ fixture: 'throttle', viewport: { width: 1000, height: 1300 } });
  const SOURCE = 'src/throttle.ts';

  async function previewOf(template: string, language: string) {
    const bench = workbench();
    await bench.command('workbench.action.closeAllEditors');
    await bench.command('notifications.clearAll');
    await bench.setting('specwright.template', template);
    await bench.setting('specwright.language', language);
    await bench.open(SOURCE);
    await bench.palette('Specwright: Generate Spec');
    const toast = await bench.toast('The spec of throttle.ts is');
    await toast.getByRole('button', { name: 'Open Preview' }).click();
    await bench.webview().locator('h1').waitFor();
    await bench.command('notifications.clearAll');
    await bench.command('workbench.action.closeEditorsInOtherGroups');
    return bench.webview();
  }

  const KINDS = [['reference', 'en', 'light'], ['detailed-design', 'en', 'dark'], ['reference', 'ja', 'dark'], ['detailed-design', 'ja', 'light']] as const;
  for (const [template, language, theme] of KINDS) {
    it(`by ${template}, in ${language}, ${theme}: tables, links and diagrams, and nothing of our comments`, async () => {
      await workbench().theme(theme);
      const preview = await previewOf(template, language);
      const text = await preview.locator('body').innerText();
      assert.doesNotMatch(text, /<!--|specwright:|sig=/);
      assert.doesNotMatch(text, /\|---/, 'every table is one');
      assert.ok((await preview.locator('table').count()) >= 3);
      const targets = await preview.locator('a[href^="#"]').evaluateAll((links) => (links as unknown as { getAttribute(name: string): string }[]).map((link) => decodeURIComponent(link.getAttribute('href').slice(1))));
      assert.ok(targets.length > 0);
      for (const id of new Set(targets)) assert.equal(await preview.locator(`[id="${id}"]`).count(), 1, `the heading #${id}`);
      // This VS Code draws Mermaid itself.
      if (template === 'detailed-design') await preview.locator('svg', { hasText: 'throttle.ts' }).waitFor();
      await workbench().page.waitForTimeout(500); // evidence to look at, once it has faded in
      await workbench().screenshot(`preview ${template} ${language} ${theme}`);
    });
  }
});
