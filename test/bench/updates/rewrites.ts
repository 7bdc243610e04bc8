import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { hasDrifted } from '../../../src/engine/drift/checkSpecs';
import type { Row } from '../rows';
import { git, type UpdateBench } from './setting';

const FILES = 300;
/** As far apart as Prettier's options go. */
const STYLES = [['--print-width', '60', '--use-tabs', '--no-semi', '--single-quote', '--arrow-parens', 'avoid', '--trailing-comma', 'none'], ['--print-width', '140', '--tab-width', '4', '--quote-props', 'consistent', '--trailing-comma', 'all']];

/** What changes many bytes and no meaning. */
export async function rewrites(bench: UpdateBench): Promise<Row[]> {
  const workspace = await bench.ownSources(FILES);
  const rows: Row[] = [];
  const measure = async (what: string) => {
    const moved = (await workspace.plan()).files.filter(({ from }) => from !== undefined).length;
    // What has moved has no spec in its place until the next run takes it along; then there must be nothing left to tell.
    const drifted = moved > 0 ? [] : (await workspace.check()).files.flatMap(({ sections }) => sections.filter(({ state }) => state !== 'fresh'));
    const { requests, files, items } = await workspace.generate();
    const after = (await workspace.check()).files.filter(hasDrifted);
    for (const one of [...drifted.map(({ id }) => `drifted: ${id}`), ...after.map(({ source, spec, sections }) => `drifted: ${source} ${spec} ${sections.filter(({ state }) => state === 'stale').map(({ id, changed }) => `${id}: ${changed.join(' ')}`).join(', ')}`), ...items.map((item) => `asked for: ${item}`)]) process.stderr.write(`  ${one}\n`);
    const changed = files.filter(({ status }) => status === 'written').length;
    rows.push({
      case: what,
      is: `${requests.length} requests, ${drifted.length + after.length} drifted; ${moved > 0 ? `${moved} specs moved` : `${changed} specs with new facts`}`,
      must: '0 requests, 0 drift',
      holds: requests.length === 0 && drifted.length === 0 && after.length === 0,
    });
    workspace.reset();
  };
  for (const [i, style] of STYLES.entries()) {
    execFileSync(process.execPath, [path.join(bench.root, 'node_modules/prettier/bin/prettier.cjs'), '--no-config', '--log-level', 'error', '--write', ...style, 'src'], { cwd: workspace.place });
    await measure(`formatter over all ${workspace.sources.length} files (Prettier, style ${i + 1})`);
  }
  renameFiles(workspace);
  await measure('all files renamed, and the imports with them');
  git(workspace.place, 'mv', 'src', 'lib');
  await measure('the folder of all files renamed');
  for (const file of workspace.sources) workspace.write(file, reordered(workspace.read(file), await bench.outliner.outline(file, workspace.read(file))));
  await measure('top-level functions of all files in the opposite order');
  return rows;
}

function renameFiles(workspace: Awaited<ReturnType<UpdateBench['ownSources']>>): void {
  for (const file of workspace.sources) {
    // Where something is imported from within a function, the path is that function's code.
    workspace.write(file, workspace.read(file).replace(/(\bfrom ')(\.[^']*?)(?<!\.json)(')/g, '$1$2Renamed$3'));
    git(workspace.place, 'mv', file, file.replace(/\.ts$/, 'Renamed.ts'));
  }
}

/** What stands between the functions stays where it is. */
function reordered(text: string, { symbols }: Awaited<ReturnType<UpdateBench['outliner']['outline']>>): string {
  const ranges = symbols.filter(({ kind, parent, ranges }) => kind === 'function' && parent === undefined && ranges.length === 1).map(({ ranges }) => ranges[0]!).sort((a, b) => a.start - b.start);
  const texts = ranges.map(({ start, end }) => text.slice(start, end)).reverse();
  let at = 0;
  return ranges.map(({ start, end }, i) => {
    const piece = text.slice(at, start) + texts[i]!;
    at = end;
    return piece;
  }).join('') + text.slice(at);
}
