// A real workbench with the packed extension installed, and what a person does in it. Tests read as what the person does;
// everything here waits for what it needs, nothing sleeps for a guess.
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { takeScreenshot } from '../host/bridge';
import { startBrowser, webviewOf, workbenchUrl, type Browser } from '../host/browser';
import { installExtensions, packChatProvider, packDriver } from '../host/extensions';
import { runFromPalette } from '../host/palette';
import { vsixFile } from '../host/paths';
import { startServer, type Server } from '../host/server';
import { copyFixture, makeTemporaryDir, onSignal, removeDir } from '../host/temporary';

export interface WorkbenchOptions {
  /** A folder below test/fixtures (or an absolute path), of which a copy is opened. */
  fixture?: string;
  /** For the extension host. */
  env?: Record<string, string>;
  /** User settings from the start; `setting()` changes them later. */
  settings?: Record<string, unknown>;
  viewport?: { width: number; height: number };
  /** With models that VS Code offers: see test/host/chatProvider. */
  chatProvider?: boolean;
  /** Makes workspaces untrusted until the person says otherwise. */
  workspaceTrust?: boolean;
  /** The display language, such as `ja`; English unless told. What is VS Code's own stays English, since its language packs are no npm packages. */
  language?: string;
}

/** What is used of an element in the page: the project has no DOM types. */
interface HasAttributes {
  getAttribute(name: string): string | null;
}

const themes = { light: 'Light Modern', dark: 'Dark Modern' };
const openWorkbenches = new Set<Workbench>();

/** One window for all tests of a suite: call it in a `describe`, use what it returns inside the tests. */
export function useWorkbench(options: WorkbenchOptions | (() => Promise<WorkbenchOptions>) = {}): () => Workbench {
  let workbench: Workbench | undefined;
  before(async function () {
    this.timeout(90_000);
    workbench = await Workbench.start(typeof options === 'function' ? await options() : options);
  });
  after(() => workbench?.stop());
  return () => {
    if (!workbench) throw new Error('The workbench is open inside tests only.');
    return workbench;
  };
}

export async function screenshotAll(name: string): Promise<void> {
  for (const workbench of openWorkbenches) await workbench.screenshot(name).catch(() => {});
}

export class Workbench {
  private constructor(
    private readonly dir: string,
    private readonly server: Server,
    private readonly browser: Browser,
    /** The copy of the fixture that is open. */
    readonly folder: string,
    readonly page: Page,
    private readonly forget: () => void,
  ) {}

  static async start({ fixture = 'workspace', env, settings, viewport, chatProvider, workspaceTrust, language }: WorkbenchOptions = {}): Promise<Workbench> {
    const extensions = [vsixFile, await packDriver(), ...(chatProvider ? [await packChatProvider()] : [])];
    const extensionsDir = await installExtensions(chatProvider ? 'driven-chat' : 'driven', extensions);
    const dir = await makeTemporaryDir();
    const forget = onSignal(() => removeDir(dir));
    let server: Server | undefined;
    let browser: Browser | undefined;
    try {
      const folder = await copyFixture(fixture, path.join(dir, 'workspace'));
      server = await startServer({
        dir,
        extensionsDir,
        workspaceTrust,
        env: { ...env, SPECWRIGHT_TEST_DRIVER: path.join(dir, 'driver.port') },
        settings: { 'workbench.colorTheme': themes.light, ...settings },
      });
      browser = await startBrowser(dir, viewport);
      const { page } = browser;
      page.setDefaultTimeout(20_000);
      if (language) await speak(page, language);
      const workbench = new Workbench(dir, server, browser, folder, page, forget);
      const url = workbenchUrl(server.port, folder);
      await workbench.load(() => page.goto(url));
      openWorkbenches.add(workbench);
      return workbench;
    } catch (error) {
      if (browser) await takeScreenshot(browser.page, 'failed to open').catch(() => {});
      await browser?.close();
      await server?.stop();
      forget();
      await removeDir(dir);
      throw error;
    }
  }

  async stop(): Promise<void> {
    openWorkbenches.delete(this);
    await this.browser.close();
    await this.server.stop();
    this.forget();
    await removeDir(this.dir);
  }

  /** A new window with a new extension host; what was stored stays. */
  reload(): Promise<void> {
    return this.load(() => this.page.reload());
  }

  private async load(navigate: () => Promise<unknown>): Promise<void> {
    await fs.rm(this.portFile, { force: true });
    await navigate();
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
    await until(() => fs.stat(this.portFile).then(() => true, () => false), 'the extension host', 60_000);
  }

  // What a person does

  palette(label: string): Promise<void> {
    return runFromPalette(this.page, label);
  }

  /** Picks an entry of the list that is open at the top, or the one that `text` finds. */
  async pick(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget .quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** Answers the input box that is open at the top. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.waitFor({ state: 'visible' });
    await input.fill(text);
    await input.press('Enter');
  }

  /** `files` with `/`, from the workspace's root; folders are opened on the way. Several: with Ctrl, as a person selects them. */
  async explorerRightClick(files: string | string[], item: string): Promise<void> {
    const rows: Locator[] = [];
    for (const file of [files].flat()) rows.push(await this.explorerRow(file));
    for (const [i, row] of rows.entries()) if (rows.length > 1) await row.click({ modifiers: i ? ['Control'] : [] });
    await rows.at(-1)!.click({ button: 'right' });
    await this.contextMenu(item);
  }

  async contextMenu(item: string): Promise<void> {
    // The menu fades in, and a click that comes too early closes it: playwright waits until an element stands still, not until it is opaque.
    const entry = this.page.locator('.context-view .action-item', { hasText: item }).first();
    await entry.waitFor();
    await this.page.waitForTimeout(300);
    await entry.click();
  }

  private async explorerRow(file: string): Promise<Locator> {
    const parts = file.split('/');
    let row!: Locator;
    for (const [i, part] of parts.entries()) {
      row = this.page.locator('.explorer-folders-view .monaco-list-row').filter({ has: this.page.getByText(part, { exact: true }) }).and(this.page.locator(`[aria-level="${i + 1}"]`)).first();
      await row.waitFor();
      if (i < parts.length - 1 && (await row.getAttribute('aria-expanded')) === 'false') await row.click();
    }
    return row;
  }

  async theme(theme: keyof typeof themes): Promise<void> {
    await this.setting('workbench.colorTheme', themes[theme]);
    await this.page.locator(`.monaco-workbench.${theme === 'light' ? 'vs' : 'vs-dark'}`).first().waitFor();
  }

  resize(width: number, height: number): Promise<void> {
    return this.page.setViewportSize({ width, height });
  }

  /** To test/.shots, which git ignores. */
  screenshot(name: string): Promise<string> {
    return takeScreenshot(this.page, name);
  }

  // What a person sees

  statusBarItem(id = 'specwright.status'): Locator {
    return this.page.locator(`.statusbar-item[id="specwright.specwright.${id}"]`);
  }

  /** Waits until the item reads like `text`, and returns what it says. */
  async statusBar(text = /./, id?: string): Promise<string> {
    const item = this.statusBarItem(id).filter({ hasText: text });
    await item.waitFor();
    return (await item.innerText()).trim();
  }

  /** The newest notification with this text; `toast(…).getByRole('button', { name: 'Cancel' })` is a button in it. */
  async toast(text: string | RegExp): Promise<Locator> {
    const toast = this.page.locator('.notifications-toasts .notification-list-item', { hasText: text }).first();
    await toast.waitFor();
    return toast;
  }

  async dialog(text: string | RegExp): Promise<Locator> {
    const dialog = this.page.locator('.monaco-dialog-box', { hasText: text });
    await dialog.waitFor();
    return dialog;
  }

  /** The names of the open files, group by group. */
  tabs(): Promise<string[]> {
    return this.page.locator('.tabs-container .tab').evaluateAll((tabs) => tabs.map((tab) => String((tab as unknown as HasAttributes).getAttribute('data-resource-name'))));
  }

  /** The row of a setting in the settings editor, which it opens. Until its search is over the editor shows the rows of the search before, and draws rows anew: what is done to one may have to be done again. */
  async settingRow(id: string): Promise<Locator> {
    await this.command('workbench.action.openSettings', `@id:${id}`);
    const row = this.page.locator(`.settings-editor .setting-item-contents[data-key="${id}"]`);
    await row.waitFor();
    return row;
  }

  webview() {
    return webviewOf(this.page);
  }

  // Preparation and evidence, through the driver extension

  /** Sets a user setting; undefined takes it back. It holds when this returns. */
  async setting(id: string, value: unknown): Promise<void> {
    await this.ask('setting', { id, value });
  }

  command(id: string, ...args: unknown[]): Promise<unknown> {
    return this.ask('command', { id, args });
  }

  /** Opens a file of the workspace as the active editor. */
  async open(file: string): Promise<void> {
    await this.ask('open', { path: file });
    await this.page.locator('.tab.active', { hasText: path.basename(file) }).first().waitFor();
  }

  /** The text of an open document, unsaved changes included; of the active editor if no file is named. */
  async text(file?: string): Promise<string | undefined> {
    return (await this.ask('text', { path: file })) as string | undefined;
  }

  /** A file of the workspace, on disk. */
  readFile(file: string): Promise<string> {
    return fs.readFile(path.join(this.folder, file), 'utf8');
  }

  async writeFile(file: string, text: string): Promise<void> {
    await fs.writeFile(path.join(this.folder, file), text);
  }

  until(condition: () => Promise<boolean>, what: string, timeoutMs?: number): Promise<void> {
    return until(condition, what, timeoutMs);
  }

  private get portFile(): string {
    return path.join(this.dir, 'driver.port');
  }

  private async ask(operation: string, parameters: object): Promise<unknown> {
    const port = await fs.readFile(this.portFile, 'utf8');
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: JSON.stringify({ operation, ...parameters }) });
    const { value, error } = (await response.json()) as { value?: unknown; error?: string };
    if (error) throw new Error(error);
    return value;
  }
}

/** As a language pack does: the workbench asks this variable for the language of the window, hands it to the extension host, and has the texts of extensions read in it. */
function speak(page: Page, language: string): Promise<unknown> {
  return page.addInitScript(`Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => ${JSON.stringify(language)}, set() {} });`);
}

async function until(condition: () => Promise<boolean>, what: string, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
