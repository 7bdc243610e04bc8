import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { warmOutlines } from '../../../src/engine/chunk/warmOutlines';
import type { Outliner } from '../../../src/engine/outline/outline';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { makeFolder } from '../gather/tree';
import { workspaceOf } from '../engine/workspace';

const real = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

/** The real outliner, with a list of what it was asked for. */
function counting(onOutline?: (file: string) => void) {
  const asked: [file: string, text: string][] = [];
  const outliner: Outliner = {
    ...real,
    outline(file, text, options) {
      asked.push([file, text]);
      onOutline?.(file);
      return real.outline(file, text, options);
    },
  };
  return { outliner, asked, files: () => asked.map(([file]) => file) };
}

const SOURCES = {
  'src/main.ts': "import { a } from './a';\nexport { b } from './b/index';\nimport 'somewhere';\na();\n",
  'src/a.ts': "import { deep } from './deep';\nexport const a = () => deep;\n",
  'src/b/index.ts': 'export const b = 1;\n',
  'src/deep.ts': 'export const deep = 1;\n',
};

describe('a warm-up', () => {
  test('outlines what is open first, then what it imports, each once', async () => {
    const root = await makeFolder({ ...SOURCES, 'src/other.ts': "import { a } from './a';\n" });
    const { outliner, files } = counting();
    expect(await warmOutlines({ paths: ['src/main.ts', 'src/other.ts', 'README.md', 'gone.ts'] }, { files: createNodeFiles(root), outliner })).toBe(4);
    expect(files()).toEqual(['src/main.ts', 'src/other.ts', 'src/a.ts', 'src/b/index.ts']);
  });

  test('asks for the very texts that a run asks for, secrets masked: so the run finds them in the outliner’s cache', async () => {
    const workspace = await workspaceOf({ ...SOURCES, 'src/a.ts': `${SOURCES['src/a.ts']}const password = '${['hunter2', 'Xk9', 'qLw83'].join('')}';\n` });
    const [warm, run] = [counting(), counting()];
    await warmOutlines({ paths: ['src/main.ts', 'src/a.ts'] }, { files: createNodeFiles(workspace.root), outliner: warm.outliner });
    await workspace.run({ request: { paths: ['src/main.ts'] }, ports: { outliner: run.outliner } });
    expect(run.asked.length).toBeGreaterThan(0);
    for (const asked of run.asked) expect(warm.asked).toContainEqual(asked);
  });

  test('reads nothing that the ignore rules leave out, nor what lies behind a link that leaves the folder', async () => {
    const outside = await makeFolder({ 'secret.ts': 'export const secret = 1;\n' });
    const root = await makeFolder({ '.gitignore': 'made.ts\n', 'main.ts': "import './made';\nimport './private';\nimport './leak';\nimport './left';\n", 'made.ts': '', 'left.ts': '', '.specwrightignore': 'private.ts\n', 'private.ts': '' });
    await symlink(path.join(outside, 'secret.ts'), path.join(root, 'leak.ts'));
    const { outliner, files } = counting();
    await warmOutlines({ paths: ['main.ts'], exclude: ['left.ts'] }, { files: createNodeFiles(root), outliner });
    expect(files()).toEqual(['main.ts']);
  });

  test('ends at an abort without an error', async () => {
    const root = await makeFolder(SOURCES);
    const controller = new AbortController();
    const { outliner, files } = counting(() => controller.abort());
    await warmOutlines({ paths: ['src/main.ts', 'src/a.ts'], signal: controller.signal }, { files: createNodeFiles(root), outliner });
    expect(files()).toEqual(['src/main.ts']);
  });

  test('goes on after a file that cannot be outlined', async () => {
    const root = await makeFolder(SOURCES);
    const { outliner, files } = counting((file) => { if (file === 'src/a.ts') throw new Error('the thread died'); });
    expect(await warmOutlines({ paths: ['src/a.ts', 'src/main.ts'] }, { files: createNodeFiles(root), outliner })).toBe(2);
    expect(files()).toEqual(['src/a.ts', 'src/main.ts', 'src/b/index.ts']);
  });

  test('has a limit', async () => {
    const many = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`f${i}.ts`, `export const f${i} = 1;\n`]));
    const root = await makeFolder(many);
    const { outliner, files } = counting();
    expect(await warmOutlines({ paths: Object.keys(many) }, { files: createNodeFiles(root), outliner })).toBe(100);
    expect(files()).toHaveLength(100);
  });
});
