import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { startProxy } from '../model-server/proxy';
import { at, clearMessages, clickInMessage, forgetSpecs, generate, generateOne, pick, press, setting, specOf, textOf, typeInBox, waitForBoxMessage, waitForMessage } from './editor';
import { onPage } from './page';

const OPENAI_KEY = `sk-proj-${'made-up-'.repeat(3)}1`;
const GEMINI_KEY = `AIza${'made-up-'.repeat(4)}1`;

const value = (name: string) => vscode.workspace.getConfiguration('specwright').get(name);
const clear = (provider: string) => vscode.commands.executeCommand('specwright.clearApiKey', provider);

/** As a person does it: picks whose key it is, and pastes it. */
async function setKey(title: string, key: string): Promise<void> {
  const stored = vscode.commands.executeCommand('specwright.setApiKey');
  await pick(title);
  await onPage({ do: 'wait', selector: '.quick-input-widget .quick-input-box input[type="password"]' });
  await onPage({ do: 'type', text: key });
  await press('Enter');
  assert.equal(await stored, true);
}

/** Takes the entry that the filter leaves of the open list of models. */
async function select(filter: string): Promise<void> {
  await typeInBox('Provider and Model', filter);
  await pick(filter);
}

describe('switching the provider', () => {
  let server: ModelServer;
  const source = 'src/switch/queue.ts';

  before(async () => {
    server = await startModelServer({ models: ['gpt-9-nova', 'gpt-6-luna'] });
    for (const provider of ['anthropic', 'openai', 'gemini']) await setting(`${provider}.baseUrl`, server.url);
    await setting('confirmAbove.tokens', 1_000_000);
    await vscode.workspace.fs.copy(at('src/queue.ts'), at(source), { overwrite: true });
  });
  after(async () => {
    for (const provider of ['anthropic', 'openai', 'gemini']) {
      await clear(provider);
      await setting(`${provider}.baseUrl`, undefined);
    }
    for (const name of ['provider', 'model', 'confirmAbove.tokens']) await setting(name, undefined);
    await server.close();
  });
  beforeEach(clearMessages);

  it('asks whose key it is, and doubts one of another form', async () => {
    await setting('openai.baseUrl', undefined);
    const stored = vscode.commands.executeCommand('specwright.setApiKey');
    await pick('OpenAI');
    await typeInBox('OpenAI API Key', 'sk-ant-of-another');
    await waitForBoxMessage('Keys of the OpenAI API begin with');
    await press('Escape');
    assert.equal(await stored, false);
    await setting('openai.baseUrl', server.url);
    await setKey('OpenAI', OPENAI_KEY);
    await waitForMessage('The OpenAI API key is stored. Specs are now written with prose.');
  });

  it('automatic is the provider whose key is stored, with its default model', async () => {
    const run = await generateOne(at(source));
    assert.deepEqual([run.status, run.provider], ['done', 'gpt-6.1-terra']);
    assert.match(await textOf(specOf(source)), /by="openai\/gpt-6\.1-terra"/);
    assert.equal(server.ledger.at(-1)!.headers.authorization, `Bearer ${OPENAI_KEY}`);
  });

  it('another provider is a choice in a list, and asks for its key', async () => {
    const done = vscode.commands.executeCommand('specwright.selectModel');
    await select('gemini-3.5-flash-lite');
    await onPage({ do: 'wait', selector: '.quick-input-widget .quick-input-box input[type="password"]' });
    await onPage({ do: 'type', text: GEMINI_KEY });
    await press('Enter');
    await done;
    assert.deepEqual([value('provider'), value('model')], ['gemini', 'gemini-3.5-flash-lite']);
    await waitForMessage('The Gemini API key is stored. Specs are now written with prose.');
  });

  it('what another provider wrote is fresh, and stays', async () => {
    const [asked, before] = [server.requests, await textOf(specOf(source))];
    const again = await generateOne(at(source));
    assert.deepEqual([again.files[0]?.status, server.requests - asked], ['unchanged', 0]);
    assert.equal(await textOf(specOf(source)), before);
  });

  it('what is written anew is by the provider that was chosen', async () => {
    await forgetSpecs();
    await generateOne(at(source));
    assert.match(await textOf(specOf(source)), /by="gemini\/gemini-3\.5-flash-lite"/);
    assert.equal(server.ledger.at(-1)!.headers['x-goog-api-key'], GEMINI_KEY);
  });

  it('offers what the server lists at the moment, with the prices that are known', async () => {
    const done = vscode.commands.executeCommand('specwright.selectModel');
    await select('What OpenAI offers');
    await onPage({ do: 'wait', selector: '.quick-input-list .monaco-list-row:has-text("gpt-6-luna"):has-text("$0.10 in")' });
    await pick('gpt-9-nova');
    await done;
    assert.deepEqual([value('provider'), value('model')], ['openai', 'gpt-9-nova']);
    assert.equal(server.lookUps.at(-1)!.path, '/v1/models');
  });

  it('a key that is refused leads to the box for the key of that provider', async () => {
    server.set({ key: 'another' });
    try {
      await forgetSpecs();
      await setting('cache.enabled', false);
      const run = await generateOne(at(source));
      assert.equal(run.status, 'failed');
      await clickInMessage('API key was refused', 'Set API Key');
      await press('Escape');
    } finally {
      server.set({ key: undefined });
      await setting('cache.enabled', undefined);
    }
  });

  it("a server on one's own machine needs no key, and its cost is unknown, not $0", async () => {
    await clear('openai');
    await clear('gemini');
    await setting('model', 'qwen3:8b');
    await forgetSpecs();
    const asked = server.requests;
    const run = await generateOne(at(source));
    assert.deepEqual([run.status, run.provider], ['done', 'qwen3:8b']);
    assert.ok(server.requests > asked);
    assert.ok(server.ledger.slice(asked).every(({ headers }) => headers.authorization === undefined));
    await waitForMessage('(cost unknown, ');
  });

  it('a server is chosen by its address, then by its list', async () => {
    await setting('openai.baseUrl', undefined);
    const done = vscode.commands.executeCommand('specwright.selectModel');
    await select('A server that speaks');
    await onPage({ do: 'wait', selector: '.quick-input-widget:has-text("Server") .quick-input-box input' });
    await press('ControlOrMeta+A');
    await onPage({ do: 'type', text: 'localhost' });
    await waitForBoxMessage('an http(s) address');
    await press('ControlOrMeta+A');
    await onPage({ do: 'type', text: server.url });
    await press('Enter');
    await pick('gpt-6-luna');
    await done;
    assert.deepEqual([value('openai.baseUrl'), value('model')], [server.url, 'gpt-6-luna']);
  });

  it('a provider without a key says so', async () => {
    await setting('provider', 'gemini');
    assert.equal(await generate(at(source)), undefined);
    await clickInMessage('There is no Gemini API key', 'Set API Key');
    await onPage({ do: 'wait', selector: '.quick-input-widget:has-text("Gemini API Key")' });
    await press('Escape');
  });

  it('requests go through the proxy of VS Code', async () => {
    const proxy = await startProxy(server.url);
    const http = vscode.workspace.getConfiguration('http');
    try {
      await http.update('proxy', proxy.url, vscode.ConfigurationTarget.Global);
      for (const [provider, model] of [['openai', 'qwen3:8b'], ['anthropic', ''], ['gemini', '']] as const) {
        if (provider !== 'openai') await setKeyOf(provider);
        await setting('provider', provider);
        await setting('model', model);
        await setting(`${provider}.baseUrl`, `http://${provider}.invalid`);
        await forgetSpecs();
        await setting('cache.enabled', false);
        assert.equal((await generateOne(at(source))).status, 'done');
        assert.ok(proxy.seen.some((host) => host.startsWith(`${provider}.invalid`)), `${provider} in ${proxy.seen.join()}`);
      }
    } finally {
      await http.update('proxy', undefined, vscode.ConfigurationTarget.Global);
      await setting('cache.enabled', undefined);
      await proxy.close();
    }
  });
});

async function setKeyOf(provider: 'anthropic' | 'gemini'): Promise<void> {
  if (provider === 'gemini') return setKey('Gemini', GEMINI_KEY);
  await setKey('Anthropic', `sk-ant-${'made-up-'.repeat(3)}1`);
}
