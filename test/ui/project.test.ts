import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { defaultAnswer, skeletonOf } from '../model-server/answers';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { root } from '../host/paths';
import { convertedSpec, EDITS } from '../tools/converted';
import { useWorkbench } from './workbench';

const KEY = `sk-ant-${'made-up-'.repeat(5)}6`;
const SPEC = 'library.spec.yaml';
const SERVICE = 'internal/service/loan.go';
const KILN = 'kiln.spec.yaml';
const STORE = 'petstore.spec.yaml';
const kiln = (language: string) => `name: Kiln Club
language: ${language}
entities:
  Kiln: { id: uuid, name: string, shelf_area: number }
  Visitor: { id: uuid, name: string }
api_contracts:
  - { endpoint: GET /kilns, response_200: "Kiln[]" }
  - { endpoint: GET /visitors, response_200: "Visitor[]" }
files:
  - { path: README.md, kind: none }
`;

describe('A project from its spec', () => {
  let server: ModelServer;
  const workbench = useWorkbench(async () => {
    server = await startModelServer({ key: KEY });
    return { settings: { 'specwright.confirmAbove.tokens': 1_000_000, 'files.autoSave': 'off' } };
  });
  after(() => server.close());
  const shot = (name: string) => workbench().page.waitForTimeout(500).then(() => workbench().screenshot(`project ${name}`));
  const preview = '.bulk-edit-panel';
  const row = (text: string) => workbench().page.locator(`${preview} .monaco-list-row`, { hasText: text }).first();

  const light = async () => workbench().theme('light');

  /** The same in a dark theme, and in a narrow window: once for each kind of page. */
  async function shots(name: string): Promise<void> {
    await shot(name);
    await workbench().theme('dark');
    await shot(`${name} dark`);
    await light();
    await workbench().resize(700, 800);
    await shot(`${name} narrow`);
    await workbench().resize(1280, 800);
  }

  const confirm = async (button: string) => {
    const dialog = await workbench().dialog(/Write \d+ new files\?/);
    await dialog.getByRole('button', { name: button }).click();
  };
  const tick = (file: string) => workbench().page.locator(`${preview} .monaco-list-row[aria-label*="${path.posix.dirname(file)}"]`, { hasText: path.posix.basename(file) }).locator('[role="checkbox"]').first().click();
  const end = (button: 'Apply' | 'Discard') => workbench().page.locator(`${preview} .monaco-button`, { hasText: button }).click();

  /** Everything that was generated goes, so that another project can take its place. */
  async function forgetProject(spec: string): Promise<void> {
    const { files } = JSON.parse(await workbench().readFile('.specwright/generated.json')) as { files: Record<string, unknown> };
    await workbench().command('workbench.action.closeAllEditors');
    for (const file of [...Object.keys(files).filter((one) => one !== 'README.md'), spec, '.specwright']) await rm(path.join(workbench().folder, file), { recursive: true, force: true });
    await workbench().command('notifications.clearAll');
  }

  async function change(from: string, to: string): Promise<void> {
    const text = await workbench().readFile(SPEC);
    assert.ok(text.includes(from), from);
    await workbench().writeFile(SPEC, text.replace(from, to));
  }

  it('its plan is shown with no call, file by file', async () => {
    await workbench().writeFile(SPEC, await readFile(path.join(root, 'docs/example-project.spec.yaml'), 'utf8'));
    await workbench().open(SPEC);
    const { page } = workbench();
    await page.locator('.codelens-decoration a', { hasText: 'Generate Project' }).first().waitFor();
    await shot('lenses');
    await page.locator('.codelens-decoration a', { hasText: 'Preview Plan' }).first().click();
    await workbench().toast(/\d+ files to write, 1 of yours to compare, with no request/);
    await workbench().webview().locator('h1', { hasText: 'Plan of library.spec.yaml' }).waitFor();
    await shots('plan');
    assert.equal(server.requests, 0);
    await workbench().command('notifications.clearAll');
    await workbench().command('workbench.action.closeActiveEditor');
  });

  it('new files are written at one word', async () => {
    const stored = workbench().command('specwright.setApiKey', 'anthropic');
    await workbench().answer(KEY);
    await stored;
    await workbench().setting('specwright.anthropic.baseUrl', server.url);
    await workbench().open(SPEC);
    void workbench().command('specwright.generateProject');
    await workbench().dialog(/Write \d+ new files\?/);
    await shot('new files');
    await confirm('Write All');
    // The README that is there is a person's.
    await row('README.md').waitFor();
    await shot('theirs');
    await end('Discard');
    const done = await workbench().toast(/library\.spec\.yaml: \d+ files, \d+ written, 1 of yours left as it is/);
    await shot('written');
    await done.getByRole('button', { name: 'Show Result' }).click();
    await workbench().webview().locator('h1', { hasText: 'Files of library.spec.yaml' }).waitFor();
    await workbench().webview().locator('h2', { hasText: 'Yours, left as they are (1)' }).waitFor();
    assert.match(await workbench().readFile(SERVICE), /answered [0-9a-f]{10}: LoanService\.Create/);
    await workbench().command('notifications.clearAll');
  });

  it('what changes is reviewed file by file; what a person changed is theirs to give', async () => {
    const mine = (await workbench().readFile('internal/handler/loan.go')).replace('package handler', '// Mine.\npackage handler');
    await workbench().writeFile('internal/handler/loan.go', mine);
    await change('Closes a loan today.', 'Closes a loan.');
    await workbench().open(SPEC);
    void workbench().command('specwright.previewProjectPlan');
    await workbench().toast(/\d files? to write, \d of yours to compare, with \d request/);
    await shot('plan of an edit');
    await workbench().command('notifications.clearAll');
    await workbench().command('workbench.action.closeActiveEditor');
    void workbench().command('specwright.generateProject');
    await row('loan.go').waitFor();
    await workbench().toast('Yours, replaced only if ticked: README.md, internal/handler/loan.go');
    await shots('preview');
    const before = await workbench().readFile(SERVICE);
    await tick(SERVICE);
    await end('Apply');
    const done = await workbench().toast(/1 written, \d of yours left as/);
    await shot('done');
    await done.getByRole('button', { name: 'Show Result' }).click();
    await workbench().webview().locator('h2', { hasText: 'Written (1)' }).waitFor();
    await shots('result');
    assert.notEqual(await workbench().readFile(SERVICE), before);
    assert.equal(await workbench().readFile('internal/handler/loan.go'), mine);
    await forgetProject(SPEC);
  });

  it('in TypeScript: cancelled half-way, it goes on there', async () => {
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const asked: string[] = [];
    server.set({ beforeFirstByte({ items }) {
      asked.push(...items.map((item) => item.path));
      return items.some(({ path: file }) => file.includes('visitor')) ? held : Promise.resolve();
    } });
    await workbench().setting('specwright.batch.strategy', 'latency');
    await workbench().writeFile(KILN, kiln('typescript'));
    await workbench().open(KILN);
    void workbench().command('specwright.generateProject');
    const progress = await workbench().toast(/1 of 2 files/);
    await shot('progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    const cancelled = await workbench().toast('Cancelled. Nothing was written. What was answered is kept, and not paid for again.');
    letGo();
    asked.length = 0;
    await cancelled.getByRole('button', { name: 'Go On' }).click();
    await confirm('Write All');
    await workbench().toast(/kiln\.spec\.yaml: \d+ files, \d+ written/);
    assert.deepEqual(asked, ['src/services/visitor-service.ts']);
    assert.match(await workbench().readFile('src/services/kiln-service.ts'), /answered [0-9a-f]{10}/);
    await forgetProject(KILN);
  });

  it('a published one in Python: what its compiler refuses is shown by itself, and written on their word alone; what an edit changes is reviewed', async function () {
    if (spawnSync('python3', ['--version']).status !== 0) return this.skip();
    const [service, model] = ['library/services/order_service.py', 'library/models/order.py'];
    const text = `${await convertedSpec(root, 'petstore', 'python', '3.11')}files:\n  - { path: README.md, kind: none }\n`;
    // It parses, but nothing is there to break out of.
    server.set({ beforeFirstByte: undefined, answer: (item) => (item.path === service ? `---\n${skeletonOf(item).replace(/raise NotImplementedError\(.*\)/g, 'break')}` : defaultAnswer(item)) });
    await workbench().writeFile(STORE, text);
    await workbench().open(STORE);
    void workbench().command('specwright.generateProject');
    await confirm('Write All');
    const question = await workbench().dialog(/1 answer of the model does not pass its checks[^]*order_service\.py: the compiler says: line \d+: SyntaxError: 'break' outside loop/);
    await shots('failing question');
    await question.getByRole('button', { name: 'Look at It' }).click();
    await row('order_service.py').waitFor();
    assert.match(await workbench().readFile(service), /not implemented/i, 'it stands with its bodies missing');
    await shot('failing');
    await tick(service);
    await end('Apply');
    await workbench().toast(/1 written although it fails/);
    assert.match(await workbench().readFile(service), /break/);
    await shot('failing done');
    await workbench().command('notifications.clearAll');

    server.set({ answer: undefined });
    const [from, to] = EDITS.petstore.rename;
    assert.ok(text.includes(from));
    await workbench().writeFile(STORE, text.replace(from, to));
    await workbench().open(STORE);
    void workbench().command('specwright.generateProject');
    for (const file of [model, service]) await row(path.posix.basename(file)).waitFor();
    await shot('published preview');
    assert.doesNotMatch(await workbench().readFile(model), /shipped_at/, 'nothing is written before');
    for (const file of [model, service]) await tick(file);
    await end('Apply');
    await workbench().toast(/petstore\.spec\.yaml: \d+ files, 2 written/);
    await shot('published done');
    assert.match(await workbench().readFile(model), /shipped_at/);
    assert.match(await workbench().readFile(service), /answered [0-9a-f]{10}/);
    await forgetProject(STORE);
  });
});
