import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/editor/runSummary';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { at, clearMessages, clickInMessage, closeEditors, exists, forgetSpecs, generateOne, pick, setting, show, shown, specOf, textOf, until, waitForMessage } from './editor';
import { onPage } from './page';

const KEY = `sk-ant-${'made-up-'.repeat(5)}3`;
const run = (name: string, ...args: unknown[]) => Promise.resolve(vscode.commands.executeCommand<RunSummary[] | undefined>(`specwright.${name}`, ...args));

describe('Drift, as the editor shows it', () => {
  let server: ModelServer;
  let tests = 0;
  /** Another one for each test, and who uses it. */
  let source: string;
  let user: string;

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
    await setting('cache.enabled', false);
    source = `src/drift${++tests}/queue.ts`;
    user = `src/drift${tests}/courier.ts`;
    await vscode.workspace.fs.copy(at('src/queue.ts'), at(source), { overwrite: true });
    await vscode.workspace.fs.writeFile(at(user), Buffer.from("import { totalWeight, type Parcel } from './queue';\n\n/** Whether one courier can carry all. */\nexport function canCarry(parcels: readonly Parcel[]): boolean {\n  return totalWeight(parcels) < 20_000;\n}\n"));
    await generateOne(at(source), [at(source), at(user)]);
    await show(source);
    await clearMessages();
  });
  afterEach(async () => {
    await setting('cache.enabled', undefined);
    await closeEditors();
    await vscode.workspace.fs.delete(at(`src/drift${tests}`), { recursive: true });
    await forgetSpecs();
  });

  /** As a person types it. */
  async function edit(path: string, from: string, to: string, save = false): Promise<vscode.TextDocument> {
    const { document } = await show(path);
    const start = document.getText().indexOf(from);
    assert.ok(start >= 0, from);
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + from.length)), to);
    await vscode.workspace.applyEdit(change);
    if (save) await document.save();
    return document;
  }
  const changeSignature = (save = true) => edit(source, 'totalWeight(parcels: readonly Parcel[])', 'totalWeight(parcels: readonly Parcel[], extra = 0)', save);
  const changeBody = (save = true) => edit(source, 'return this.parcels.shift();', 'return this.parcels.pop();', save);

  async function lensesOf(path: string, resolved = 0): Promise<string[]> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', at(path), resolved);
    return lenses.flatMap(({ range, command }) => (command?.command.startsWith('specwright.') ? [`${range.start.line + 1} ${command.title}`] : []));
  }
  const problemsOf = (path: string) => vscode.languages.getDiagnostics(specOf(path)).filter(({ source: by }) => by === 'specwright').map(({ severity, message }) => `${vscode.DiagnosticSeverity[severity]} ${message}`);
  const untilLenses = (path: string, count: number) => until(async () => (await lensesOf(path)).length === count, `${count} lenses over ${path}`);
  const lineOf = (document: vscode.TextDocument, text: string) => document.getText().split('\n').findIndex((line) => line.includes(text)) + 1;

  it('is not seen where nothing is to be done', async () => {
    assert.deepEqual([await lensesOf(source, 10), problemsOf(source)], [[], []]);
  });

  it('is told above the symbol as it is typed, in the spec, and to those who use it once it is saved', async () => {
    const document = await changeSignature(false);
    await untilLenses(source, 3);
    const line = lineOf(document, 'function totalWeight');
    assert.deepEqual(await lensesOf(source), [`${line} $(warning)\u00a0Spec: signature changed`, `${line} Accept (still true)`, `${line} Show Difference`]);
    await until(() => problemsOf(source).length === 1, 'a problem in the spec');
    assert.deepEqual(problemsOf(source), ['Warning The text of "totalWeight" may be out of date: signature changed.']);
    const spec = await vscode.workspace.openTextDocument(specOf(source));
    const [problem] = vscode.languages.getDiagnostics(spec.uri);
    await until(() => spec.lineAt(vscode.languages.getDiagnostics(spec.uri)[0]!.range.start).text.startsWith('##'), `a heading at ${problem!.range.start.line}`);
    await document.save();
    await until(() => problemsOf(user).length === 1, 'a problem in the spec of who uses it');
    assert.deepEqual(problemsOf(user), ['Information The text of "canCarry" may be out of date: what it uses changed.']);
  });

  it('follows the symbol, and goes when the change is taken back', async () => {
    const document = await changeBody(false);
    await untilLenses(source, 3);
    const before = lineOf(document, 'next()');
    await edit(source, '/** A parcel', '// one more line\n/** A parcel');
    await until(async () => (await lensesOf(source))[0] === `${before + 1} $(info)\u00a0Spec: body changed`, 'the lens one line below');
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await untilLenses(source, 0);
    await until(() => problemsOf(source).length === 0, 'no problem');
  });

  it('tells the price of an update with no call', async () => {
    await changeBody();
    const asked = server.requests;
    await until(async () => (await lensesOf(source, 10)).some((title) => /\d+ Update Section \(~\$0\.\d+\)$/.test(title)), 'a price');
    assert.equal(server.requests, asked);
  });

  it('is shown where the person wants it', async () => {
    await changeBody();
    await untilLenses(source, 3);
    await setting('codeLens', false);
    try {
      assert.deepEqual(await lensesOf(source), []);
    } finally {
      await setting('codeLens', undefined);
    }
  });

  it('Update Section asks for that section alone', async () => {
    await changeBody();
    await changeSignature();
    await untilLenses(source, 6);
    const asked = server.ledger.length;
    const [summary] = (await run('updateSection', at(source), 'totalWeight'))!;
    assert.deepEqual([summary!.status, server.ledger.slice(asked).flatMap(({ items }) => items.map(({ symbol }) => symbol))], ['done', ['totalWeight']]);
    await untilLenses(source, 3);
    assert.match((await lensesOf(source))[0]!, /body changed/);
    assert.equal(vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === specOf(source).toString()), false, 'no spec is opened');
  });

  it('Update Section takes the symbol at the cursor', async () => {
    const document = await changeBody();
    await untilLenses(source, 3);
    const editor = await show(source);
    editor.selection = new vscode.Selection(lineOf(document, 'parcels.pop()') - 1, 4, lineOf(document, 'parcels.pop()') - 1, 4);
    const [summary] = (await run('updateSection'))!;
    assert.equal(summary!.calls, 1);
    await untilLenses(source, 0);
  });

  it('Update Stale Specs takes what is out of date, and nothing else', async () => {
    assert.deepEqual(await run('updateStaleSpecs'), []);
    await waitForMessage('No spec is out of date');
    await changeSignature();
    const [summary] = (await run('updateStaleSpecs'))!;
    assert.deepEqual([summary!.status, summary!.files.map(({ source: of }) => of).sort()], ['done', [user, source].sort()]);
    await until(() => [...problemsOf(source), ...problemsOf(user)].length === 0, 'no problem');
  });

  it('Accept keeps the text, and makes it fresh', async () => {
    await changeBody();
    await untilLenses(source, 3);
    const before = await textOf(specOf(source));
    const asked = server.requests;
    assert.equal(await run('acceptSection', at(source), 'ParcelQueue.next'), true);
    await untilLenses(source, 0);
    const prose = (text: string) => /id="ParcelQueue\.next"[^]*?(<!-- specwright:prose[^]*?)<!-- \//.exec(text)![1];
    assert.equal(prose(await textOf(specOf(source))), prose(before));
    assert.deepEqual([(await generateOne(at(source))).calls, server.requests], [0, asked]);
  });

  it('Accept leaves a spec alone in which somebody types, and offers the rest', async () => {
    await changeBody();
    const spec = await vscode.window.showTextDocument(specOf(source));
    await spec.edit((change) => change.insert(new vscode.Position(spec.document.lineCount, 0), '\nMine.\n'));
    const typed = spec.document.getText();
    assert.equal(await run('acceptSection', at(source), 'ParcelQueue.next'), false);
    assert.equal(spec.document.getText(), typed);
    await clickInMessage('has changes of yours that are not saved', 'Insert the Rest');
    await until(() => spec.document.getText() !== typed, 'the rest');
    assert.ok(spec.document.getText().endsWith('\nMine.\n'));
    await vscode.window.showTextDocument(spec.document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('offers quick fixes in the spec', async () => {
    await changeBody();
    await until(() => problemsOf(source).length === 1, 'a problem');
    const spec = await vscode.window.showTextDocument(specOf(source));
    await until(() => spec.document.lineAt(vscode.languages.getDiagnostics(spec.document.uri)[0]!.range.start).text.startsWith('##'), 'the heading');
    const { range } = vscode.languages.getDiagnostics(spec.document.uri)[0]!;
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', spec.document.uri, range, vscode.CodeActionKind.QuickFix.value);
    assert.deepEqual(fixes.map(({ title }) => title), ['Update section', 'Accept as still true', 'Show difference', 'Go to code'].map((title) => `${title}: ParcelQueue.next`));
    const { command, arguments: args } = fixes[1]!.command!;
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
    await until(() => problemsOf(source).length === 0, 'no problem');
  });

  it('a hover begins like the section, also where the symbol is used', async () => {
    const { document } = await show(user);
    const hoverAt = async (text: string) => {
      const position = document.positionAt(document.getText().indexOf(text) + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
      return hovers.flatMap(({ contents }) => contents.map((content) => (content as vscode.MarkdownString).value)).find((value) => value.includes('command:specwright.openSpec')) ?? '';
    };
    await until(async () => (await hoverAt('canCarry')).includes('Describes `canCarry`'), 'a hover over a declaration');
    await until(async () => (await hoverAt('totalWeight(')).includes('Describes `totalWeight`'), 'a hover over a use', 60_000);
    assert.equal(await hoverAt('parcels)'), '');
  });

  it('leads from a symbol to its section and back, at the lines of today', async () => {
    const document = await edit(source, '/** A parcel', '\n\n/** A parcel');
    const line = lineOf(document, 'next()');
    (await show(source)).selection = new vscode.Selection(line, 0, line, 0);
    await run('openSpec');
    const spec = vscode.window.activeTextEditor!;
    assert.match(spec.document.lineAt(spec.selection.active.line).text, /^#+ .*next/);
    await run('openSource');
    const code = vscode.window.activeTextEditor!;
    assert.deepEqual([code.document.uri.path, code.selection.active.line + 1], [at(source).path, line]);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', specOf(source), 50);
    assert.ok(links.some(({ target }) => target?.path === at(source).path && target.fragment === `L${line}`), links.map(({ target }) => target?.toString()).join());
  });

  it('a new text for what a person wrote is offered beside it, and written when it is accepted', async () => {
    const written = (await textOf(specOf(source))).replace('Describes `ParcelQueue.next`', 'I describe `ParcelQueue.next`');
    await vscode.workspace.fs.writeFile(specOf(source), Buffer.from(written));
    await changeBody();
    const offerOf = async (): Promise<vscode.TabInputTextDiff> => {
      const find = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ input }) => input).find((input) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'specwright-offer');
      await until(() => find() !== undefined, 'an offer');
      return find() as vscode.TabInputTextDiff;
    };
    await run('updateSection', at(source), 'ParcelQueue.next');
    const first = await offerOf();
    const text = async (uri: vscode.Uri) => (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(await text(first.original), /I describe `ParcelQueue\.next`/);
    assert.match(await text(first.modified), /^\*\*Purpose\.\*\* Describes `ParcelQueue\.next`/);
    await run('keepMyText', first.modified);
    assert.match(await textOf(specOf(source)), /I describe/);
    await untilLenses(source, 3);

    await run('updateSection', at(source), 'ParcelQueue.next');
    const outrun = await offerOf();
    await edit(source, 'return this.parcels.pop();', 'return this.parcels.at(-1);', true);
    assert.equal(await run('acceptNewText', outrun.modified), undefined);
    await waitForMessage('has changed since this text was written');
    await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputTextDiff));
    assert.match(await textOf(specOf(source)), /I describe/);

    await run('updateSpec', at(source));
    const second = await offerOf();
    const edited = await vscode.workspace.openTextDocument(second.modified);
    const change = new vscode.WorkspaceEdit();
    change.insert(second.modified, new vscode.Position(0, 0), 'Checked by hand. ');
    await vscode.workspace.applyEdit(change);
    assert.equal(await run('acceptNewText', edited.uri), true);
    const spec = await textOf(specOf(source));
    assert.match(spec, /Checked by hand\. \*\*Purpose\.\*\*/);
    assert.doesNotMatch(spec, /I describe/);
    await untilLenses(source, 0);
    const asked = server.requests;
    await edit(source, 'return this.parcels.at(-1);', 'return this.parcels[0];', true);
    await generateOne(at(source));
    assert.deepEqual([server.requests, /Checked by hand/.test(await textOf(specOf(source)))], [asked, true], 'it is the person’s now');
  });

  describe('on save', () => {
    afterEach(() => setting('updateOnSave', undefined));

    it('nothing happens unless it is wanted', async () => {
      const before = await textOf(specOf(source));
      await changeSignature();
      await until(() => problemsOf(source).length === 1, 'a problem');
      assert.equal(await textOf(specOf(source)), before);
    });

    it('the facts follow, and nothing is asked', async () => {
      await setting('updateOnSave', 'facts');
      const asked = server.requests;
      await changeSignature();
      await until(async () => /extra/.test(await textOf(specOf(source))), 'the new parameter');
      assert.match(await textOf(specOf(source)), /stale="sig"/);
      assert.equal(server.requests, asked);
    });

    it('or the text too, when the person saves', async () => {
      await setting('updateOnSave', 'model');
      const asked = server.ledger.length;
      await changeBody();
      await until(() => server.ledger.length > asked, 'a request');
      await until(() => problemsOf(source).length === 0 && vscode.workspace.textDocuments.length > 0, 'no problem');
      await untilLenses(source, 0);
      assert.deepEqual(server.ledger.slice(asked).flatMap(({ items }) => items.map(({ symbol }) => symbol)), ['ParcelQueue.next']);
    });

    it('a spec in which somebody types is left alone', async () => {
      const spec = await vscode.window.showTextDocument(specOf(source));
      await spec.edit((change) => change.insert(new vscode.Position(spec.document.lineCount, 0), '\nMine.\n'));
      const typed = spec.document.getText();
      await setting('updateOnSave', 'facts');
      await changeSignature();
      await waitForMessage('has changes of yours that are not saved');
      assert.equal(spec.document.getText(), typed);
      await vscode.window.showTextDocument(spec.document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });

  it('after a cancellation the message leads on, to the same sections', async () => {
    await changeBody();
    await changeSignature();
    let letGo!: () => void;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    server.set({ beforeFirstByte: () => held });
    const asked = server.requests;
    const cancelled = run('updateSection', at(source), 'totalWeight');
    await until(() => server.requests > asked, 'a request');
    await vscode.commands.executeCommand('specwright.cancel');
    assert.equal((await cancelled)![0]!.status, 'cancelled');
    letGo();
    server.set({ ...DEFAULT_SETTINGS, key: KEY });
    const before = server.ledger.length;
    await clickInMessage('Cancelled.', 'Go On');
    await untilLenses(source, 3);
    assert.deepEqual(server.ledger.slice(before).flatMap(({ items }) => items.map(({ symbol }) => symbol)), ['totalWeight']);
  });

  it('Show Difference has, where there is no Git, the spec as it would be', async () => {
    await changeSignature();
    const before = await textOf(specOf(source));
    await run('showDifference', at(source), 'totalWeight');
    const find = () => vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    await until(() => find() instanceof vscode.TabInputTextDiff, 'a difference');
    const { original, modified } = find() as vscode.TabInputTextDiff;
    assert.equal(original.toString(), specOf(source).toString());
    assert.match((await vscode.workspace.openTextDocument(modified)).getText(), /extra/);
    assert.equal(await textOf(specOf(source)), before);
  });

  it('a name that was not found is a problem in the open spec, until the person says that it is right', async () => {
    server.set({ answer: ({ symbol }) => (symbol === 'totalWeight' ? 'Asks `totalWieght` for each parcel.' : 'Holds parcels.') });
    await changeSignature();
    await run('updateSection', at(source), 'totalWeight');
    await vscode.window.showTextDocument(specOf(source));
    await until(() => problemsOf(source).length === 1, 'a problem');
    await closeEditors();
    await until(() => problemsOf(source).length === 0, 'no problem in a spec that nobody sees');
    const spec = await vscode.window.showTextDocument(specOf(source));
    await until(() => problemsOf(source).length === 1, 'the problem again');
    assert.deepEqual(problemsOf(source), ['Warning No name "totalWieght" was found in the source, in what it imports, or in the library of its language. Only names are looked up: whether the sentence is true nobody has checked.']);
    const [{ range }] = vscode.languages.getDiagnostics(spec.document.uri) as [vscode.Diagnostic];
    assert.equal(spec.document.getText(range), '`totalWieght`');
    const fixes = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', spec.document.uri, range, vscode.CodeActionKind.QuickFix.value);
    assert.deepEqual(fixes.map(({ title }) => title), ['Remove the mark: the name is right, and the text is mine', 'Go to code: totalWeight']);
    await vscode.workspace.applyEdit(fixes[0]!.edit!);
    await spec.document.save();
    assert.match(spec.document.getText(), /^Asks `totalWieght` for each parcel\.$/m);
    await until(() => problemsOf(source).length === 0, 'no problem');
    const asked = server.requests;
    await generateOne(at(source));
    assert.deepEqual([server.requests, /^Asks `totalWieght` for each parcel\.$/m.test(await textOf(specOf(source)))], [asked, true]);
  });

  it('Renew Specs asks for what another model wrote, and for no more than was chosen', async () => {
    await setting('model', 'claude-opus-5-5');
    try {
      const asked = server.ledger.length;
      const renewing = run('renewSpecs', at(source), [at(source)]);
      await pick('Also What Another Model Wrote');
      assert.equal((await renewing)![0]!.status, 'done');
      const requests = server.ledger.slice(asked);
      assert.deepEqual([...new Set(requests.map(({ model }) => model))], ['claude-opus-5-5']);
      assert.ok(requests.flatMap(({ items }) => items).length > 1);
      const spec = await textOf(specOf(source));
      assert.deepEqual([/by="anthropic\/claude-opus-5-5"/.test(spec), /by="anthropic\/claude-sonnet/.test(spec)], [true, false]);
      const again = run('renewSpecs', at(user), [at(user)]);
      await pick('Where the Code Changed');
      assert.deepEqual([(await again)![0]!.calls, server.ledger.length], [0, asked + requests.length]);
    } finally {
      await setting('model', undefined);
    }
  });

  describe('of a source that moves', () => {
    const moved = () => `src/drift${tests}/elsewhere/line.ts`;
    const row = (text: string) => `.pane-body .monaco-list-row:has-text("${text}")`;
    const move = () => vscode.workspace.fs.rename(at(source), at(moved()));
    beforeEach(() => closeEditors());

    it('the view has one entry, whose update takes the spec along without a request', async () => {
      await vscode.commands.executeCommand('specwright.specs.focus');
      await move();
      await onPage({ do: 'wait', selector: row('Moved') });
      await onPage({ do: 'wait', selector: row('was src/drift') });
      const asked = server.requests;
      const [summary] = (await run('updateSpec', { source: at(moved()) }))!;
      assert.deepEqual([summary!.files.map(({ source: of, status }) => [of, status]), server.requests], [[[moved(), 'moved']], asked]);
      assert.deepEqual([await exists(specOf(source)), await exists(specOf(moved()))], [false, true]);
      await onPage({ do: 'wait', selector: '.pane-body:not(:has-text("Moved"))' });
      await vscode.commands.executeCommand('workbench.view.explorer');
    });

    it('a spec in which somebody types stays where it is, and the next run tells of it', async () => {
      const spec = await vscode.window.showTextDocument(specOf(source));
      await spec.edit((change) => change.insert(new vscode.Position(spec.document.lineCount, 0), '\nMine.\n'));
      const typed = spec.document.getText();
      await move();
      const { status, warnings } = await generateOne(at(moved()));
      assert.deepEqual([status, spec.document.getText(), await exists(specOf(source))], ['done', typed, true]);
      assert.ok(warnings.some((warning) => warning.includes(`Its source is ${moved()} now`)), warnings.join());
      await vscode.window.showTextDocument(spec.document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    });
  });

  it('is listed in a view of its own, which leads to each section', async () => {
    await vscode.commands.executeCommand('specwright.specs.focus');
    await changeSignature();
    const row = (text: string) => `.pane-body .monaco-list-row:has-text("${text}")`;
    await onPage({ do: 'wait', selector: row('Stale') });
    await onPage({ do: 'wait', selector: row('what it uses changed') });
    await onPage({ do: 'click', selector: row('signature changed') });
    await shown(at(source));
    await until(() => vscode.window.activeTextEditor?.document.lineAt(vscode.window.activeTextEditor.selection.active.line).text.includes('totalWeight') === true, 'the line of the symbol');
    await run('acceptSection', at(source), 'totalWeight');
    await run('acceptSection', at(user), 'canCarry');
    await onPage({ do: 'wait', selector: '.pane-body:has-text("are up to date")' });
    await vscode.commands.executeCommand('workbench.view.explorer');
  });
});
