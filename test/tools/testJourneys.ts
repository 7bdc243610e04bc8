import { readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ProjectLanguage } from '../../src/engine/project/projectSpec';
import { defaultAnswer } from '../model-server/answers';
import type { RequestedItem } from '../model-server/items';
import type { ModelServer } from '../model-server/modelServer';
import { serverOf, workspaceOf } from '../unit/engine/workspace';
import { journeys, type Journey } from './journeys';
import { installed } from './packages';
import { outputOf } from './projects';
import { commandLineIn, engineIn, onTerminal, SPEC } from './surfaces';

const hasScript = (await outputOf('script', ['--version'])) !== undefined;
const FINDING = '- The body never says what went wrong.';
/** It was answered before, and the answer came back with what was found. */
const isSentBack = ({ content }: RequestedItem) => content.includes(FINDING);

/** From each spec to code that compiles, by an edit, to code that compiles. */
export async function testJourneys(language: ProjectLanguage, languageVersion: string): Promise<void> {
  for (const journey of await journeys(language, languageVersion)) test(`${journey.title}${journey.onCommandLine ? ', on the command line' : ''}`, () => goThrough(journey, language));
}

async function goThrough({ text, rename: [from, to], affected, answer, onCommandLine }: Journey, language: ProjectLanguage): Promise<void> {
  const author = await serverOf({ answer: (item) => answer(item, false) });
  const reviewer = await serverOf({});
  const at = await workspaceOf({ [SPEC]: text });
  if (language === 'typescript') await symlink(path.join(installed, 'node_modules'), path.join(at.root, 'node_modules'));
  const surfaceIn = (workspace: typeof at) => (onCommandLine ? commandLineIn(workspace, author, reviewer) : engineIn(workspace, author));
  const surface = surfaceIn(at);

  const { planned = [], errors } = await surface.plan();
  expect([errors, author.requests, reviewer.requests]).toEqual([[], 0, 0]);
  const services = planned.filter(({ kind, bodies }) => kind === 'service' && bodies > 0).map((file) => file.path).sort();
  expect(planned.filter(({ bodies, from: source }) => bodies > 0 || source === 'whole').map((file) => file.path).sort()).toEqual(services);
  const about = services.filter((file) => affected.some((words) => file.includes(`/${words.replaceAll(' ', language === 'typescript' ? '-' : '_')}${{ go: '.', typescript: '-service.', python: '_service.' }[language]}`)));
  const untouched = services.find((file) => !about.includes(file))!;

  if (onCommandLine) {
    reviewer.set({ answer: (item) => (item.path === untouched ? FINDING : 'No findings.') });
    author.set({ answer: (item) => answer(item, false).replaceAll('answered', isSentBack(item) ? 'bettered' : 'answered') });
  }
  const first = await surface.run();
  expect([first.status, first.errors, first.warnings]).toEqual(['done', [], []]);
  expect(asked(author)).toEqual(services);
  for (const file of services) expect(await at.read(file)).not.toContain('not implemented');
  if (onCommandLine) {
    expect(asked(reviewer)).toEqual(services);
    expect(author.ledger.flatMap(({ items }) => items.filter(isSentBack).map((item) => item.path))).toEqual([untouched]);
    expect(await at.read(untouched)).toContain('bettered');
  }

  expect(text).toContain(from);
  await at.write(SPEC, text.replace(from, to));
  author.set({ answer: (item) => answer(item, true) });
  let before = [author.requests, reviewer.requests];
  const second = await surface.run();
  expect([second.status, second.errors, second.warnings]).toEqual(['done', [], []]);
  expect(asked(author, before[0])).toEqual(about);
  if (onCommandLine) expect(asked(reviewer, before[1])).toEqual(about);

  before = [author.requests, reviewer.requests];
  const colleague = await at.clone();
  expect((await surfaceIn(colleague).runUnchecked()).status).toBe('done');
  expect([author.requests, reviewer.requests]).toEqual(before);
  expect(await filesIn(colleague.root)).toEqual(await filesIn(at.root));
  if (!onCommandLine || !hasScript) return;

  // The edit is taken back, and a person has changed one of the two files that it is about: on a terminal they are asked for each.
  await at.write(SPEC, text);
  const mine = `${await at.read(about[0]!)}\n`;
  await at.write(about[0]!, mine);
  author.set({ answer: defaultAnswer });
  const { code, shown } = await onTerminal(at, author, reviewer, ['y', 'n']);
  expect([code, shown]).toEqual([0, expect.stringMatching(/This changes \d files?\. Go on\? \[y\/N\] [^]*which is yours\. Go on\? \[y\/N\] /)]);
  expect(shown).toContain(`replace ${about[0]!}`);
  expect(await at.read(about[0]!)).toBe(mine);
  expect(Object.entries(await filesIn(at.root)).filter(([file, now]) => file !== SPEC && now.includes(to.replace(/^\w+: /, ''))).map(([file]) => file)).toEqual([]);
}

/** Paths of what was asked for from the request after this number on, each once. */
function asked({ ledger }: ModelServer, after = 0): string[] {
  return [...new Set(ledger.slice(after).flatMap(({ items }) => items.map((item) => item.path)))].sort();
}

/** Text by path, without what a run keeps for itself. */
async function filesIn(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => !file.includes('.cache-of-the-test'));
  return Object.fromEntries(await Promise.all(files.sort().map(async (file) => [path.relative(root, file), await readFile(file, 'utf8')] as const)));
}
