import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ApplySummary } from '../../src/editor/commands/applySpec';
import { codeOf } from '../model-server/answers';
import type { RequestedItem } from '../model-server/items';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { at, clearMessages, forgetSpecs, generateOne, setting, show, specOf, textOf, typeApiKey, until, waitForMessage } from './editor';
import { onPage } from './page';

const KEY = `sk-ant-${'made-up-'.repeat(5)}3`;
const PREVIEW = '.bulk-edit-panel';
const row = (text: string) => `${PREVIEW} .monaco-list-row:has-text("${text}")`;

/** What the model answers: a sum that starts at 1, with an import; a queue that takes the last. */
function codeFor(item: RequestedItem): string {
  const code = codeOf(item);
  if (item.symbol === 'totalWeight') return `import { START } from './start';\n---\n${code.replace(', 0);', ', START);')}`;
  return `---\n${code.replace('shift()', 'pop()')}`;
}

describe('Apply Spec to Code', () => {
  let server: ModelServer;
  /** Another one for each test: VS Code remembers files for a while. */
  let source: string;
  let original: string;
  let tests = 0;

  const apply = () => vscode.commands.executeCommand<ApplySummary>('specwright.applySpec', specOf(source));

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
    server.set({ ...DEFAULT_SETTINGS, key: KEY, answer: (item) => (item.kind === 'code' ? codeFor(item) : `**Purpose.** ${item.symbol ?? item.path}.`) });
    source = `src/apply${++tests}/queue.ts`;
    await vscode.workspace.fs.copy(at('src/queue.ts'), at(source), { overwrite: true });
    original = await textOf(at(source));
    await setting('cache.enabled', false);
    await clearMessages();
    await generateOne(at(source));
  });
  afterEach(async () => {
    await setting('cache.enabled', undefined);
    await forgetSpecs();
  });

  /** As a person does it, in an editor, without saving. */
  async function editText(id: string, text: string): Promise<void> {
    const { document } = await vscode.window.showTextDocument(specOf(source), { preview: false });
    // VS Code reads a file that was written a moment ago once more; until then it cannot be saved.
    await until(async () => document.isDirty || document.getText() === (await textOf(document.uri)), 'the spec as it was written');
    const section = new RegExp(`<!-- specwright:section id="${id}"[^]*?<!-- specwright:prose[^\\n]*\\n([^]*?)<!-- /specwright:section -->`, 'd').exec(document.getText());
    const [start, end] = section!.indices![1]!;
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), `${text}\n`);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  /** Nothing is ticked at first: each change needs the person's consent. */
  async function tick(label: string): Promise<void> {
    await onPage({ do: 'click', selector: `${row(label)} [role="checkbox"]` });
  }

  async function end(button: 'Apply' | 'Discard'): Promise<void> {
    await onPage({ do: 'click', selector: `${PREVIEW} .monaco-button:has-text("${button}")` });
  }

  it('shows each symbol and the imports in the refactor preview; what is taken is written, and the spec is fresh', async () => {
    await editText('totalWeight', 'Starts at one.');
    const applied = apply();
    await onPage({ do: 'wait', selector: row('START') });
    assert.equal(await textOf(at(source)), original, 'nothing is written before');
    await tick('queue.ts');
    await end('Apply');
    const summary = await applied;
    assert.deepEqual([summary.status, summary.edited, summary.applied, summary.errors], ['done', ['totalWeight'], ['totalWeight'], []]);
    await waitForMessage('queue.ts follows its spec in totalWeight');
    const { document } = await show(source);
    await document.save();
    assert.equal(await textOf(at(source)), `import { START } from './start';\n\n${original.replace(', 0);', ', START);')}`);
    const spec = await textOf(specOf(source));
    assert.match(spec, /Starts at one\./);
    const requests = server.requests;
    const again = await generateOne(at(source));
    assert.deepEqual([again.files[0]?.status, server.requests - requests], ['unchanged', 0]);
    assert.equal(await textOf(specOf(source)), spec);
  });

  it('takes what is ticked and leaves the rest, which counts as edited still', async () => {
    await editText('totalWeight', 'Starts at one.');
    await editText('ParcelQueue.next', 'The last one goes first.');
    const applied = apply();
    await tick('pop()');
    await end('Apply');
    assert.deepEqual((({ status, edited, applied: taken }) => ({ status, edited, taken }))(await applied), { status: 'done', edited: ['ParcelQueue.next', 'totalWeight'], taken: ['ParcelQueue.next'] });
    assert.equal((await show(source)).document.getText(), original.replace('shift()', 'pop()'));
    await waitForMessage('1 of 2 symbols are as they were.');
    const again = apply();
    await onPage({ do: 'wait', selector: row('START') });
    await end('Discard');
    assert.deepEqual((await again).edited, ['totalWeight']);
  });

  it('changes nothing where the change is discarded', async () => {
    await editText('totalWeight', 'Starts at one.');
    const spec = (await vscode.workspace.openTextDocument(specOf(source))).getText();
    const applied = apply();
    await onPage({ do: 'wait', selector: row('START') });
    await end('Discard');
    assert.deepEqual((({ status, applied: taken }) => [status, taken])(await applied), ['cancelled', []]);
    assert.equal(await textOf(at(source)), original);
    assert.equal(await textOf(specOf(source)), spec, 'saved as it was typed, and nothing else');
    await waitForMessage('Cancelled. queue.ts is as it was.');
  });

  it('says what to do where nothing was edited', async () => {
    assert.deepEqual((await apply()).edited, []);
    await waitForMessage('No text in the spec of queue.ts was edited');
  });
});
