// Activation times of the packed extension in several fresh hosts, as the host itself measured them: loading the bundle and
// calling activate. "Show Running Extensions" is where it tells them.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { startBrowser, workbenchUrl } from './browser';
import { installExtensions } from './extensions';
import { runFromPalette } from './palette';
import { hostDir, vsixFile } from './paths';
import { startServer, type Server } from './server';
import { copyFixture, makeTemporaryDir, onSignal, removeDir } from './temporary';
import type { Page } from 'playwright-core';

const hosts = 7;
const dir = await makeTemporaryDir();
onSignal(() => removeDir(dir));
let server: Server | undefined;
try {
  const extensionsDir = await installExtensions('shipped', [vsixFile]);
  const folder = await copyFixture('workspace', path.join(dir, 'workspace'));
  server = await startServer({ dir, extensionsDir });
  const browser = await startBrowser(dir, { width: 1280, height: 3000 }); // the list renders only the rows in sight
  const times: number[] = [];
  for (let i = 0; i < hosts; i++) {
    await browser.page.goto(workbenchUrl(server.port, folder)); // every load starts a host
    times.push(await activationTimeMs(browser.page));
  }
  await browser.close();
  const results = path.join(hostDir, 'results');
  await fs.mkdir(results, { recursive: true });
  await fs.writeFile(path.join(results, 'activation.json'), JSON.stringify({ timesMs: times.sort((a, b) => a - b) }));
} finally {
  await server?.stop();
  await removeDir(dir);
}
process.exit();

async function activationTimeMs(page: Page): Promise<number> {
  await page.locator('.statusbar-item[id="specwright.specwright.specwright.status"]').waitFor({ timeout: 60_000 });
  await runFromPalette(page, 'Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Specwright' });
  const text = await row.locator('.activation-time').first().innerText();
  const ms = /(\d+)\s*ms/.exec(text)?.[1];
  if (!ms) throw new Error(`No time in "${text}".`);
  return Number(ms);
}
