import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, clearMessages, clickInMessage, closeEditors, exists, forgetSpecs, generate, generateOne, pick, press, specOf, textOf, typeInBox, until, waitForBoxMessage, waitForMessage, write } from './editor';

/** As a person does it, up to the name. */
async function createTemplate(base: string, name: string): Promise<{ readonly created: Thenable<vscode.Uri | undefined> }> {
  const created = vscode.commands.executeCommand<vscode.Uri | undefined>('specwright.createTemplate');
  await pick(base);
  await typeInBox('Its name', name);
  return { created };
}

describe('Create Template', () => {
  beforeEach(clearMessages);
  afterEach(async () => {
    await vscode.workspace.getConfiguration('specwright', at('')).update('template', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await forgetSpecs();
    for (const made of ['.specwright', '.vscode']) await vscode.workspace.fs.delete(at(made), { recursive: true }).then(undefined, () => {});
  });

  it('copies a built-in one, opens it, and the specs follow it once the person says so', async () => {
    const { created } = await createTemplate('detailed-design', 'our-design');
    await press('Enter');
    const template = await created;
    assert.equal(template?.path, at('.specwright/templates/our-design.eta').path);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, template?.path);
    const before = await generateOne(at('src/queue.ts'));
    assert.equal(before.status, 'done');
    assert.match(await textOf(specOf('src/queue.ts')), /^template: reference$/m, 'not before they say so');

    await clickInMessage('The template \\"our-design\\" is a copy of', 'Use It');
    await until(() => vscode.workspace.getConfiguration('specwright', at('')).get('template') === 'our-design', 'the setting');
    await write('.specwright/templates/our-design.eta', `${await textOf(template)}\n<% if (it.section.kind === 'overview') { %>Reviewed by our team.<% } %>\n`);
    assert.equal((await generateOne(at('src/queue.ts'))).status, 'done');
    const spec = await textOf(specOf('src/queue.ts'));
    assert.match(spec, /^template: our-design$/m);
    assert.match(spec, /^Reviewed by our team\.$/m);
    assert.match(spec, /^## Architecture/m, 'the sections of what it was copied from');
  });

  it('refuses a name that is taken, and leaves that file alone', async () => {
    await write('.specwright/templates/mine.eta', 'Mine.');
    const { created } = await createTemplate('reference', 'Mine');
    await waitForBoxMessage('There is a template \\"Mine\\" already');
    await press('Enter');
    await waitForBoxMessage('There is a template \\"Mine\\" already');
    await press('Escape');
    assert.equal(await created, undefined);
    assert.equal(await textOf(at('.specwright/templates/mine.eta')), 'Mine.');
  });

  it('does nothing where the person thinks better of it', async () => {
    const { created } = await createTemplate('reference', 'other');
    await press('Escape');
    assert.equal(await created, undefined);
    assert.equal(await exists(at('.specwright')), false);
  });

  it('one with a mistake: the message names it and leads to the setting', async () => {
    await write('.specwright/templates/broken.eta', '<% if ( %>');
    await vscode.workspace.getConfiguration('specwright', at('')).update('template', 'broken', vscode.ConfigurationTarget.WorkspaceFolder);
    const runs = await generate(at('src/queue.ts'));
    assert.equal(runs[0]?.status, 'failed');
    await waitForMessage('The template .specwright/templates/broken.eta cannot be used');
    await clickInMessage('The template .specwright/templates/broken.eta cannot be used', 'Open Settings');
    await closeEditors();
    assert.equal(await exists(specOf('src/queue.ts')), false);
  });
});
