import * as assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import type { ProjectSummary } from '../../src/editor/commands/generateProject';
import { root } from '../host/paths';
import { defaultAnswer, skeletonOf } from '../model-server/answers';
import type { RequestedItem } from '../model-server/items';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import { DEFAULT_SETTINGS } from '../model-server/settings';
import { convertedSpec, EDITS, type Document } from '../tools/converted';
import { at, clearMessages, closeEditors, exists, folder, setting, textOf, typeApiKey, until, waitForMessage, write } from './editor';
import { onPage } from './page';

const KEY = `sk-ant-${'made-up-'.repeat(5)}8`;
const SPEC = 'kiln.spec.yaml';
const PREVIEW = '.bulk-edit-panel';

const kiln = (language: string) => `name: Kiln Club
language: ${language}
entities:
  Kiln: { id: uuid, name: string, shelf_area: number }
  Visitor: { id: uuid, name: string }
api_contracts:
  - { endpoint: GET /kilns, response_200: "Kiln[]" }
  - { endpoint: "GET /kilns/{id}", response_200: Kiln, response_404: There is no such kiln. }
  - { endpoint: GET /visitors, response_200: "Visitor[]" }
files:
  - { path: README.md, kind: none }
`;

interface Project {
  readonly language: string;
  readonly model: string;
  readonly service: string;
  readonly other: string;
}

const PROJECTS: readonly Project[] = [
  { language: 'go', model: 'internal/model/kiln.go', service: 'internal/service/kiln.go', other: 'internal/service/visitor.go' },
  { language: 'typescript', model: 'src/models/kiln.ts', service: 'src/services/kiln-service.ts', other: 'src/services/visitor-service.ts' },
  { language: 'python', model: 'kiln_club/models/kiln.py', service: 'kiln_club/services/kiln_service.py', other: 'kiln_club/services/visitor_service.py' },
];

/** What `npm run test:tools` installs; a file beside them says that they are all there. */
const PACKAGES = path.join(root, 'test/.host/tools/node_modules');
const FINDING = '- The body never says what went wrong.';

interface Published {
  readonly title: string;
  readonly document: Document;
  readonly language: 'python' | 'typescript';
  readonly version: string;
  readonly hasCompiler: boolean;
  /** By a second model. Each review has the compiler look once more, and that of TypeScript takes seconds. */
  readonly isReviewed: boolean;
  /** What follows from the entity that is edited. */
  readonly model: string;
  readonly service: string;
}

/** OpenAPI documents of others, as specs of projects. */
const PUBLISHED: readonly Published[] = [
  { title: 'a pet store', document: 'petstore', language: 'python', version: '3.11', hasCompiler: spawnSync('python3', ['--version']).status === 0, isReviewed: true, model: 'library/models/order.py', service: 'library/services/order_service.py' },
  { title: 'a documentation service', document: 'readme-legacy', language: 'typescript', version: '5.9', hasCompiler: existsSync(path.join(PACKAGES, '../installed.json')), isReviewed: false, model: 'src/models/custom-page.ts', service: 'src/services/custom-page-service.ts' },
];

describe('Project from its spec', () => {
  let server: ModelServer;

  before(async () => {
    server = await startModelServer({ key: KEY });
    await setting('anthropic.baseUrl', server.url);
    await setting('confirmAbove.tokens', 1_000_000); // a modal dialog cannot be answered here: see test/ui
    await setting('project.runTools', false); // what they say of code is for npm run test:tools
    await typeApiKey(KEY);
  });
  after(async () => {
    await vscode.commands.executeCommand('specwright.clearApiKey', 'anthropic');
    for (const name of ['anthropic.baseUrl', 'confirmAbove.tokens', 'project.runTools']) await setting(name, undefined);
    await server.close();
  });
  beforeEach(async () => {
    server.set({ ...DEFAULT_SETTINGS, key: KEY });
    await clearMessages();
  });
  afterEach(async () => {
    await closeEditors();
    const { files } = JSON.parse(await textOf(at('.specwright/generated.json'))) as { files: Record<string, unknown> };
    for (const file of [...Object.keys(files), SPEC, '.specwright']) await vscode.workspace.fs.delete(at(file), { recursive: true }).then(undefined, () => {});
  });

  /** The files, by the command line, which the package brings: a dialog about new ones could not be answered here. */
  async function generateOnCommandLine(...options: string[]): Promise<void> {
    const cli = path.join(vscode.extensions.getExtension('specwright.specwright')!.extensionPath, 'dist', 'cli.js');
    await promisify(execFile)(process.execPath, [cli, 'regenerate', SPEC, '--yes', '--no-tools', '--no-cache', ...options], { cwd: folder().fsPath, timeout: 60_000, env: { ...process.env, ANTHROPIC_API_KEY: KEY, ANTHROPIC_BASE_URL: server.url } });
  }

  const generate = (part?: { kind: 'entity' | 'contract'; id: string }) => vscode.commands.executeCommand<ProjectSummary>('specwright.generateProject', at(SPEC), part);
  const became = (summary: ProjectSummary, ...files: string[]) => files.map((file) => summary.files.find((one) => one.path === file)?.status);
  const asUpToDate = (summary: ProjectSummary) => [summary.status, summary.calls, summary.files.filter(({ status }) => status !== 'unchanged')];

  /** Paths of what was asked for from the request after this number on, each once. */
  const asked = ({ ledger }: ModelServer, after = 0) => [...new Set(ledger.slice(after).flatMap(({ items }) => items.map((item) => item.path)))].sort();

  /** Folder and name of a file, as the preview's row has them. */
  const row = (file: string) => `${PREVIEW} .monaco-list-row[aria-label*="${path.posix.dirname(file)}"]:has-text("${path.posix.basename(file)}")`;
  const tick = (file: string) => onPage({ do: 'click', selector: `${row(file)} [role="checkbox"]` });
  const end = (button: 'Apply' | 'Discard') => onPage({ do: 'click', selector: `${PREVIEW} .monaco-button:has-text("${button}")` });

  for (const { language, model, service, other } of PROJECTS) {
    it(`in ${language}: an edited spec is reviewed file by file; what is refused comes again, what a person changed is theirs to give`, async () => {
      await write(SPEC, kiln(language));
      await generateOnCommandLine();
      assert.match(await textOf(at(service)), /answered [0-9a-f]{10}/);
      assert.deepEqual(asUpToDate(await generate()), ['done', 0, []], 'the editor takes what the command line made as it is');

      const mine = `${await textOf(at(other))}\n`;
      await write(other, mine);
      await write(SPEC, kiln(language).replace('shelf_area', 'shelf_room').replace('There is no such kiln.', 'No kiln has this id.').replace('GET /visitors, response_200: "Visitor[]"', 'GET /visitors, response_200: "Visitor[]", response_429: Too many ask.'));
      const [oldModel, oldService] = [await textOf(at(model)), await textOf(at(service))];
      const first = generate();
      for (const file of [model, service, other]) await onPage({ do: 'wait', selector: row(file) });
      assert.deepEqual([await textOf(at(model)), await textOf(at(service))], [oldModel, oldService], 'nothing is written before');
      await tick(model);
      await end('Apply');
      const taken = await first;
      assert.deepEqual([taken.status, ...became(taken, model, service, other)], ['done', 'written', 'kept', 'kept']);
      assert.match(await textOf(at(model)), /shelf_?room/i);
      assert.deepEqual([await textOf(at(service)), await textOf(at(other))], [oldService, mine]);
      await waitForMessage('1 of yours left as it is');

      // What was answered is not asked for again; what is the person's is not offered again before the spec says something else.
      const second = generate();
      await onPage({ do: 'wait', selector: row(service) });
      assert.equal(await onPage({ do: 'count', selector: row(other) }), 0);
      await tick(service);
      await end('Apply');
      const rest = await second;
      assert.deepEqual([rest.calls, ...became(rest, service)], [0, 'written']);
      assert.notEqual(await textOf(at(service)), oldService);

      await write(SPEC, (await textOf(at(SPEC))).replace('Too many ask.', 'Too many ask at once.'));
      const third = generate({ kind: 'entity', id: 'Visitor' });
      await onPage({ do: 'wait', selector: row(other) });
      await tick(other);
      await end('Apply');
      const given = await third;
      assert.deepEqual([given.files.length < taken.files.length, ...became(given, other)], [true, 'written']);
      assert.notEqual(await textOf(at(other)), mine);
    });
  }

  for (const { title, document, language, version, hasCompiler, isReviewed, model, service } of PUBLISHED) {
    it(`${title} in ${language}: planned, its bodies written, compiled, ${isReviewed ? 'read by a second model, ' : ''}edited, reviewed`, async function () {
      this.timeout(120_000);
      const reviewer = await startModelServer();
      const packages = at('node_modules').fsPath;
      try {
        if (!hasCompiler) console.log(`Not compiled: there is no compiler for ${language} (Python: Debian's python3; TypeScript: npm run test:tools installs it).`);
        else if (language === 'typescript') await symlink(PACKAGES, packages);
        await setting('project.runTools', hasCompiler);
        await setting('openai.baseUrl', reviewer.url);
        if (isReviewed) await setting('roles.review', 'openai/gpt-6.1-terra');
        // The workspace has a README.md already, of a person.
        const text = `${await convertedSpec(root, document, language, version)}files:\n  - { path: README.md, kind: none }\n`;
        await write(SPEC, text);
        let before = server.requests;
        let isPlanned = false;
        void vscode.commands.executeCommand('specwright.previewProjectPlan', at(SPEC)).then(() => (isPlanned = true));
        await waitForMessage('files to write, with');
        // The command ends with its message.
        await until(() => clearMessages().then(() => isPlanned), 'the end of the plan');
        assert.deepEqual([server.requests, reviewer.requests], [before, 0]);

        await generateOnCommandLine('--provider', 'outline');
        const services = Object.keys((JSON.parse(await textOf(at('.specwright/generated.json'))) as { files: object }).files).filter((file) => /\/services\/.*service\.\w+$/.test(file)).sort();
        const found = services.find((file) => file !== service)!;
        const isRefused = ({ path: file, content }: RequestedItem) => hasCompiler && language === 'python' && file === service && !content.includes('the compiler says');
        // It parses, but nothing is there to break out of.
        server.set({ answer: (item) => (isRefused(item) ? `---\n${skeletonOf(item).replace(/raise NotImplementedError\(.*\)/g, 'break')}` : defaultAnswer(item).replaceAll('answered', item.content.includes(FINDING) ? 'bettered' : 'answered')) });
        reviewer.set({ answer: (item) => (item.path === found ? FINDING : 'No findings.') });
        const first = generate();
        for (const file of services) await tick(file);
        await end('Apply');
        const filled = await first;
        assert.deepEqual([filled.status, filled.errors, filled.warnings, became(filled, ...services)], ['done', [], [], services.map(() => 'written')]);
        assert.deepEqual([asked(server, before), asked(reviewer)], [services, isReviewed ? services : []]);
        assert.match(await textOf(at(found)), isReviewed ? /bettered [0-9a-f]{10}/ : /answered [0-9a-f]{10}/);
        assert.match(await textOf(at(service)), /answered [0-9a-f]{10}/);

        const mine = `${await textOf(at(service))}\n`;
        await write(service, mine);
        const [from, to] = EDITS[document].rename;
        assert.ok(text.includes(from));
        await write(SPEC, text.replace(from, to));
        before = server.requests;
        const reviewed = reviewer.requests;
        const second = generate();
        for (const file of [model, service]) await onPage({ do: 'wait', selector: row(file) });
        await tick(model);
        await end('Apply');
        const edited = await second;
        assert.deepEqual([edited.status, edited.files.filter(({ status }) => status !== 'unchanged').map(({ path: file, status }) => [file, status])], ['done', [[model, 'written'], [service, 'kept']]], 'and no other file');
        assert.deepEqual([asked(server, before), asked(reviewer, reviewed)], [[service], isReviewed ? [service] : []]);
        assert.equal(await textOf(at(service)), mine);
      } finally {
        await rm(packages, { force: true });
        server.set({ answer: undefined });
        await setting('project.runTools', false);
        for (const name of ['openai.baseUrl', 'roles.review']) await setting(name, undefined);
        await reviewer.close();
      }
    });
  }

  it('cancelled half-way, it goes on there: nothing is half, nothing is paid for twice', async () => {
    const { service, other } = PROJECTS[0]!;
    await write(SPEC, kiln('go'));
    await generateOnCommandLine('--provider', 'outline');
    const skeletons = [await textOf(at(service)), await textOf(at(other))];
    assert.match(skeletons[0]!, /not implemented/);

    let release!: () => void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const asked: string[] = [];
    server.set({ beforeFirstByte: ({ items }) => (asked.push(...items.map((item) => item.path)), items.some((item) => item.path === other) ? held : Promise.resolve()) });
    await setting('batch.strategy', 'latency');
    try {
      const cancelled = generate();
      await until(() => asked.includes(service) && asked.includes(other), 'both requests');
      await waitForMessage('1 of 2 files');
      await vscode.commands.executeCommand('specwright.cancel');
      const summary = await cancelled;
      assert.deepEqual([summary.status, await textOf(at(service)), await textOf(at(other))], ['cancelled', ...skeletons]);
      await waitForMessage('Cancelled. Nothing was written. What was answered is kept, and not paid for again.');
    } finally {
      release();
    }
    asked.length = 0;
    const again = generate();
    for (const file of [service, other]) await tick(file);
    await end('Apply');
    const summary = await again;
    await setting('batch.strategy', undefined);
    assert.deepEqual([asked, ...became(summary, service, other)], [[other], 'written', 'written']);
    assert.deepEqual(asUpToDate(await generate()), ['done', 0, []]);
  });

  it('what nothing plans any more is to be removed, and stays where the person says so', async () => {
    const { other } = PROJECTS[0]!;
    await write(SPEC, kiln('go'));
    await generateOnCommandLine('--provider', 'outline');
    await setting('provider', 'outline');
    await write(SPEC, kiln('go').replace(/ {2}Visitor: .*\n/, '').replace(/.*GET \/visitors.*\n/, ''));
    const first = generate();
    await onPage({ do: 'wait', selector: row(other) });
    await end('Discard');
    assert.equal((await first).status, 'cancelled');
    assert.equal(await exists(at(other)), true);
    const second = generate();
    await tick(other);
    await end('Apply');
    await second;
    await setting('provider', undefined);
    assert.equal(await exists(at(other)), false);
  });
});
