import { expect, test } from 'vitest';
import { importCandidates } from '../../../src/engine/chunk/resolveImport';

test.each([
  ['typescript', 'src/a.ts', './clock', 'src/clock.ts'],
  ['typescript', 'src/a.ts', './clock.js', 'src/clock.ts'],
  ['typescript', 'src/x/a.ts', '../clock.mjs', 'src/clock.mts'],
  ['typescript', 'src/x/a.ts', '..', 'src/index.ts'],
  ['javascript', 'a.js', './lib', 'lib/index.js'],
  ['python', 'app/views.py', '.models', 'app/models.py'],
  ['python', 'app/sub/views.py', '..models.user', 'app/models/user.py'],
  ['python', 'app/views.py', '.', 'app/__init__.py'],
  ['python', 'app/views.py', 'lib.tools', 'lib/tools.py'],
  ['python', 'src/app/views.py', 'app.models', 'src/app/models.py'],
  ['python', 'packages/one/app/views.py', 'app.models', 'packages/one/app/models.py'],
])('%s: %s that imports %s may mean %s', (language, from, specifier, expected) => {
  expect(importCandidates(language, from, specifier)).toContain(expected);
});

test.each([
  ['typescript', 'src/a.ts', 'node:fs'],
  ['typescript', 'src/a.ts', '@scope/package/file'],
  ['typescript', 'a.ts', '../outside'],
  ['python', 'a.py', '...far'],
])('%s: %s that imports %s means no file of the workspace', (language, from, specifier) => {
  expect(importCandidates(language, from, specifier)).toEqual([]);
});
