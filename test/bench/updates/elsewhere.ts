import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openModel } from '../../../src/providers/openModel';
import type { Row } from '../rows';
import { git, textsIn, type UpdateBench } from './setting';

const FILES = 200;

/** A colleague's clone, another provider, none at all. */
export async function sameEverywhere(bench: UpdateBench): Promise<Row[]> {
  const own = await bench.ownSources(FILES);
  const clone = bench.folder();
  git(clone, 'clone', '-q', own.place, '.');
  const colleague = bench.workspace(clone);
  const before = textsIn(clone);
  const { requests } = await colleague.generate({ model: await openModel({ provider: 'openai', apiKey: 'key', baseUrl: `${bench.server.url}/v1` }), emptyCache: true });
  const changed = [...textsIn(clone)].filter(([file, text]) => !file.startsWith('.git/') && before.get(file) !== text).length;
  return [
    { case: `fresh clone of ${FILES} files, empty cache, another provider`, is: `${requests.length} requests, ${changed} files changed`, must: '0 requests, 0 bytes', holds: requests.length === 0 && changed === 0 },
    await withNoKey(bench, own.place),
  ];
}

async function withNoKey(bench: UpdateBench, from: string): Promise<Row> {
  const workspace = bench.workspace();
  for (const folder of ['src', 'specs']) cpSync(path.join(from, folder), path.join(workspace.place, folder), { recursive: true });
  const file = 'src/engine/breathe.ts';
  const spec = `specs/${file}.spec.md`;
  const before = prosesIn(workspace.place);
  workspace.write(file, workspace.read(file).replace('breathe():', 'breathe(most = 1):'));
  rmSync(path.join(workspace.place, 'src/editor/words.ts'));
  const { requests } = await workspace.generate({ model: 'none' });
  const after = prosesIn(workspace.place);
  const lost = before.filter((prose) => !after.includes(prose)).length;
  const isCurrent = workspace.read(spec).includes('breathe(most = 1)');
  const stale = (await workspace.check()).files.flatMap(({ source, sections }) => (source === '.' ? [] : sections).filter(({ state }) => state === 'stale').map(({ id }) => `${source}#${id}`));
  const marked = [...textsIn(path.join(workspace.place, 'specs'))].flatMap(([file, text]) => (file === 'README.md' ? [] : [...text.matchAll(/<!-- specwright:prose [^\n]*stale="/g)])).length;
  return {
    case: 'no key: one signature edited, one source gone',
    is: `${requests.length} requests, ${lost} of ${before.length} texts lost; facts ${isCurrent ? 'current' : 'old'}; ${stale.length} stale sections, ${marked} marked`,
    must: 'no prose lost, facts current, stale ones marked',
    holds: requests.length === 0 && lost === 0 && isCurrent && stale.length > 0 && stale.length === marked,
  };
}

/** The texts of all sections, in any order. */
function prosesIn(place: string): string[] {
  return [...textsIn(path.join(place, 'specs'))].flatMap(([, text]) => [...text.matchAll(/<!-- specwright:prose hash[^\n]*-->\n([^]*?)<!-- \/specwright:section -->/g)].map(([, prose]) => prose!));
}
