import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { at, clearMessages, closeEditors, exists, pick, press, show, textOf, typeInBox, until, waitForBoxMessage, write } from './editor';

const SPEC = `name: Library
language: go
entities:
  - name: Book
    attributes:
      - { name: id, type: uuid }
      - { name: title, type: string }
api_contracts:
  - endpoint: GET /books
    response_200: Book[]
`;

const FILES = ['library.spec.yaml', 'library.spec.json', 'library.spec.md', 'notes.spec.md', 'api.spec.yaml', 'taken.spec.yaml', 'team-notes.spec.yaml', 'design'];

/** Ours alone: the editor may have its own words on JSON and YAML. */
function problemsOf(uri: vscode.Uri): string[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'specwright').map(({ code, range, severity }) => `${range.start.line + 1}:${range.start.character + 1} ${code as string}${severity === vscode.DiagnosticSeverity.Error ? '!' : ''}`);
}

async function waitForProblems(uri: vscode.Uri, expected: readonly string[]): Promise<void> {
  await until(() => problemsOf(uri).join() === expected.join(), `the problems ${expected.join(', ') || '(none)'} instead of ${problemsOf(uri).join(', ')}`).catch((error: unknown) => {
    assert.deepEqual(problemsOf(uri), expected, String(error));
  });
}

/** Types a text in place of another one. */
async function replace(editor: vscode.TextEditor, old: string, text: string): Promise<void> {
  const { document } = editor;
  const start = document.getText().indexOf(old);
  assert.ok(start >= 0, `"${old}" is in the document`);
  assert.equal(await editor.edit((edit) => edit.replace(new vscode.Range(document.positionAt(start), document.positionAt(start + old.length)), text)), true);
}

/** What is offered at the end of a text, by our own providers. */
async function offered(editor: vscode.TextEditor, behind: string): Promise<string[]> {
  const { document } = editor;
  const position = document.positionAt(document.getText().indexOf(behind) + behind.length);
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, position);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function hover(editor: vscode.TextEditor, over: string): Promise<string> {
  const { document } = editor;
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, document.positionAt(document.getText().indexOf(over)));
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === 'string' ? content : content.value))).join('\n');
}

describe('Project spec', () => {
  beforeEach(clearMessages);
  afterEach(async () => {
    await closeEditors();
    for (const file of FILES) await vscode.workspace.fs.delete(at(file), { recursive: true }).then(undefined, () => {});
  });

  it('what is wrong is shown while it is typed, before it is saved, and goes with the mistake', async () => {
    const uri = await write('library.spec.yaml', SPEC);
    const editor = await show('library.spec.yaml');
    await waitForProblems(uri, []);
    await replace(editor, 'Book[]', 'Bok[]');
    await replace(editor, 'language: go', 'language: cobol');
    await waitForProblems(uri, ['2:11 unknown-language!', '10:19 unknown-entity']);
    assert.equal(await textOf(uri), SPEC, 'nothing was saved');
    await replace(editor, 'cobol', 'python');
    await replace(editor, 'Bok[]', 'Book');
    await waitForProblems(uri, []);
    await replace(editor, 'language: python', 'language: [');
    await until(() => problemsOf(uri).some((problem) => problem.endsWith('invalid-yaml!')), 'a problem of syntax');
    await closeEditors();
    await waitForProblems(uri, []);
  });

  it('in JSON and in Markdown as well', async () => {
    const json = await write('library.spec.json', '{\n  "name": "Library",\n  "language": "go",\n  "entities": { "Book": { "title": "strng" } }\n}\n');
    await show('library.spec.json');
    await waitForProblems(json, ['4:37 unknown-type']);
    const markdown = await write('library.spec.md', '---\nname: Library\nlanguage: go\nentities:\n  Book: { title: string }\n---\n## API contracts\n\n```yaml\n- endpoint: GET books\n  response_200: Book\n```\n');
    await show('library.spec.md');
    await waitForProblems(markdown, ['10:13 invalid-endpoint!']);
  });

  it('files that are none are left alone', async () => {
    const notes = await write('notes.spec.md', '# Notes\n\nentities: none\n');
    const api = await write('api.spec.yaml', 'openapi: 3.1.0\ninfo: { title: Library }\npaths: {}\n');
    const spec = await write('library.spec.yaml', 'name: Library\n');
    for (const file of ['notes.spec.md', 'api.spec.yaml', 'library.spec.yaml']) await show(file);
    await waitForProblems(spec, ['1:1 missing-language!']);
    assert.deepEqual([problemsOf(notes), problemsOf(api)], [[], []]);
  });

  it('keys, types and entities are offered, and keys say what they mean', async () => {
    const uri = await write('library.spec.yaml', `${SPEC}files:\n  - path: internal/mail/sender.go\n    \n`);
    const editor = await show('library.spec.yaml');
    await waitForProblems(uri, []);
    const keys = await offered(editor, 'sender.go\n    ');
    assert.ok(['description', 'kind', 'needs'].every((key) => keys.includes(key)) && !keys.includes('path'), keys.join());
    const types = await offered(editor, 'name: title, type: ');
    assert.ok(['string', 'datetime', 'Book', 'Book[]'].every((type) => types.includes(type)), types.join());
    assert.match(await hover(editor, 'api_contracts'), /endpoints of the HTTP interface/);
    assert.match(await hover(editor, 'attributes'), /fields/);
  });

  it('New Project Spec asks for name, language and place, and opens a spec without a problem', async () => {
    const created = vscode.commands.executeCommand<vscode.Uri | undefined>('specwright.newProjectSpec');
    await typeInBox('The name of the project', 'Team Notes');
    await press('Enter');
    await pick('TypeScript');
    await waitForBoxMessage('relative to the folder');
    await press('Enter');
    const uri = await created;
    assert.equal(uri?.path, at('team-notes.spec.yaml').path);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, uri?.path);
    const text = await textOf(uri);
    assert.match(text, /^name: "Team Notes"$/m);
    assert.match(text, /^language: typescript$/m);
    // A first reading may not be over yet: a mistake shows that there was one.
    const edited = vscode.window.activeTextEditor;
    await replace(edited, 'type: datetime', 'type: datetme');
    await until(() => problemsOf(uri).length === 1, 'one problem');
    await replace(edited, 'type: datetme', 'type: datetime');
    await waitForProblems(uri, []);
  });

  it('New Project Spec leaves a file alone that is there', async () => {
    await write('taken.spec.yaml', 'name: Mine\n');
    const created = vscode.commands.executeCommand<vscode.Uri | undefined>('specwright.newProjectSpec');
    await typeInBox('The name of the project', 'Taken');
    await press('Enter');
    await pick('Python');
    await waitForBoxMessage('relative to the folder');
    await press('Enter');
    await waitForBoxMessage('There is a file taken.spec.yaml already');
    await press('Escape');
    assert.equal(await created, undefined);
    assert.equal(await textOf(at('taken.spec.yaml')), 'name: Mine\n');
  });

  it('New Project Spec makes the folder that was asked for, and nothing where the person thinks better of it', async () => {
    const first = vscode.commands.executeCommand<vscode.Uri | undefined>('specwright.newProjectSpec');
    await typeInBox('The name of the project', 'Library');
    await press('Enter');
    await pick('Go');
    await typeInBox('relative to the folder', 'design/library');
    await press('Enter');
    assert.equal((await first)?.path, at('design/library.spec.yaml').path);
    const second = vscode.commands.executeCommand<vscode.Uri | undefined>('specwright.newProjectSpec');
    await typeInBox('The name of the project', 'Other');
    await press('Escape');
    assert.equal(await second, undefined);
    assert.equal(await exists(at('other.spec.yaml')), false);
  });
});
