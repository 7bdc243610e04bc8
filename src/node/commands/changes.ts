import { allChangesSince, type SpecSince } from '../../engine/drift/changesSince';
import { countsOf, renderChanges, wordsFor } from '../../engine/drift/renderChanges';
import { isWithinFolder, joinPath } from '../../engine/gather/paths';
import { mapInOrder } from '../../engine/mapInOrder';
import type { ChangesLine } from '../changesArguments';
import { filesAt, filesNow } from '../gitShow';
import { createNodeStore } from '../nodeStore';
import { findWorkspace, outputFolderIn } from '../workspace';

const SUFFIX = '.spec.md';
const READ_AT_ONCE = 16;

/** `specwright changes`: which sections of the specs are new, changed or gone since a revision. Resolves to the exit code. @throws InputError where git cannot tell */
export async function changes(line: ChangesLine): Promise<number> {
  const { root, paths } = findWorkspace(line.paths, line.root, process.cwd());
  const folder = outputFolderIn(root, line.out);
  const isWanted = (path: string) => isAbout(path, folder, paths);
  const then = await filesAt(root, line.since, folder, isWanted);
  const specs = await allChangesSince(then, await readNow(root, folder, isWanted));
  process.stdout.write(line.json ? `${JSON.stringify(jsonOf(specs, line.since), null, 2)}\n` : line.markdown ? renderChanges(specs, line.since) : `${textOf(specs, line.since)}\n`);
  return 0;
}

/** The spec of a source that was named, a spec that was named itself, or, of a whole workspace, its page too. */
function isAbout(path: string, folder: string, paths: readonly string[]): boolean {
  if (path === joinPath(folder, 'README.md')) return paths.some((one) => one === '' || one === path || (folder !== '' && one === folder));
  if (!path.endsWith(SUFFIX)) return false;
  const source = path.slice(folder === '' ? 0 : folder.length + 1, -SUFFIX.length);
  return paths.some((one) => isWithinFolder(source, one) || isWithinFolder(path, one));
}

async function readNow(root: string, folder: string, isWanted: (path: string) => boolean): Promise<Map<string, string>> {
  const store = createNodeStore(root);
  const texts = await mapInOrder(await filesNow(root, folder, isWanted), READ_AT_ONCE, async (path) => [path, await store.read(path)] as const);
  return new Map(texts.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])));
}

/** `src/queue.ts  take  signature changed`, by spec; the counts last. */
function textOf(specs: readonly SpecSince[], since: string): string {
  if (specs.length === 0) return `Nothing in the specs has changed since ${since}.`;
  const groups = specs.map(({ source, specPath, how, sections }) => {
    const place = source === '.' ? specPath : source;
    if (how !== 'changed') return [`${place}  ${how}`];
    const width = Math.max(...sections.map(({ id }) => id.length));
    return sections.map((section) => `${place}  ${section.id.padEnd(width)}  ${wordsFor(section)}`);
  });
  return [...groups.flatMap((lines) => [...lines, '']), `Since ${since}: ${countsOf(specs)}.`].join('\n');
}

function jsonOf(specs: readonly SpecSince[], since: string): object {
  return {
    since,
    files: specs.map(({ source, specPath, how, sections }) => ({ path: source, spec: specPath, status: how, sections: sections.map(({ id, how: status, changed, heading, headingBefore }) => ({ id, status, changed, heading, headingBefore })) })),
  };
}
