import * as assert from 'node:assert/strict';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Frame, Locator } from 'playwright-core';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { violationsIn } from './axe';
import { useWorkbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}1`;
const THEMES = { light: ['Light Modern', 'vs'], dark: ['Dark Modern', 'vs-dark'], 'high contrast': ['Default High Contrast', 'hc-black'], 'high contrast light': ['Default High Contrast Light', 'hc-light'] } as const;

describe('metrics', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return {
      viewport: { width: 1280, height: 900 },
      settings: { 'specwright.batch.strategy': 'latency', 'specwright.concurrency': 2, 'specwright.confirmAbove.usd': 100, 'specwright.openSpecBeside': false },
    };
  });
  before(async () => {
    await workbench().setting('specwright.anthropic.baseUrl', server.url);
    await workbench().command('workbench.action.closeSidebar');
    await workbench().palette('Specwright: Set API Key');
    await workbench().pick('Anthropic');
    await workbench().answer(KEY);
    await workbench().toast('The Anthropic API key is stored.');
    await workbench().command('notifications.clearAll');
  });
  after(() => server.close());
  const view = () => workbench().webview();
  const tile = (id: string): Locator => view().locator(`[data-tile="${id}"] .value`);
  const runLine = () => view().locator('.run-line');
  const shot = async (name: string) => {
    await workbench().page.waitForTimeout(400); // evidence to look at, once it has faded in
    await workbench().screenshot(`metrics ${name}`);
  };
  const theme = async (name: keyof typeof THEMES) => {
    const [label, className] = THEMES[name];
    await workbench().setting('workbench.colorTheme', label);
    await workbench().page.locator(`.monaco-workbench.${className}`).first().waitFor();
  };
  const frame = async (): Promise<Frame> => {
    for (const candidate of workbench().page.frames()) if (await candidate.locator('main.metrics').count()) return candidate;
    throw new Error('The view is not open.');
  };
  const assertAccessible = async (what: string) => assert.deepEqual(await violationsIn(await frame()), [], what);
  /** The whole page in one picture. */
  const tall = async (width: number, action: () => Promise<void>) => {
    await workbench().resize(width, 3000);
    await action();
    await workbench().resize(1280, 900);
  };

  it('is empty before the first run, and leads to it', async () => {
    await workbench().palette('Specwright: Show Metrics');
    await view().locator('h2', { hasText: 'No run yet' }).waitFor();
    await assertAccessible('empty');
    await shot('empty');
    await theme('dark');
    await shot('empty dark');
    await theme('light');
    await view().getByRole('button', { name: 'Generate Specs for Workspace' }).waitFor();
  });

  it('shows a run while it goes on, with what it waits for', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    server.set({ timeToFirstTokenMs: 150, tokensPerSecond: 400, beforeFirstByte: (request) => (request.items.some(({ symbol }) => symbol === 'ParcelQueue.add') ? held : Promise.resolve()) });
    server.failNext({ kind: 'rate-limit', retryAfterS: 6 });
    await view().getByRole('button', { name: 'Generate Specs for Workspace' }).click();
    await runLine().filter({ hasText: /running, analyze/ }).waitFor();
    await view().locator('.timeline-frame').first().waitFor();
    const time = await tile('time').innerText();
    await workbench().until(async () => (await tile('time').innerText()) !== time, 'time that goes on');
    await workbench().until(async () => Number(await tile('requests').innerText()) > 3, 'requests');
    await shot('live');
    letGo();
    await runLine().filter({ hasText: /: done, / }).waitFor();
    await workbench().command('notifications.clearAll');
  });

  it('says what the server billed', async () => {
    const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } = server.billed;
    assert.equal(Number(await tile('requests').innerText()), server.requests);
    const shown = await view().locator('.tokens-panel .token-figures .figure').first().locator('xpath=ancestor::ul').locator('.figure').allInnerTexts();
    const figures = shown.map((text) => Number(text.split(' ')[0]!.replace(/,/g, '')));
    assert.deepEqual(figures, [inputTokens, cacheWrite5mTokens + cacheWrite1hTokens, cacheReadTokens, outputTokens]);
    assert.ok(figures.every((figure) => figure > 0), 'there is something of each kind');
    assert.match(await view().locator('[data-tile="requests"]').innerText(), /1 sent again/);
  });

  it('lets the keyboard go through the requests, and says what each did', async () => {
    const { page } = workbench();
    const timeline = view().locator('.timeline-frame').first();
    await timeline.focus();
    await page.keyboard.press('Home');
    const first = await view().locator('.timeline-details').first().innerText();
    assert.match(first, /Request \d+: complete.*time to first token/);
    await page.keyboard.press('ArrowDown');
    await workbench().until(async () => (await view().locator('.timeline-details').first().innerText()) !== first, 'another request');
    const range = await timeline.getAttribute('data-range');
    await page.keyboard.press('+');
    await workbench().until(async () => (await timeline.getAttribute('data-range')) !== range, 'a closer view');
    await shot('timeline zoomed');
    await page.keyboard.press('0');
    await workbench().until(async () => (await timeline.getAttribute('data-range')) === range, 'the whole run');
    await timeline.hover({ position: { x: 200, y: 90 } });
    await shot('timeline tooltip');
    await view().locator('summary', { hasText: 'Requests as a table' }).click();
    await view().getByRole('grid', { name: 'Requests of the run' }).waitFor();
    await shot('requests as a table');
    await view().locator('summary', { hasText: 'Requests as a table' }).click();
  });

  it('tells cost and tokens by file and section, in any order, and opens a file', async () => {
    const { page } = workbench();
    const table = view().getByRole('treegrid', { name: 'Cost and tokens by file and section' });
    await table.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await table.locator('.is-below').first().waitFor();
    await table.getByRole('button', { name: 'File and section' }).click();
    await table.locator('[aria-sort="ascending"]', { hasText: 'File and section' }).waitFor();
    assert.deepEqual(await table.locator('.vt-body [aria-level="1"] .vt-cell:first-child .cell-text').allInnerTexts(), ['specs/README.md', 'src/queue.ts', 'tools/report.py']);
    await assertAccessible('an expanded table');
    await table.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await workbench().until(async () => (await workbench().tabs()).includes('queue.ts'), 'the file');
    await workbench().command('workbench.action.closeActiveEditor');
  });

  for (const name of ['light', 'dark', 'high contrast', 'high contrast light'] as const) {
    it(`can be read in ${name}`, async () => {
      await theme(name);
      await tall(1280, async () => {
        await shot(name);
        await assertAccessible(name);
      });
    });
  }

  it('can be read at 300 px, and across a wide screen', async () => {
    await theme('dark');
    await workbench().resize(350, 900);
    await workbench().page.waitForTimeout(300);
    const { clientWidth, scrollWidth } = await (await frame()).evaluate<{ clientWidth: number; scrollWidth: number }>('({ clientWidth: document.documentElement.clientWidth, scrollWidth: document.documentElement.scrollWidth })');
    assert.ok(clientWidth <= 302, `${clientWidth} px`);
    assert.equal(scrollWidth, clientWidth, 'nothing sticks out');
    await tall(350, async () => {
      await shot('narrow');
      await assertAccessible('narrow');
    });
    await theme('light');
    await tall(1900, () => shot('wide'));
  });

  it('is where it was after it was hidden', async () => {
    await view().locator('summary', { hasText: 'Requests as a table' }).click();
    await workbench().page.waitForTimeout(400); // it remembers a moment later
    await workbench().open('src/queue.ts');
    await workbench().command('workbench.action.previousEditor');
    await view().getByRole('grid', { name: 'Requests of the run' }).waitFor();
    await runLine().filter({ hasText: /: done, / }).waitFor();
    assert.equal(await view().locator('.vt-body .is-below').first().isVisible(), true, 'a file is still open in the table');
  });

  it('compares two runs', async () => {
    server.set({ ...DEFAULT_SETTINGS, key: KEY });
    await workbench().writeFile('src/more.ts', 'export function weigh(parcels: number[]): number {\n  let sum = 0;\n  for (const parcel of parcels) sum += parcel;\n  return sum;\n}\n');
    await workbench().command('specwright.generateWorkspaceSpecs');
    await workbench().command('notifications.clearAll');
    // Not by the palette, from which the focus goes back to the view: a list that opens meanwhile closes again.
    const comparing = workbench().command('specwright.compareRuns');
    const rows = workbench().page.locator('.quick-input-list .monaco-list-row', { hasText: 'anthropic/' });
    await rows.nth(1).waitFor();
    await shot('choice of runs');
    await rows.nth(0).click();
    await workbench().until(async () => (await rows.count()) === 1, 'the choice of the other run');
    await rows.nth(0).click();
    await comparing;
    const differences = view().locator('.comparison table');
    await differences.waitFor();
    const cells = await differences.locator('tr', { hasText: 'Requests' }).first().locator('td').allInnerTexts();
    assert.deepEqual(cells.slice(0, 2).map(Number).map((requests) => requests > 0), [true, true]);
    assert.equal(Number(cells[0]) + Number(cells[1]), server.requests);
    await assertAccessible('compared');
    await tall(1280, () => shot('compared'));
    await tall(350, () => shot('compared narrow'));
  });

  it('exports a report that opens from the disk without a network, and says the same', async () => {
    const { page } = workbench();
    const requests = await tile('requests').innerText();
    const exporting = workbench().command('specwright.exportReport');
    const box = page.locator('.quick-input-widget .quick-input-box input');
    await workbench().until(async () => /specwright-report-/.test(await box.inputValue()), 'a name to save it under');
    const file = path.join(workbench().folder, 'report.html');
    await box.fill(file);
    await box.press('Enter');
    await workbench().toast('The report is saved as report.html');
    await shot('report saved');
    await workbench().command('notifications.clearAll');
    await exporting;
    for (const colorScheme of ['light', 'dark'] as const) {
      const report = await page.context().newPage();
      await report.emulateMedia({ colorScheme });
      const asked: string[] = [];
      const complaints: string[] = [];
      report.on('request', (request) => asked.push(request.url()));
      report.on('console', (message) => complaints.push(message.text()));
      report.on('pageerror', (error) => complaints.push(error.message));
      await report.goto(`file://${file}`);
      assert.equal(await report.locator('[data-tile="requests"] .value').innerText(), requests);
      assert.deepEqual(await violationsIn(report.mainFrame()), []);
      assert.deepEqual(asked, [`file://${file}`]);
      assert.deepEqual(complaints, []);
      await report.screenshot({ path: path.join(path.dirname(await workbench().screenshot('metrics behind the report')), `metrics-report-${colorScheme}.png`), fullPage: true });
      await report.close();
    }
  });

  it('is there again after the window was, with the runs of before', async () => {
    await workbench().reload();
    await workbench().page.locator('.tab', { hasText: 'Specwright Metrics' }).click();
    await runLine().filter({ hasText: /: done, / }).waitFor();
    await view().locator('summary', { hasText: /^As a table/ }).click();
    await workbench().until(async () => (await view().locator('.history tbody tr').count()) === 2, 'both runs');
    await workbench().palette('Specwright: Open Last Report');
    const newest = await view().locator('.history tbody tr').first().locator('td').nth(1).innerText();
    await workbench().until(async () => (await tile('cost').innerText()) === newest, 'the newest');
    await shot('after a reload');
  });

  it('says what went wrong, and how to go on', async () => {
    await fs.rm(path.join(workbench().folder, 'src/more.ts'));
    const table = view().getByRole('treegrid', { name: 'Cost and tokens by file and section' });
    await table.getByText('src/more.ts').dblclick();
    await view().getByRole('alert').filter({ hasText: 'src/more.ts is not in this workspace any more' }).waitFor();
    await assertAccessible('a problem');
    await view().getByRole('alert').scrollIntoViewIfNeeded();
    await shot('problem');
  });

  it('leads from a recommendation to the setting', async () => {
    await view().locator('vscode-single-select').first().click();
    await workbench().page.keyboard.press('ArrowDown');
    await workbench().page.keyboard.press('Enter');
    const recommendation = view().locator('.recommendations li', { hasText: 'rate limits' });
    await recommendation.getByRole('button', { name: /Open Setting.*batch.strategy/ }).click();
    await workbench().page.locator('.settings-editor .setting-item-contents[data-key="specwright.batch.strategy"]').waitFor();
    await workbench().command('workbench.action.closeActiveEditor');
  });
});

describe('metrics, in Japanese', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { viewport: { width: 1280, height: 900 }, language: 'ja', settings: { 'specwright.concurrency': 2, 'specwright.confirmAbove.usd': 100, 'specwright.openSpecBeside': false } };
  });
  after(() => server.close());
  const view = () => workbench().webview();
  const frame = async (): Promise<Frame> => {
    for (const candidate of workbench().page.frames()) if (await candidate.locator('main.metrics').count()) return candidate;
    throw new Error('The view is not open.');
  };
  /** What is wider than its place, by its text. */
  const assertFits = async (what: string) => {
    const wide = await (await frame()).evaluate<string[]>(`[document.documentElement, ...document.querySelectorAll('.tile, .tile *, .panel, .vt-head .vt-cell, .vt-head button, vscode-button, .labelled, .legend li, .verdict, .plain th')]
      .filter((element) => element.clientWidth > 0 && element.scrollWidth > element.clientWidth).map((element) => element.className + ': ' + element.textContent.slice(0, 40))`);
    assert.deepEqual(wide, [], what);
  };
  const shot = async (name: string, width: number) => {
    await workbench().resize(width, 3000);
    await workbench().page.waitForTimeout(400); // evidence to look at, once it has faded in
    await workbench().screenshot(`metrics ja ${name}`);
    await assertFits(name);
    assert.deepEqual(await violationsIn(await frame()), [], name);
  };

  it('says all of it, and fits at 300 px and across a wide screen', async () => {
    await workbench().setting('specwright.anthropic.baseUrl', server.url);
    await workbench().command('workbench.action.closeSidebar');
    const storing = workbench().command('specwright.setApiKey');
    await workbench().pick('Anthropic');
    await workbench().answer(KEY);
    await storing;
    await workbench().command('specwright.showMetrics');
    await workbench().page.locator('.tab', { hasText: 'Specwright のメトリック' }).waitFor();
    await view().locator('h2', { hasText: 'まだ何も実行していません' }).waitFor();
    assert.equal(await view().locator('html').getAttribute('lang'), 'ja');
    await assertFits('empty');
    await view().getByRole('button', { name: 'ワークスペースの仕様書を生成' }).click();
    await view().locator('.run-line').filter({ hasText: /: 完了、/ }).waitFor();
    await workbench().command('notifications.clearAll');
    const labels = await view().locator('h1, h2, .tile dt, .vt-head button, .legend li, .token-figures .kind, .stages tbody th, summary, .plain thead th, vscode-button').allInnerTexts();
    assert.deepEqual(labels.filter((text) => /[a-z]{2}/i.test(text)), []);
    await view().locator('summary', { hasText: 'リクエストを表で表示' }).click();
    await view().getByRole('grid', { name: '実行のリクエスト' }).waitFor();
    await view().locator('summary', { hasText: /^表で表示/ }).click();
    // The whole page in one picture.
    await shot('narrow', 350);
    await shot('medium', 1000);
    await shot('wide', 1900);
  });
});
