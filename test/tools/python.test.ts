import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Body } from '../../src/engine/project/projectPlan';
import { library } from '../unit/project/samples';
import { complaints, outputOf, samplesFor, temporaryFolder, writeProject } from './projects';
import { testJourneys } from './testJourneys';

const has = await outputOf('python3', ['--version']);
const hasPyflakes = (await outputOf('python3', ['-m', 'pyflakes', '--version'])) !== undefined;
const hasFastapi = (await outputOf('python3', ['-c', 'import fastapi, email_validator'])) !== undefined;
if (!has) console.log('Skipped: Python is not installed (Debian: apt-get install python3).');
else if (!hasPyflakes || !hasFastapi) console.log(`Python compiles only: ${[hasPyflakes ? '' : 'pyflakes', hasFastapi ? '' : 'FastAPI'].filter(Boolean).join(' and ')} not installed.`);

const root = await temporaryFolder();
afterAll(() => rm(root, { recursive: true, force: true }));

test.skipIf(!has)('skeletons compile without a warning', async () => {
  const folder = path.join(root, 'skeletons');
  for (const [name, spec] of Object.entries(await samplesFor('python'))) await writeProject(path.join(folder, name), spec);
  expect(await complaints('python3', ['-W', 'error', '-m', 'compileall', '-q', folder], root)).toBe('');
  if (hasPyflakes) expect(await complaints('python3', ['-m', 'pyflakes', path.join(folder, 'library')], root)).toBe('');
  if (!hasFastapi) return;
  for (const name of await readdir(folder)) {
    const load = 'import importlib, os, sys\nname = next(one for one in sorted(os.listdir(".")) if os.path.exists(f"{one}/models/__init__.py"))\nimportlib.import_module(f"{name}.models")\nif os.path.exists(f"{name}/app.py"):\n    importlib.import_module(f"{name}.app").create_app().openapi()';
    expect(`${name}: ${await complaints('python3', ['-c', load], path.join(folder, name))}`).toBe(`${name}: `);
  }
});

test.skipIf(!has)('bodies bring their imports, and an empty one compiles', async () => {
  const folder = path.join(root, 'filled');
  const bodies = new Map<string, Body>([
    ['BookService.list_books', { code: '  found = await self._books.list_all()\n  if query.author:\n      found = [book for book in found if query.author in book.authors]\n  logging.info("""a\nb""")\n  return found', imports: ['import logging', 'from math import ceil'] }],
    ['CopyService.delete_copy', { code: ' ', imports: [] }],
  ]);
  const plan = await writeProject(folder, library('python'), { bodies });
  expect(await complaints('python3', ['-W', 'error', '-m', 'compileall', '-q', folder], root)).toBe('');
  const file = plan.files.find(({ path: one }) => one.endsWith('book_service.py'))!;
  const text = file.from === 'bodies' ? file.skeleton.render(bodies) : '';
  expect(text).toContain('import logging\n');
  expect(text).not.toContain('from math');
});

describe.skipIf(!has)('Python that compiles, and compiles after an edit:', () => testJourneys('python', '3.11'));
