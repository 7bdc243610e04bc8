import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { planProject } from '../../../src/engine/project/planProject';
import type { ProjectPlan } from '../../../src/engine/project/projectPlan';
import { PROJECT_LANGUAGES } from '../../../src/engine/project/projectSpec';
import { readProjectSpec } from '../../../src/engine/project/read/readProjectSpec';
import { specs, writtenSpecs } from './randomSpecs';

const outliner = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

test.each(PROJECT_LANGUAGES)('whatever a spec holds, the files planned for %s parse, and each slot is a symbol of its file', async (language) => {
  let plans = 0;
  await fc.assert(fc.asyncProperty(specs(language), async (spec) => {
    const { plan, problems } = await planProject(spec);
    if (!plan) return expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
    plans++;
    await expectToParse(plan);
  }), { numRuns: 67, seed: 20, endOnFailure: process.env['CI'] !== undefined });
  expect(plans).toBeGreaterThan(40);
}, 120_000);

test.each(PROJECT_LANGUAGES)('whatever names are written, they are read as they are, and the files planned for %s parse', async (language) => {
  let plans = 0;
  await fc.assert(fc.asyncProperty(writtenSpecs(language), async ({ text, entities, fields }) => {
    const { spec, problems } = readProjectSpec('written.spec.json', text);
    // What holds itself without end is refused.
    if (!spec) return expect(problems.map(({ code }) => code)).toContain('circular-entities');
    expect(problems).toEqual([]);
    expect(spec.entities.map((one) => [one.name, one.fields.map(({ name }) => name)])).toEqual(entities.map((one) => [one, fields]));
    expect(spec.contracts.map(({ entity }) => entity)).toEqual(spec.contracts.map(() => entities[0]));
    expect(spec.contracts[2]!.parameters.map(({ name }) => name)).toEqual(fields);
    const { plan } = await planProject(spec);
    plans++;
    await expectToParse(plan!);
  }), { numRuns: 40, seed: 21, endOnFailure: process.env['CI'] !== undefined });
  expect(plans).toBeGreaterThan(20);
}, 120_000);

/** Each slot is a symbol of its file, too. */
async function expectToParse(plan: ProjectPlan): Promise<void> {
  for (const file of plan.files) {
    if (file.from === 'whole' || !/\.(?:go|ts|py)$/.test(file.path)) continue;
    const text = file.from === 'bodies' ? file.skeleton.render(new Map()) : file.text;
    const outline = await outliner.outline(file.path, text);
    expect({ path: file.path, errors: outline.syntaxErrors.map((line) => text.split('\n')[line - 1]) }).toEqual({ path: file.path, errors: [] });
    if (file.from !== 'bodies') continue;
    const ids = outline.symbols.map(({ id }) => id);
    for (const { id } of file.skeleton.slots) expect(ids).toContain(id);
  }
}
