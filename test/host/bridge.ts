// A way from a test inside the extension host to the page that shows its window: requests on a loopback port, done by playwright.
import * as fs from 'node:fs/promises';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { webviewOf } from './browser';
import { shotsDir } from './paths';

/** `selector` is playwright's, the first match counts; `webview: true` looks inside the open webview. */
export type PageRequest = { webview?: boolean; timeoutMs?: number } & (
  | { do: 'click'; selector: string; button?: 'left' | 'right' }
  | { do: 'hover'; selector: string }
  | { do: 'wait'; selector: string; state?: 'visible' | 'hidden' }
  | { do: 'text'; selector: string }
  | { do: 'count'; selector: string }
  | { do: 'press'; key: string }
  | { do: 'type'; text: string }
  | { do: 'screenshot'; name: string }
);

export type PageAnswer = { value: string | number | null } | { error: string };

export async function startBridge(page: () => Page | undefined): Promise<{ url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void answer(page(), Buffer.concat(chunks).toString()).then((result) => response.end(JSON.stringify(result)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(page: Page | undefined, body: string): Promise<PageAnswer> {
  try {
    if (!page) throw new Error('The page is not open yet.');
    return { value: await act(page, JSON.parse(body) as PageRequest) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

async function act(page: Page, request: PageRequest): Promise<string | number | null> {
  const timeout = request.timeoutMs ?? 20_000;
  const at = (selector: string) => (request.webview ? webviewOf(page) : page).locator(selector);
  switch (request.do) {
    case 'click':
      await at(request.selector).first().click({ timeout, button: request.button });
      return null;
    case 'hover':
      await at(request.selector).first().hover({ timeout });
      return null;
    case 'wait':
      await at(request.selector).first().waitFor({ timeout, state: request.state });
      return null;
    case 'text':
      return at(request.selector).first().innerText({ timeout });
    case 'count':
      return at(request.selector).count();
    case 'press':
      await page.keyboard.press(request.key);
      return null;
    case 'type':
      await page.keyboard.type(request.text);
      return null;
    case 'screenshot':
      return takeScreenshot(page, request.name);
  }
}

export async function takeScreenshot(page: Page, name: string): Promise<string> {
  await fs.mkdir(shotsDir, { recursive: true });
  const file = path.join(shotsDir, `${name.replace(/[^\w.-]+/g, '-')}.png`);
  await page.screenshot({ path: file });
  return file;
}
