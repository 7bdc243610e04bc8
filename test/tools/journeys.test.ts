import { readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProjectLanguage } from '../../src/engine/project/projectSpec';
import { createProjectTools } from '../../src/node/projectTools';
import { modelAt, serverOf, workspaceOf } from '../unit/engine/workspace';
import { journeys } from './journeys';
import { installed, installPackages } from './packages';
import { outputOf } from './projects';

const SPEC = 'project.spec.yaml';
const goMinor = Number(/go1\.(\d+)/.exec((await outputOf('go', ['version'])) ?? '')?.[1]);
const missing: Readonly<Record<ProjectLanguage, string | undefined>> = {
  go: Number.isNaN(goMinor) ? 'Go is not installed (Debian: apt-get install golang-go).' : undefined,
  typescript: await installPackages(),
  python: (await outputOf('python3', ['--version'])) === undefined ? 'Python is not installed (Debian: apt-get install python3).' : undefined,
};
for (const [language, reason] of Object.entries(missing)) if (reason) console.log(`Skipped, ${language}: ${reason}`);

/** The newest that is installed, as far as the profiles know it. */
const VERSIONS: Readonly<Record<ProjectLanguage, string>> = { go: `1.${Math.min(goMinor || 22, 22)}`, typescript: '5.9', python: '3.11' };

describe.each<ProjectLanguage>(['go', 'typescript', 'python'])('in %s', (language) => {
  describe.skipIf(missing[language])('from a spec to code that compiles, by an edit, to code that compiles:', async () => {
    test.each(await journeys(language, VERSIONS[language]))('$title', async ({ text, rename: [from, to], affected, answer }) => {
      const server = await serverOf({ answer: (item) => answer(item, false) });
      const at = await workspaceOf({ [SPEC]: text });
      if (language === 'typescript') await symlink(path.join(installed, 'node_modules'), path.join(at.root, 'node_modules'));
      // The product's own compilers: what they complain of is asked for again, then told.
      const run = async () => at.regenerate(SPEC, { model: await modelAt(server), ports: { checkTools: createProjectTools(at.root) } });

      const { planned = [], errors } = await at.regenerate(SPEC, { plan: true, model: await modelAt(server) });
      expect([errors, server.requests]).toEqual([[], 0]);
      const services = planned.filter(({ kind, bodies }) => kind === 'service' && bodies > 0).map((file) => file.path);
      expect(planned.filter(({ bodies, from: source }) => bodies > 0 || source === 'whole').map((file) => file.path)).toEqual(services);

      const first = await run();
      expect([first.status, first.errors, first.warnings]).toEqual(['done', [], []]);
      expect(asked(first)).toEqual(services);
      for (const file of services) expect(await at.read(file)).not.toContain('not implemented');

      expect(text).toContain(from);
      await at.write(SPEC, text.replace(from, to));
      server.set({ answer: (item) => answer(item, true) });
      const second = await run();
      expect([second.status, second.errors, second.warnings]).toEqual(['done', [], []]);
      expect(asked(second)).toEqual(services.filter((file) => affected.some((words) => file.includes(`/${words.replaceAll(' ', language === 'typescript' ? '-' : '_')}${{ go: '.', typescript: '-service.', python: '_service.' }[language]}`))));

      const [requests, before] = [server.requests, await filesIn(at.root)];
      const colleague = await at.clone();
      expect((await colleague.regenerate(SPEC, { model: await modelAt(server) })).status).toBe('done');
      expect(server.requests).toBe(requests);
      expect(await filesIn(colleague.root)).toEqual(before);
    });
  });
});

/** Paths of what a model was asked for. */
function asked({ events }: { readonly events: readonly { readonly type: string; readonly path?: string }[] }): string[] {
  return events.flatMap(({ type, path: file }) => (type === 'item-done' && file !== undefined ? [file] : [])).sort();
}

/** Text by path, without what a run keeps for itself. */
async function filesIn(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => !file.includes('.cache-of-the-test'));
  return Object.fromEntries(await Promise.all(files.sort().map(async (file) => [path.relative(root, file), await readFile(file, 'utf8')] as const)));
}
