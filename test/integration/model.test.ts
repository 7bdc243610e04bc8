import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/editor/runSummary';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { at, clearMessages, clickInMessage, forgetSpecs, generate, generateOne, setting, show, shown, specOf, textOf, typeApiKey, until, waitForMessage } from './editor';
import { onPage } from './page';

const KEY = `sk-ant-${'made-up-'.repeat(5)}1`;

describe('Generate Spec, with a model', () => {
  let server: ModelServer;
  /** Another one for each test: VS Code remembers the specs of files for a while, also when they are gone. */
  let source: string;
  let tests = 0;

  before(async () => {
    server = await startModelServer({ key: KEY });
    await setting('anthropic.baseUrl', server.url);
    await setting('confirmAbove.tokens', 1_000_000); // a modal dialog cannot be answered here: see test/ui
    await typeApiKey(KEY);
  });
  after(async () => {
    await vscode.commands.executeCommand('specwright.clearApiKey', 'anthropic');
    await setting('anthropic.baseUrl', undefined);
    await setting('confirmAbove.tokens', undefined);
    await server.close();
  });
  beforeEach(async () => {
    server.set({ ...DEFAULT_SETTINGS, key: KEY });
    source = `src/${++tests}/queue.ts`;
    await vscode.workspace.fs.copy(at('src/queue.ts'), at(source), { overwrite: true });
    // Each test begins as if nothing had ever been asked.
    await setting('cache.enabled', false);
    await clearMessages();
  });
  afterEach(async () => {
    await setting('cache.enabled', undefined);
    await forgetSpecs();
  });

  it('writes facts and prose, and says what it cost', async () => {
    const asked = server.requests;
    const run = await generateOne(at(source));
    assert.deepEqual([run.status, run.provider, run.files[0]?.status], ['done', 'claude-sonnet-5-5', 'written']);
    assert.equal(run.calls, server.requests - asked);
    assert.ok(run.costUsd! > 0);
    const spec = await textOf(specOf(source));
    assert.match(spec, /\*\*Purpose\.\*\* Describes `ParcelQueue\.add` of `src\/\d+\/queue\.ts`\./);
    assert.match(spec, /by="anthropic\/claude-sonnet-5-5"/);
    await waitForMessage('The spec of queue.ts is written ($');
    await onPage({ do: 'wait', selector: '.statusbar-item[id="specwright.specwright.specwright.status"]:has-text("cached")' });
  });

  it('asks for nothing and changes nothing the second time', async () => {
    await generateOne(at(source));
    const [asked, before] = [server.requests, await textOf(specOf(source))];
    const again = await generateOne(at(source));
    assert.deepEqual([again.files[0]?.status, server.requests - asked], ['unchanged', 0]);
    assert.equal(await textOf(specOf(source)), before);
  });

  it('asks only for what was edited, the unsaved edit of an open file', async () => {
    await generateOne(at(source));
    const asked = server.ledger.length;
    const { document } = await show(source);
    const line = document.getText().split('\n').findIndex((text) => text.includes('this.parcels.shift()'));
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(line).range, '    return this.parcels.length > 1 ? this.parcels.shift() : undefined;');
    await vscode.workspace.applyEdit(edit);
    await generateOne();
    const items = server.ledger.slice(asked).flatMap((request) => request.items);
    assert.deepEqual(items.map(({ symbol }) => symbol), ['ParcelQueue.next']);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('lets the spec grow beside the code while answers come', async () => {
    await setting('batch.strategy', 'latency');
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    server.set({ beforeFirstByte: () => held, tokensPerSecond: 60, itemTokens: (item) => (item.symbol === 'ParcelQueue' ? 360 : 60) });
    try {
      await show(source);
      const run = generateOne();
      const { document } = await shown(specOf(source));
      letGo();
      const prose = () => document.getText().split('**Purpose.**').length - 1;
      const seen = new Set([prose()]);
      const watch = vscode.workspace.onDidChangeTextDocument((event) => event.document === document && seen.add(prose()));
      assert.equal((await run).status, 'done');
      watch.dispose();
      assert.equal(seen.has(0), true, 'the facts come first');
      assert.ok(seen.size >= 3, `prose of ${[...seen].join(', ')} sections was to be seen`);
      assert.equal(document.isDirty, false);
      assert.equal(document.getText(), await textOf(document.uri));
    } finally {
      await setting('batch.strategy', undefined);
    }
  });

  it('ends at once when it is cancelled, even if the server hangs, and keeps what is finished', async () => {
    await setting('batch.strategy', 'latency');
    server.set({ faults: [{ fault: { kind: 'hang-after-headers' }, when: ({ items }) => items.some(({ symbol }) => symbol === 'ParcelQueue.add') }] });
    try {
      const asked = server.requests;
      const run = generateOne(at(source));
      const { document } = await shown(specOf(source));
      await until(() => document.getText().includes('`totalWeight` of'), 'an answer in the spec');
      await waitForMessage('Generating the spec of queue.ts');
      // The server never ends its answer: nothing else would end the run before the idle limit of 60 s, long after the test's own.
      await vscode.commands.executeCommand('specwright.cancel');
      const { status } = await run;
      assert.equal(status, 'cancelled');
      await waitForMessage('Cancelled. What is finished is kept');
      assert.ok(server.ledger.slice(asked).some(({ aborted }) => aborted), 'down to the socket');
      const spec = await textOf(specOf(source));
      assert.ok(spec.includes('`totalWeight` of') && !spec.includes('`ParcelQueue.add` of'));
    } finally {
      await setting('batch.strategy', undefined);
    }
  });

  it('goes on where it was cancelled, without paying twice', async () => {
    await setting('cache.enabled', true);
    await vscode.commands.executeCommand('specwright.showLog');
    await setting('batch.strategy', 'latency');
    server.set({ faults: [{ fault: { kind: 'hang-after-headers' }, when: ({ items }) => items.some(({ symbol }) => symbol === 'ParcelQueue.add') }] });
    try {
      const run = generateOne(at(source));
      const { document } = await shown(specOf(source));
      await until(() => document.getText().includes('`totalWeight` of'), 'an answer in the spec');
      await vscode.commands.executeCommand('specwright.cancel');
      await run;
      server.set({ faults: [] });
      const asked = server.requests;
      const again = await generateOne(at(source));
      assert.equal(again.status, 'done', JSON.stringify(again));
      const items = server.ledger.slice(asked).flatMap((request) => request.items.map(({ symbol }) => symbol));
      assert.ok(items.includes('ParcelQueue.add') && !items.includes('totalWeight'), items.join());
    } finally {
      await setting('batch.strategy', undefined);
      await vscode.commands.executeCommand('workbench.action.closePanel');
    }
  });

  describe('while a person types in the spec', () => {
    const mine = 'A sentence of mine, not saved yet.';
    let run: Promise<RunSummary>;
    let document: vscode.TextDocument;
    let letGo: () => void;

    beforeEach(async () => {
      const held = new Promise<void>((resolve) => (letGo = resolve));
      const asked = server.requests;
      server.set({ beforeFirstByte: () => held });
      run = generateOne(at(source));
      document = (await shown(specOf(source))).document;
      await until(() => server.requests > asked, 'a request');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, `\n${mine}\n`);
      assert.ok(await vscode.workspace.applyEdit(edit), 'typed');
    });
    afterEach(async () => {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });

    it('keeps its hands off, and offers the rest', async () => {
      letGo();
      assert.equal((await run).files[0]?.status, 'refused');
      assert.ok(document.isDirty && document.getText().includes(mine) && !document.getText().includes('**Purpose.**'));
      assert.ok(!(await textOf(document.uri)).includes('**Purpose.**'), 'nor on the disk');
      await clickInMessage('has changes of yours that are not saved', 'Insert the Rest');
      await until(() => document.getText().includes('Describes `ParcelQueue.add`'), 'the rest');
      assert.ok(document.isDirty && document.getText().includes(mine), 'the person saves');
    });

    it('shows the rest beside what was typed', async () => {
      letGo();
      await run;
      await clickInMessage('has changes of yours that are not saved', 'Show Difference');
      await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff, 'the difference');
      const { original, modified } = vscode.window.tabGroups.activeTabGroup.activeTab!.input as vscode.TabInputTextDiff;
      assert.equal(modified.toString(), document.uri.toString());
      const rest = (await vscode.workspace.openTextDocument(original)).getText();
      assert.ok(rest.includes('Describes `ParcelQueue.add`') && rest.includes(mine), 'all answers, and nothing of theirs is lost');
    });

    it('writes it after all where they saved meanwhile', async () => {
      await document.save();
      letGo();
      assert.equal((await run).files[0]?.status, 'written');
      const text = await textOf(document.uri);
      assert.ok(text.includes(mine) && text.includes('Describes `ParcelQueue.add`'));
      assert.equal(document.getText(), text);
    });
  });

  it('is no success where a part failed, and asks again only for that part', async () => {
    await setting('batch.strategy', 'latency');
    server.set({ faults: [{ fault: { kind: 'refusal', afterTokens: 1 }, when: ({ items }) => items.some(({ symbol }) => symbol === 'totalWeight') }] });
    try {
      const run = await generateOne(at(source));
      assert.deepEqual([run.status, run.files[0]?.status], ['partial', 'partial']);
      await waitForMessage('The spec of queue.ts is not complete');
      server.set({ faults: [] });
      const asked = server.requests;
      await clickInMessage('The spec of queue.ts is not complete', 'Run Again');
      await waitForMessage('The spec of queue.ts is written');
      assert.deepEqual(server.ledger.slice(asked).flatMap(({ items }) => items.map(({ symbol }) => symbol)), ['totalWeight']);
    } finally {
      await setting('batch.strategy', undefined);
    }
  });

  it('keeps to the budget, and leads to its setting', async () => {
    await setting('budget.tokens', 100);
    try {
      const run = await generateOne(at(source));
      assert.deepEqual([run.status, run.calls], ['over-budget', 0]);
      await clickInMessage('The budget is used up', 'Open Settings');
      await onPage({ do: 'wait', selector: '.settings-editor .setting-item-contents:has-text("Budget")' });
    } finally {
      await setting('budget.tokens', undefined);
    }
  });

  it('offers to set the key where it is refused', async () => {
    server.set({ key: 'another' });
    const run = await generateOne(at(source));
    assert.equal(run.status, 'failed');
    await clickInMessage('The Anthropic API key was refused', 'Set API Key');
    await onPage({ do: 'wait', selector: '.quick-input-widget .quick-input-box input[type="password"]' });
    await onPage({ do: 'press', key: 'Escape' });
    assert.ok((await textOf(specOf(source))).includes('ParcelQueue'), 'the facts are written all the same');
  });

  it('lets a second run of the same file wait for its turn, and a run of another file go on', async () => {
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const asked = server.requests;
    server.set({ beforeFirstByte: () => held });
    const first = generateOne(at(source));
    await until(() => server.requests > asked, 'a request');
    assert.equal(await generate(at('src')), undefined);
    await waitForMessage('Specwright is at the spec of queue.ts already');
    const other = generateOne(at('tools/report.py'));
    letGo();
    assert.deepEqual([(await first).status, (await other).status], ['done', 'done']);
  });
});

describe('without a key', () => {
  beforeEach(clearMessages);
  after(() => setting('provider', undefined));

  it('the provider "anthropic" says how to get one, and writes nothing', async () => {
    await setting('provider', 'anthropic');
    assert.equal(await generate(at('src/queue.ts')), undefined);
    await clickInMessage('There is no Anthropic API key', 'Set API Key');
    await onPage({ do: 'wait', selector: '.quick-input-widget:has-text("API key")' });
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
  });
});
