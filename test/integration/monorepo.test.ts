import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { RunSummary } from '../../src/editor/runSummary';
import { at, clearMessages, closeEditors, forgetSpecs, generateOne, specOf, textOf, write } from './editor';

/** Several packages in one repository, opened as one folder. */
describe('a monorepo', () => {
  beforeEach(clearMessages);
  afterEach(async () => {
    await closeEditors();
    await forgetSpecs();
  });

  it('has one index over all packages, with what imports what across them', async () => {
    const [run] = await vscode.commands.executeCommand<RunSummary[]>('specwright.generateWorkspaceSpecs');
    assert.deepEqual(run?.files.map(({ source }) => source).sort(), ['.', 'packages/core/src/index.ts', 'packages/core/src/money.ts', 'packages/shop/src/basket.ts', 'packages/shop/src/prices.ts']);
    const index = await textOf(at('specs/README.md'));
    for (const link of ['(packages/core/src/money.ts.spec.md)', '(packages/shop/src/basket.ts.spec.md)']) assert.ok(index.includes(link), index);
    assert.match(index, /```mermaid/);
  });

  it('leads from a spec of one package to those that it imports from another, also by its index file', async () => {
    await generateOne(at('packages/shop/src/prices.ts'));
    assert.ok((await textOf(specOf('packages/shop/src/prices.ts'))).includes('(../../core/src/money.ts.spec.md)'));
    await generateOne(at('packages/shop/src/basket.ts'));
    assert.ok((await textOf(specOf('packages/shop/src/basket.ts'))).includes('(../../core/src/index.ts.spec.md)'));
  });

  it('gives a file the same spec, whether it alone, its package or everything was asked for', async () => {
    const spec = specOf('packages/shop/src/basket.ts');
    const texts: string[] = [];
    for (const path of ['packages/shop/src/basket.ts', 'packages/shop', '']) {
      await generateOne(at(path));
      texts.push(await textOf(spec));
      await forgetSpecs();
    }
    assert.equal(new Set(texts).size, 1);
  });

  it('keeps to the ignore file of a package, in that package alone', async () => {
    await write('packages/shop/.gitignore', 'generated/\n*.gen.ts\n');
    for (const path of ['packages/shop/generated/schema.ts', 'packages/shop/src/table.gen.ts', 'packages/core/generated/kept.ts']) await write(path, 'export const made = 1;\n');
    try {
      const run = await generateOne(at('packages'));
      const sources = run.files.map(({ source }) => source);
      assert.ok(sources.includes('packages/core/generated/kept.ts'), sources.join());
      assert.ok(!sources.some((source) => /schema\.ts|table\.gen\.ts/.test(source)), sources.join());
    } finally {
      for (const path of ['packages/shop/.gitignore', 'packages/shop/generated', 'packages/shop/src/table.gen.ts', 'packages/core/generated']) await vscode.workspace.fs.delete(at(path), { recursive: true });
    }
  });
});
