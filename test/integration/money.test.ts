import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { at, clearMessages, clickInMessage, closeEditors, exists, forgetSpecs, generateOne, setting, specOf, textOf, until, waitForMessage } from './editor';
import { onPage } from './page';

const KEY = `sk-ant-${'made-up-'.repeat(5)}2`;

describe('Money, limits and what was sent', () => {
  let server: ModelServer;
  let source: string;
  let tests = 0;

  before(async () => {
    server = await startModelServer({ key: KEY });
    await setting('anthropic.baseUrl', server.url);
    await setting('confirmAbove.tokens', 1_000_000);
    const stored = vscode.commands.executeCommand('specwright.setApiKey', 'anthropic');
    await onPage({ do: 'wait', selector: '.quick-input-widget .quick-input-box input[type="password"]' });
    await onPage({ do: 'type', text: KEY });
    await onPage({ do: 'press', key: 'Enter' });
    assert.equal(await stored, true);
  });
  after(async () => {
    await vscode.commands.executeCommand('specwright.clearApiKey', 'anthropic');
    await setting('anthropic.baseUrl', undefined);
    await setting('confirmAbove.tokens', undefined);
    await server.close();
  });
  beforeEach(async () => {
    server.set({ ...DEFAULT_SETTINGS, key: KEY });
    source = `src/money${++tests}/queue.ts`;
    await vscode.workspace.fs.copy(at('src/queue.ts'), at(source), { overwrite: true });
    await setting('cache.enabled', false);
    await clearMessages();
  });
  afterEach(async () => {
    await setting('cache.enabled', undefined);
    await closeEditors();
    await forgetSpecs();
  });

  it('previews plan and cost with no call, file by file, and goes on from there', async () => {
    const asked = server.requests;
    const command = vscode.commands.executeCommand('specwright.previewPlan', at(source), [at(source)]);
    await waitForMessage('The plan takes');
    const plan = (await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'specwright', path: '/Plan.md' }))).getText();
    assert.match(plan, /\*\*anthropic\/claude-sonnet-5-5\*\*: \d+ requests?, about [\d,]+ input and [\d,]+ to [\d,]+ output tokens, \$[\d.]+ to \$[\d.]+\./);
    assert.match(plan, new RegExp(`\\| ${source} \\| [\\d,]+ \\| [\\d,]+ to [\\d,]+ \\| \\$[\\d.]+ to \\$[\\d.]+ \\|`));
    assert.deepEqual([server.requests, await exists(specOf(source))], [asked, false], 'nothing was asked and nothing written');
    await clickInMessage('The plan takes', 'Generate');
    await command;
    assert.match(await textOf(specOf(source)), /by="anthropic\/claude-sonnet-5-5"/);
  });

  it('shows what was sent, byte for byte, without the key', async () => {
    const asked = server.requests;
    await generateOne(at(source));
    await vscode.commands.executeCommand('specwright.showSent');
    const text = vscode.window.activeTextEditor!.document.getText();
    assert.equal(vscode.window.activeTextEditor!.document.uri.scheme, 'specwright');
    assert.ok(text.includes(server.ledger[asked]!.user.trim()));
    assert.equal(text.includes(KEY), false);
    assert.match(text, /Held back: \d+ secrets?/);
  });

  it('keeps to the ceiling of the day, over runs, and leads to its setting', async () => {
    const first = await generateOne(at(source));
    assert.equal(first.status, 'done');
    await vscode.workspace.fs.delete(specOf(source));
    // Less than this window has spent today already.
    await setting('budget.usdPerDay', 0.01);
    try {
      const asked = server.requests;
      const run = await generateOne(at(source));
      assert.deepEqual([run.status, server.requests], ['over-budget', asked]);
      await clickInMessage('The budget of the day is used up', 'Open Settings');
      await onPage({ do: 'wait', selector: '.settings-editor .setting-item-contents:has-text("Budget")' });
    } finally {
      await setting('budget.usdPerDay', undefined);
    }
  });

  it('tells of a long wait for the provider, and sends at once when asked to', async () => {
    server.failNext({ kind: 'rate-limit', retryAfterS: 60 });
    const run = generateOne(at(source));
    await clickInMessage('The provider asks to wait 1 min', 'Retry Now');
    // Within the test's own time limit: nobody waited for the minute.
    assert.equal((await run).status, 'done');
  });

  it('takes a person’s own price for a model that has none', async () => {
    await setting('model', 'claude-of-a-gateway');
    try {
      assert.equal((await generateOne(at(source))).costUsd, undefined);
      await waitForMessage('cost unknown');
      await vscode.workspace.fs.delete(specOf(source));
      await setting('prices', { 'anthropic/claude-of-a-gateway': { input: 1, output: 2 } });
      assert.ok((await generateOne(at(source))).costUsd! > 0);
      await setting('prices', { 'anthropic/claude-of-a-gateway': { input: 'free' } });
      assert.equal(await vscode.commands.executeCommand('specwright.generateSpec', at(source)), undefined);
      await waitForMessage('specwright.prices');
    } finally {
      await setting('prices', undefined);
      await setting('model', undefined);
    }
  });

  it('gives overviews to a model of their own', async () => {
    await setting('roles.overview', 'anthropic/claude-haiku-5-5');
    try {
      const asked = server.requests;
      await generateOne(at(source));
      const kinds = (model: string) => [...new Set(server.ledger.slice(asked).filter((entry) => entry.model === model).flatMap(({ items }) => items.map(({ kind }) => kind)))];
      assert.deepEqual([kinds('claude-haiku-5-5'), kinds('claude-sonnet-5-5')], [['overview'], ['section']]);
    } finally {
      await setting('roles.overview', undefined);
    }
  });

  it('says that it is busy where other runs have all places', async () => {
    await setting('concurrency', 1);
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    try {
      await vscode.workspace.fs.copy(at('tools/report.py'), at('tools/busy/report.py'), { overwrite: true });
      const asked = server.requests;
      server.set({ beforeFirstByte: () => held });
      const first = generateOne(at(source));
      await until(() => server.requests > asked, 'a request');
      const second = generateOne(at('tools/busy/report.py'));
      await waitForMessage('Generating the spec of report.py');
      letGo();
      assert.deepEqual([(await first).status, (await second).status], ['done', 'done']);
    } finally {
      letGo();
      await setting('concurrency', undefined);
    }
  });
});
