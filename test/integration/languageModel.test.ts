import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CHAT_COMMAND, type ChatBehaviour, type ChatNote, type ChatOrder, type ChatRule } from '../host/chatProvider/protocol';
import { at, clearMessages, clickInMessage, forgetSpecs, generate, generateOne, pick, press, setting, shown, specOf, textOf, typeInBox, until, waitForMessage } from './editor';
import { onPage } from './page';

const PLAIN = 'specwright-test/plain';

const tell = (order: ChatOrder) => vscode.commands.executeCommand<readonly ChatNote[]>(CHAT_COMMAND, order);
const behave = (as: ChatBehaviour, rule: Omit<ChatRule, 'as'> = {}) => tell({ do: 'behave', rules: [{ as, ...rule }] });
const requests = () => tell({ do: 'tell' });
const symbolsOf = (notes: readonly ChatNote[]) => notes.flatMap(({ symbols }) => symbols);
const value = (name: string) => vscode.workspace.getConfiguration('specwright').get(name);
const statusBar = (text: string) => onPage({ do: 'wait', selector: `.statusbar-item[id="specwright.specwright.specwright.status"]:has-text("${text}")` });

describe("a language model of VS Code's", () => {
  /** Another one for each test: VS Code remembers the specs of files for a while, also when they are gone. */
  let source: string;
  let tests = 0;

  before(async () => {
    await setting('confirmAbove.tokens', 1_000_000); // a modal dialog cannot be answered here: see test/ui
    await setting('batch.strategy', 'latency');
  });
  after(async () => {
    for (const name of ['provider', 'model', 'confirmAbove.tokens', 'batch.strategy']) await setting(name, undefined);
  });
  beforeEach(async () => {
    await behave('answer');
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

  it('is never chosen by itself', async () => {
    const run = await generateOne(at(source));
    assert.deepEqual([run.provider, (await requests()).length], ['outline', 0]);
  });

  it('must be named', async () => {
    await setting('provider', 'vscode');
    assert.equal(await generate(at(source)), undefined);
    await clickInMessage('No model of VS Code is chosen', 'Select Model');
    await onPage({ do: 'wait', selector: '.quick-input-widget:has-text("Provider and Model")' });
    await press('Escape');
    await setting('provider', undefined);
  });

  it('is a choice in the list, without a price and without a key', async () => {
    const done = vscode.commands.executeCommand('specwright.selectModel');
    await typeInBox('Provider and Model', PLAIN);
    await onPage({ do: 'wait', selector: '.quick-input-list .monaco-list-row:has-text("Plain Parrot · parrot · 64K context · cost unknown")' });
    await pick(PLAIN);
    await done;
    assert.deepEqual([value('provider'), value('model')], ['vscode', PLAIN]);
  });

  it('writes facts and prose; what it cost is unknown', async () => {
    const run = await generateOne(at(source));
    assert.deepEqual([run.status, run.provider, run.files[0]?.status, run.costUsd], ['done', PLAIN, 'written', undefined]);
    const asked = await requests();
    assert.equal(run.calls, asked.length);
    assert.ok(asked.every(({ model, messages }) => model === 'plain' && messages === 2), 'what is stable is a message of its own');
    const spec = await textOf(specOf(source));
    assert.match(spec, /\*\*Purpose\.\*\* Describes `ParcelQueue\.add` of `src\/\d+\/queue\.ts`\./);
    assert.match(spec, /by="vscode\/specwright-test\/plain"/);
    await waitForMessage('The spec of queue.ts is written (cost unknown, ');
    await statusBar('cost unknown');
  });

  it('is asked for nothing the second time', async () => {
    await generateOne(at(source));
    const before = await textOf(specOf(source));
    await behave('quota');
    const again = await generateOne(at(source));
    assert.deepEqual([again.files[0]?.status, (await requests()).length], ['unchanged', 0]);
    assert.equal(await textOf(specOf(source)), before);
  });

  it('is told of a cancellation, and what is finished is kept', async () => {
    await behave('hang', { symbol: 'ParcelQueue.add' });
    const run = generateOne(at(source));
    const { document } = await shown(specOf(source));
    await until(() => document.getText().includes('`totalWeight` of'), 'an answer in the spec');
    await until(async () => symbolsOf(await requests()).includes('ParcelQueue.add'), 'the request that hangs');
    await vscode.commands.executeCommand('specwright.cancel');
    assert.equal((await run).status, 'cancelled');
    await until(async () => (await requests()).some(({ symbols, cancelled }) => cancelled && symbols.includes('ParcelQueue.add')), "the provider's token");
    const spec = await textOf(specOf(source));
    assert.ok(spec.includes('`totalWeight` of') && !spec.includes('`ParcelQueue.add` of'));
  });

  it('holds nobody up that takes no notice of a cancellation', async () => {
    await behave('stubborn');
    const run = generateOne(at(source));
    await until(async () => (await requests()).length > 0, 'a request');
    await vscode.commands.executeCommand('specwright.cancel');
    assert.equal((await run).status, 'cancelled');
  });

  for (const [behaviour, words] of [['quota', 'takes no more requests for now'], ['copilotQuota', 'The quota of Plain Parrot is used up']] as const) {
    it(`says that the quota is used up, asks no more, and leads to another model (${behaviour})`, async () => {
      await behave(behaviour);
      const run = await generateOne(at(source));
      assert.equal(run.status, 'failed');
      // Those that were under way together, and none after: neither again nor for other sections.
      const asked = symbolsOf(await requests());
      assert.ok(asked.length <= 4 && new Set(asked).size === asked.length, asked.join());
      assert.ok((await textOf(specOf(source))).includes('ParcelQueue'), 'the facts are written all the same');
      await clickInMessage(words, 'Select Model');
      await onPage({ do: 'wait', selector: '.quick-input-widget:has-text("Provider and Model")' });
      await press('Escape');
    });
  }

  it('declines what it does not like: that part alone is missing, and asked for again', async () => {
    await behave('refuse', { symbol: 'totalWeight' });
    const run = await generateOne(at(source));
    assert.deepEqual([run.status, run.files[0]?.status], ['partial', 'partial']);
    assert.match(run.errors.join(), /the model declined to answer/);
    assert.equal(symbolsOf(await requests()).filter((symbol) => symbol === 'totalWeight').length, 1, 'a refusal is an answer');
    await behave('answer');
    await clickInMessage('The spec of queue.ts is not complete', 'Run Again');
    await waitForMessage('The spec of queue.ts is written');
    assert.deepEqual(symbolsOf(await requests()), ['totalWeight']);
  });

  it('breaks off in the middle: what had come is kept, the rest is asked for again', async () => {
    await setting('batch.strategy', 'cost');
    try {
      await behave('breakOff', { times: 1 });
      const run = await generateOne(at(source));
      assert.equal(run.status, 'done', run.errors.join());
      const [first, second] = await requests();
      assert.ok(second!.symbols.length < first!.symbols.length || run.calls > 1, 'less than before');
      assert.match(await textOf(specOf(source)), /Describes `totalWeight`/);
    } finally {
      await setting('batch.strategy', 'latency');
    }
  });

  for (const behaviour of ['throwAtOnce', 'empty'] as const) {
    it(`is asked once more where nothing came (${behaviour})`, async () => {
      await behave(behaviour, { symbol: 'totalWeight', times: 1 });
      const run = await generateOne(at(source));
      assert.equal(run.status, 'done', run.errors.join());
      assert.equal(symbolsOf(await requests()).filter((symbol) => symbol === 'totalWeight').length, 2);
    });
  }

  it('may think before it answers', async () => {
    await behave('think');
    assert.equal((await generateOne(at(source))).status, 'done');
  });

  it('has no ceiling in dollars, and one in tokens', async () => {
    try {
      await setting('budget.usd', 1);
      assert.equal((await generateOne(at(source))).status, 'failed');
      await clickInMessage('vscode/specwright-test/plain has no known price', 'Open Settings');
      await onPage({ do: 'wait', selector: '.settings-editor .setting-item-contents:has-text("Tokens")' });
      await setting('budget.usd', undefined);
      await setting('budget.tokens', 100);
      assert.deepEqual([(await generateOne(at(source))).status, (await requests()).length], ['over-budget', 0]);
    } finally {
      await setting('budget.usd', undefined);
      await setting('budget.tokens', undefined);
    }
  });

  it('may be out of the reach of Specwright', async () => {
    // No dialog can be shown to a test, which VS Code takes for a no. The dialog itself: see test/ui.
    await setting('model', 'specwright-test/guarded');
    const run = await generateOne(at(source));
    assert.deepEqual([run.status, (await requests()).length], ['failed', 0]);
    await clickInMessage('Specwright may not use Guarded Parrot', 'Select Model');
    await press('Escape');
    await setting('model', PLAIN);
  });

  it('may go in the middle of a run: then nothing more is asked of it', async () => {
    await behave('leave', { times: 1 });
    try {
      const run = await generateOne(at(source));
      assert.equal(run.status, 'partial', run.errors.join());
      assert.ok((await requests()).length <= 5, 'those under way, and at most one that took the first place');
      await clickInMessage('Plain Parrot is not there any more', 'Select Model');
      await onPage({ do: 'wait', selector: '.quick-input-list .monaco-list-row:has-text("No model of VS Code is there")' });
      await press('Escape');
    } finally {
      await tell({ do: 'offer', offered: true });
    }
  });

  it('may be gone before the run, and come back', async () => {
    await tell({ do: 'offer', offered: false });
    try {
      assert.equal(await generate(at(source)), undefined);
      await clickInMessage('VS Code offers no model', 'Select Model');
      await onPage({ do: 'wait', selector: '.quick-input-widget:has-text("Provider and Model")' });
      await press('Escape');
    } finally {
      await tell({ do: 'offer', offered: true });
    }
    assert.equal((await generateOne(at(source))).status, 'done');
  });
});
