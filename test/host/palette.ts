import type { Page } from 'playwright-core';

/** Runs a command from the palette, as a person does. */
export async function runFromPalette(page: Page, label: string): Promise<void> {
  const row = page.locator('.quick-input-widget .quick-input-list .monaco-list-row', { hasText: label }).first();
  // Whatever takes the focus meanwhile (an editor that opens) closes the palette: then a person tries again.
  for (let attempts = 3; ; attempts--) {
    try {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget').waitFor({ state: 'visible', timeout: 3000 });
      await page.keyboard.insertText(label);
      return await row.click({ timeout: 5000 });
    } catch (error) {
      if (attempts === 1) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
