import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findSecrets } from '../../../src/engine/safety/secrets';

/** Sources that are full of the words "token", "key", "password", and hold no secret. */
const PACKAGES = ['commander', 'yaml', 'undici', 'p-queue', 'ignore', 'lru-cache', 'eslint', '@anthropic-ai/sdk', 'fast-check', 'mdast-util-from-markdown'];

test('in the sources of packages nothing is taken for a secret that is none', async () => {
  const found: string[] = [];
  let lines = 0;
  for (const file of PACKAGES.flatMap(sourcesOf)) {
    const text = readFileSync(file, 'utf8');
    lines += text.split('\n').length;
    for (const { start, end, rule } of await findSecrets(text, file)) found.push(`${file} [${rule}] ${text.slice(start, end)}`);
  }
  expect(found).toEqual([]);
  expect(lines).toBeGreaterThan(100_000);
}, 60_000);

function sourcesOf(name: string): string[] {
  const folder = path.join(import.meta.dirname, '../../../node_modules', name);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((each) => /(?<!\.min)\.[cm]?[jt]s$/.test(each)).map((each) => path.join(folder, each));
}
