import type { SpecSince } from '../../engine/drift/changesSince';
import { countsOf, renderChanges, wordsFor } from '../../engine/drift/renderChanges';
import type { ChangesLine } from '../changesArguments';
import { createNodeStore } from '../nodeStore';
import { specChangesSince } from '../specChanges';
import { findWorkspace, outputFolderIn } from '../workspace';

/** `specwright changes`: which sections of the specs are new, changed or gone since a revision. Resolves to the exit code. @throws InputError where git cannot tell */
export async function changes(line: ChangesLine): Promise<number> {
  const { root, paths } = findWorkspace(line.paths, line.root, process.cwd());
  const folder = outputFolderIn(root, line.out);
  const store = createNodeStore(root);
  const { changes: specs } = await specChangesSince(root, { paths, outputFolder: folder, since: line.since }, (path) => store.read(path));
  process.stdout.write(line.json ? `${JSON.stringify(jsonOf(specs, line.since), null, 2)}\n` : line.markdown ? renderChanges(specs, line.since) : `${textOf(specs, line.since)}\n`);
  return 0;
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
