import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hasDrifted } from '../../../src/engine/drift/checkSpecs';
import { planSections } from '../../../src/engine/chunk/sections';
import type { Row } from '../rows';
import { commitAll, git, type UpdateBench } from './setting';

const FILE = 'inventory.py';

/** Every two of fourteen functions that stand one after the other in a file: a branch each, the specs made again in both, merged by git. */
export async function mergedBranches(bench: UpdateBench): Promise<Row[]> {
  const workspace = bench.workspace();
  const { place } = workspace;
  const text = readFileSync(path.join(bench.root, 'test/fixtures/python/inventory.py'), 'utf8');
  workspace.write(FILE, text);
  workspace.write('other.py', 'def other(a):\n    return [a]\n');
  await workspace.generate();
  git(place, 'init', '-q', '-b', 'main');
  commitAll(place);
  const outline = await bench.outliner.outline(FILE, text);
  const functions = planSections(outline).flatMap((section) => (section.kind === 'symbol' && section.symbol.kind === 'function' ? [section.symbol] : []));
  for (const { id, ranges } of functions) {
    git(place, 'checkout', '-q', '-b', `edit-${id}`, 'main');
    const lines = text.slice(ranges[0]!.start, ranges[0]!.end).trimEnd().split('\n');
    // In the middle, so that two edits never touch the same lines of code.
    const edited = [...lines, '    audit_trail = []', '    audit_trail.append(1)'].join('\n');
    workspace.write(FILE, text.replace(lines.join('\n'), edited));
    await workspace.generate();
    commitAll(place, id);
  }
  let merges = 0;
  const codeConflicts: string[] = [];
  const specConflicts: string[] = [];
  let drifted = 0;
  for (const [i, one] of functions.entries()) {
    for (const other of functions.slice(i + 1)) {
      git(place, 'checkout', '-q', '--detach', `edit-${one.id}`);
      merges++;
      const conflicts = conflictsOf(place, `edit-${other.id}`);
      if (conflicts.includes(FILE)) codeConflicts.push(`${one.id}/${other.id}`);
      if (conflicts.some((file) => file.startsWith('specs/'))) specConflicts.push(`${one.id}/${other.id}`);
      if (conflicts.length === 0) {
        const { files } = await workspace.check();
        drifted += files.filter(hasDrifted).length;
      }
      git(place, 'reset', '-q', '--hard');
    }
  }
  git(place, 'checkout', '-q', 'main');
  for (const each of specConflicts) process.stderr.write(`  conflict: ${each}\n`);
  return [{
    case: 'two branches edit different functions of one file, specs regenerated in both, merged by git',
    is: `${merges} merges (every two of ${functions.length} functions): ${specConflicts.length} conflicts in specs, ${codeConflicts.length} in the code; ${drifted} drifted afterwards`,
    must: 'no conflict',
    holds: specConflicts.length === 0 && drifted === 0,
  }];
}

function conflictsOf(place: string, branch: string): string[] {
  try {
    git(place, 'merge', '-q', '--no-edit', branch);
    return [];
  } catch {
    return git(place, 'diff', '--name-only', '--diff-filter=U', '-z').split('\0').filter((file) => file !== '');
  }
}
