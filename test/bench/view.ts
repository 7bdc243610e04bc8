import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { HostMessage } from '../../src/webview/protocol';
import { keyOf, summaryOf } from '../../src/webview/summary';
import { madeUpRun } from '../unit/webview/madeUpRun';
import { printTable, type Row } from './rows';

const REQUESTS = 10_000;
const FILES = 2_500;
/** A screen shows 60 a second; the half of them is what people still call fluid. In milliseconds a frame. */
const FLUID_MS = 33.4;

/** What is used of the page: the project has no DOM types. */
interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(code: string): Promise<T>;
  locator(selector: string): { first(): { waitFor(): Promise<void>; boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>; scrollIntoViewIfNeeded(): Promise<void> } };
  readonly mouse: { move(x: number, y: number): Promise<void>; wheel(dx: number, dy: number): Promise<void> };
  readonly keyboard: { down(key: string): Promise<void>; up(key: string): Promise<void> };
}

/** How fluid the metrics view is with 10,000 requests: the built page in the tests' own browser, without a graphics card. Each case lasts some seconds, in which the page notes when each frame came. */
export async function run(root: string): Promise<number> {
  const { chromium } = createRequire(path.join(root, 'test/package.json'))('playwright-core') as { chromium: { launch(options: object): Promise<{ newPage(options: object): Promise<Page>; close(): Promise<void> }> } };
  const home = path.join(root, 'test/node_modules/.browser');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'specwright-bench-'));
  const browser = await chromium.launch({
    executablePath: path.join(home, 'chromium'), headless: true, args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, HOME: folder, LD_LIBRARY_PATH: path.join(home, 'al2023', 'lib'), FONTCONFIG_FILE: path.join(home, 'fonts', 'fonts.conf') },
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const dist = pathToFileURL(path.join(root, 'dist/webview')).href;
    const file = path.join(folder, 'view.html');
    writeFileSync(file, `<!doctype html><link rel="stylesheet" href="${dist}/metrics.css"><body><script>function acquireVsCodeApi() { return { postMessage() {}, getState() {}, setState() {} }; }</script><script src="${dist}/metrics.js"></script>`);
    await page.goto(pathToFileURL(file).href);
    const whole = madeUpRun({ requests: REQUESTS, files: FILES, places: 16, isRunning: true });
    const key = keyOf(whole);
    const send = (message: HostMessage) => page.evaluate(`window.postMessage(${JSON.stringify(message)}, '*')`);
    const most = REQUESTS - 1_000;
    await send({ type: 'snapshot', runs: [summaryOf(whole)], shown: { key, revision: 1, report: { ...whole, requests: whole.requests.slice(0, most), files: whole.files.slice(0, most / 4) } } });
    const timeline = page.locator('.timeline-frame').first();
    await timeline.waitFor();
    const rows: Row[] = [];

    rows.push(await framesOf(page, `live: ${REQUESTS.toLocaleString('en-US')} requests, ${FILES.toLocaleString('en-US')} files, two updates a second`, async () => {
      for (let i = 0; i < 12; i++) {
        const [from, to] = [most + i * 40, most + (i + 1) * 40];
        await send({ type: 'update', key, update: { ...whole, since: i + 1, revision: i + 2, requests: whole.requests.slice(from - 16, to), files: whole.files.slice(from / 4, to / 4), leftOut: [], cacheMisses: [], warnings: [] } });
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }));
    await timeline.scrollIntoViewIfNeeded();
    const box = (await timeline.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    rows.push(await framesOf(page, 'the timeline zoomed in and out by the wheel', async () => {
      await page.keyboard.down('Control');
      for (let i = 0; i < 120; i++) await page.mouse.wheel(0, i < 60 ? -60 : 60);
      await page.keyboard.up('Control');
    }));
    rows.push(await framesOf(page, 'the page scrolled through', async () => {
      for (let i = 0; i < 120; i++) await page.mouse.wheel(0, i < 60 ? 80 : -80);
    }));
    printTable(rows);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

/** Frames while something is done, as the page sees them. */
async function framesOf(page: Page, what: string, act: () => Promise<void>): Promise<Row> {
  await page.evaluate('window.frames_ = []; (function next(last) { requestAnimationFrame((now) => { if (!window.frames_) return; if (last) window.frames_.push(now - last); next(now); }); })(0)');
  await act();
  const times = (await page.evaluate<number[]>('(() => { const times = window.frames_; window.frames_ = undefined; return times; })()')).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))]!;
  return {
    case: what,
    is: `${times.length} frames: median ${at(0.5).toFixed(1)} ms, 95% within ${at(0.95).toFixed(1)} ms, the longest ${at(1).toFixed(0)} ms`,
    must: `fluid: 95% within ${FLUID_MS} ms`,
    holds: at(0.95) <= FLUID_MS,
  };
}
