// Takes the walkthrough's pictures anew, in the real workbench, light and dark: `npm run pictures`. Look at each before you commit it.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { root } from '../host/paths';
import { startModelServer } from '../model-server/modelServer';
import { Workbench } from '../ui/workbench';
import { prose } from './prose';
import { withFewColours } from './smallPng';

const KEY = `sk-ant-${'made-up-'.repeat(5)}7`;
const folder = path.join(root, 'media', 'walkthrough');
const SPEC = 'library.spec.yaml';
/** What fades in is there by then. */
const SETTLED_MS = 700;
const SIZE = { width: 880, height: 600 };
/** Down to the timeline. */
const METRICS_HEIGHT = 760;

const server = await startModelServer({ key: KEY, answer: prose, timeToFirstTokenMs: 500, tokensPerSecond: 90, jitter: 0.3 });
const bench = await Workbench.start({
  viewport: SIZE,
  settings: {
    'specwright.confirmAbove.tokens': 1_000_000,
    'specwright.batch.strategy': 'latency', // a timeline of one request shows nothing
    'workbench.activityBar.location': 'hidden',
    'workbench.layoutControl.enabled': false,
    'editor.minimap.enabled': false,
    'editor.lightbulb.enabled': 'off',
    'editor.scrollbar.vertical': 'hidden',
    'editor.scrollbar.horizontal': 'hidden',
    'breadcrumbs.enabled': false,
    'markdown.preview.fontSize': 13,
  },
});
try {
  await takeAll();
} catch (error) {
  console.error(error, await bench.screenshot('picture that failed'));
  process.exitCode = 1;
} finally {
  await bench.stop();
  await server.close();
}
process.exit();

async function takeAll(): Promise<void> {
  const { page } = bench;
  await bench.command('workbench.action.closeSidebar');
  await bench.open('src/queue.ts');

  await page.locator('.statusbar-item', { hasText: 'Analyzing' }).waitFor({ state: 'hidden' });

  const chosen = begin('specwright.selectModel');
  await page.locator('.quick-input-widget .monaco-list-row').first().waitFor();
  await take('provider');
  await page.keyboard.press('Escape');
  await chosen;

  const stored = begin('specwright.setApiKey', 'anthropic');
  const box = page.locator('.quick-input-widget .quick-input-box input[type="password"]');
  await box.fill(KEY);
  await take('key');
  await box.press('Enter');
  await stored;
  await bench.setting('specwright.anthropic.baseUrl', server.url);

  await bench.palette('Specwright: Generate Spec');
  const written = await bench.toast('The spec of queue.ts is');
  await written.getByRole('button', { name: 'Open Preview' }).click();
  await bench.webview().locator('h1').waitFor();
  await bench.command('workbench.action.focusFirstEditorGroup');
  await bench.command('notifications.clearAll');
  await bench.webview().getByText('Puts a parcel at the end').scrollIntoViewIfNeeded();
  await take('firstSpec');

  await bench.command('workbench.action.closeAllEditors');
  await bench.resize(SIZE.width, METRICS_HEIGHT);
  await bench.command('specwright.showMetrics');
  await bench.webview().locator('h1').first().waitFor();
  await take('metrics', METRICS_HEIGHT);
  await bench.resize(SIZE.width, SIZE.height);

  await bench.command('workbench.action.closeAllEditors');
  await bench.writeFile(SPEC, await fs.readFile(path.join(root, 'docs/example-project.spec.yaml'), 'utf8'));
  await fs.rm(path.join(bench.folder, 'README.md'));
  await bench.open(SPEC);
  const generated = begin('specwright.generateProject');
  await (await bench.dialog(/Write \d+ new files\?/)).getByRole('button', { name: 'Write All' }).click();
  await generated;
  await bench.command('notifications.clearAll');
  const text = await bench.readFile(SPEC);
  await bench.writeFile(SPEC, text.replace('Closes a loan today.', 'Closes a loan, and notes the day.'));
  const again = begin('specwright.generateProject');
  const panel = page.locator('.bulk-edit-panel');
  await panel.locator('.monaco-list-row', { hasText: 'loan.go' }).first().waitFor();
  await take('code');
  await panel.locator('.monaco-button', { hasText: 'Discard' }).click();
  await again;
}

/** A command that waits for a person. Where the workbench ends before, that has been told already. */
function begin(id: string, ...args: unknown[]): Promise<unknown> {
  return bench.command(id, ...args).catch(() => undefined);
}

async function take(name: string, height = SIZE.height): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await bench.theme(theme);
    await bench.command('notifications.hideToasts');
    await bench.page.waitForTimeout(SETTLED_MS);
    await fs.mkdir(folder, { recursive: true });
    const png = withFewColours(await bench.page.screenshot({ clip: { x: 0, y: 0, width: SIZE.width, height } }));
    await fs.writeFile(path.join(folder, `${name}-${theme}.png`), png);
    console.log(`${name}-${theme}.png  ${(png.length / 1e3).toFixed(0)} kB`);
  }
  await bench.theme('light');
}
