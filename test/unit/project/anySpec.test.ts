import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { planProject } from '../../../src/engine/project/planProject';
import { PROJECT_LANGUAGES } from '../../../src/engine/project/projectSpec';
import { specs } from './randomSpecs';

const outliner = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

test.each(PROJECT_LANGUAGES)('whatever a spec holds, the files planned for %s parse, and each slot is a symbol of its file', async (language) => {
  let plans = 0;
  await fc.assert(fc.asyncProperty(specs(language), async (spec) => {
    const { plan, problems } = await planProject(spec);
    if (!plan) return expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
    plans++;
    for (const file of plan.files) {
      if (file.from === 'whole' || !/\.(?:go|ts|py)$/.test(file.path)) continue;
      const text = file.from === 'bodies' ? file.skeleton.render(new Map()) : file.text;
      const outline = await outliner.outline(file.path, text);
      expect({ path: file.path, errors: outline.syntaxErrors.map((line) => text.split('\n')[line - 1]) }).toEqual({ path: file.path, errors: [] });
      if (file.from !== 'bodies') continue;
      const ids = outline.symbols.map(({ id }) => id);
      for (const { id } of file.skeleton.slots) expect(ids).toContain(id);
    }
  }), { numRuns: 67, seed: 20, endOnFailure: process.env['CI'] !== undefined });
  expect(plans).toBeGreaterThan(40);
}, 120_000);
