// The packed browser, and the workbench page in it.
import * as path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { browserDir } from './paths';
import { onSignal } from './temporary';

export interface Browser {
  page: Page;
  close(): Promise<void>;
}

export async function startBrowser(dir: string, viewport = { width: 1280, height: 800 }): Promise<Browser> {
  const context = await chromium.launchPersistentContext(path.join(dir, 'browser'), {
    executablePath: path.join(browserDir, 'chromium'),
    headless: true,
    viewport,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    env: {
      ...process.env,
      HOME: dir,
      // Libraries that a bare machine has not got, and fonts where it has none at all.
      LD_LIBRARY_PATH: path.join(browserDir, 'al2023', 'lib'),
      FONTCONFIG_FILE: path.join(browserDir, 'fonts', 'fonts.conf'),
    },
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
    ],
  });
  const forget = onSignal(() => closeSoon(context));
  return {
    page: context.pages()[0] ?? (await context.newPage()),
    async close() {
      forget();
      await closeSoon(context);
    },
  };
}

async function closeSoon(context: BrowserContext): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise((resolve) => (timer = setTimeout(resolve, 5000)));
  await Promise.race([context.close().catch(() => {}), enough]);
  clearTimeout(timer);
}

/** `folder` may be a `.code-workspace` file, too. */
export function workbenchUrl(port: number, folder?: string): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  if (folder) url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', folder);
  else url.searchParams.set('ew', 'true');
  return url.href;
}

export const webviewOf = (page: Page) => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

export interface DevelopmentOptions {
  extensions: string[];
  tests: string;
}

/**
 * Makes the window an extension development host that runs tests, as `--extensionDevelopmentPath` does on the desktop. A built
 * workbench takes no such options from its address, so they are put into the configuration that the page carries. (A page
 * rewritten on its way loses its address space, and the browser then refuses the workbench's WebSocket.)
 */
export async function injectDevelopmentOptions(page: Page, port: number, { extensions, tests }: DevelopmentOptions): Promise<void> {
  const uri = (file: string) => ({ $mid: 1, scheme: 'vscode-remote', authority: `127.0.0.1:${port}`, path: file });
  const options = JSON.stringify({ extensions: extensions.map(uri), extensionTestsPath: uri(tests) });
  await page.addInitScript(`
    if (window === window.top) {
      const getAttribute = Element.prototype.getAttribute;
      Element.prototype.getAttribute = function (name) {
        const value = getAttribute.call(this, name);
        if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration' || !value) return value;
        const configuration = JSON.parse(value);
        configuration.developmentOptions = { ...configuration.developmentOptions, ...${options} };
        return JSON.stringify(configuration);
      };
    }`);
}
