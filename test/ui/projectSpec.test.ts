import * as assert from 'node:assert/strict';
import { useWorkbench } from './workbench';

describe('project spec', () => {
  const workbench = useWorkbench({ settings: { 'files.autoSave': 'off' } });

  for (const theme of ['light', 'dark'] as const) {
    it(`a new spec is started, and helps whoever writes it (${theme})`, async () => {
      const bench = workbench();
      const { page } = bench;
      const shot = async (name: string) => {
        await page.waitForTimeout(400); // evidence to look at
        await bench.screenshot(`project spec ${name} ${theme}`);
      };
      await bench.theme(theme);
      await bench.palette('Specwright: New Project Spec');
      await bench.answer(`Library ${theme}`);
      await bench.pick('Python');
      await page.locator('.quick-input-widget', { hasText: 'relative to the folder' }).waitFor();
      await shot('place');
      await page.keyboard.press('Enter');
      await page.locator('.tab.active', { hasText: `library-${theme}.spec.yaml` }).waitFor();
      assert.match(await bench.readFile(`library-${theme}.spec.yaml`), /^language: python$/m);

      // What can be made of it, above the whole and above each part; it stays while a line is half typed.
      const lens = (text: string) => page.locator('.codelens-decoration:visible', { hasText: text });
      await lens('Generate Project').waitFor();
      await lens('Preview Plan').nth(1).waitFor();
      await shot('lenses');

      // Problems, as a person sees them while typing.
      await page.locator('.monaco-editor .view-lines').first().click();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('relationships:\n- Note N:1 Autor');
      // A list of suggestions that comes late would take the line's end for a choice.
      await page.keyboard.press('Escape');
      await page.keyboard.type('\n');
      await page.locator('.squiggly-warning').first().waitFor();
      await bench.command('editor.action.marker.next');
      await page.locator('.peekview-widget, .marker-widget', { hasText: 'which is not defined' }).first().waitFor();
      await shot('problem');
      await page.keyboard.press('Escape');

      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nfi');
      await bench.command('editor.action.triggerSuggest');
      await page.locator('.suggest-widget .monaco-list-row', { hasText: 'files' }).first().waitFor();
      await page.locator('.squiggly-error').first().waitFor();
      await lens('Preview Plan').first().waitFor();
      await shot('keys');
      await page.keyboard.press('Escape');

      await page.locator('.view-line span', { hasText: /^api_contracts$/ }).first().hover();
      await page.locator('.monaco-hover', { hasText: 'The endpoints of the HTTP interface' }).first().waitFor();
      await shot('hover');
      await bench.command('workbench.action.revertAndCloseActiveEditor');
    });
  }
});
