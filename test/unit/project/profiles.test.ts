import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { phasesOf } from '../../../src/engine/project/phases';
import { planProject } from '../../../src/engine/project/planProject';
import type { Body, PlannedFile, ProjectPlan, SkeletonFile } from '../../../src/engine/project/projectPlan';
import type { ProjectLanguage, ProjectSpec } from '../../../src/engine/project/projectSpec';
import { library, specOf } from './samples';

const outliner = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

async function planOf(spec: ProjectSpec): Promise<ProjectPlan> {
  const { plan, problems } = await planProject(spec);
  expect(problems).toEqual([]);
  return plan!;
}

function textOf(file: PlannedFile): string {
  return file.from === 'bodies' ? file.skeleton.render(new Map()) : file.from === 'whole' ? '' : file.text;
}

function skeletons(plan: ProjectPlan): SkeletonFile[] {
  return plan.files.filter((file) => file.from === 'bodies');
}

function fileOf(plan: ProjectPlan, name: string): SkeletonFile {
  return skeletons(plan).find((file) => file.path.endsWith(name))!;
}

const LANGUAGES: readonly ProjectLanguage[] = ['go', 'typescript', 'python'];

describe.each(LANGUAGES)('a plan for %s', (language) => {
  test('every file of it parses', async () => {
    const plan = await planOf(library(language));
    for (const file of plan.files) expect({ path: file.path, errors: (await outliner.outline(file.path, textOf(file))).syntaxErrors }).toEqual({ path: file.path, errors: [] });
  });

  test('a slot is called as the outline of the rendered file calls its function, and its signature stands in the file', async () => {
    const files = skeletons(await planOf(library(language)));
    expect(files).toHaveLength(4);
    for (const file of files) {
      const text = textOf(file);
      const symbols = new Map((await outliner.outline(file.path, text)).symbols.map((symbol) => [symbol.id, symbol]));
      for (const { id, signature } of file.skeleton.slots) {
        expect(['function', 'method']).toContain(symbols.get(id)?.kind);
        expect(text).toContain(signature);
      }
    }
  });

  test('services are left to be written, all else is rendered whole', async () => {
    const plan = await planOf(library(language));
    expect(new Set(skeletons(plan).map(({ kind }) => kind))).toEqual(new Set(['service']));
    expect(skeletons(plan).flatMap(({ skeleton }) => skeleton.slots)).toHaveLength(8);
  });

  test('what has no body says so when it is called', async () => {
    for (const { skeleton } of skeletons(await planOf(library(language)))) {
      const text = skeleton.render(new Map());
      for (const { id } of skeleton.slots) expect(text).toContain(`not implemented: ${id}`);
    }
  });

  test('a plan follows from its spec alone', async () => {
    const [one, other] = [await planOf(library(language)), await planOf(library(language))];
    expect(one.files.map((file) => [file.path, textOf(file)])).toEqual(other.files.map((file) => [file.path, textOf(file)]));
  });

  test('each file stands in a later phase than what it needs', async () => {
    const plan = await planOf(library(language));
    const phaseOf = new Map(phasesOf(plan).flatMap((files, phase) => files.map((file) => [file.path, phase] as const)));
    expect(phaseOf.size).toBe(plan.files.length);
    for (const file of plan.files) for (const need of file.needs) expect([need, phaseOf.get(need)! < phaseOf.get(file.path)!]).toEqual([need, true]);
  });

  test('an empty spec has a plan', async () => {
    const plan = await planOf(specOf({ language, module: 'example' }));
    for (const file of plan.files) expect((await outliner.outline(file.path, textOf(file))).syntaxErrors).toEqual([]);
  });
});

describe('bodies in Go', () => {
  const fill = async (code: string, imports: readonly string[] = []) => {
    const file = fileOf(await planOf(library('go')), 'service/loan.go');
    const bodies = new Map<string, Body>(file.skeleton.slots.map(({ id }) => [id, { code: 'panic("unused")', imports: [] }]));
    return file.skeleton.render(bodies.set('LoanService.Create', { code, imports }));
  };

  test('get the indentation of their place, but not within strings of several lines', async () => {
    expect(await fill('    text := `a\n  b`\n    if text == "" {\n    \treturn\n    }')).toContain('{\n\ttext := `a\n  b`\n\tif text == "" {\n\t\treturn\n\t}\n}\n');
  });

  test('bring their imports, which are sorted and joined with those of the file', async () => {
    const text = await fill('loan := model.Loan{ID: strings.ToUpper(rand.Text())}\nreturn loan, nil', ['import "crypto/rand"', '"strings"', 'import (\n\t"os"\n)']);
    expect(text).toContain('import (\n\t"context"\n\t"crypto/rand"\n\t"strings"\n\n\t"example.com/library/internal/api"\n\t"example.com/library/internal/model"\n\t"example.com/library/internal/storage"\n)\n');
  });

  test('that name a package in a string or comment alone do not import it', async () => {
    expect(await fill('// os.Exit ends it\nreturn model.Loan{}, errors.New("os.Exit")', ['"os"'])).not.toContain('"os"');
  });
});
