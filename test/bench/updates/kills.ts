import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { parseSpec } from '../../../src/engine/write/specDocument';
import type { LedgerEntry } from '../../model-server/ledger';
import type { Row } from '../rows';
import { commitAll, git, nameOf, seeded, textsIn, type UpdateBench } from './setting';

const KILLS = 50;
/** How often a run is killed before it may end. */
const KILLS_IN_A_ROW = 10;
const FILES = 30;
const ITEM_TOKENS = 60;
const TOKENS_PER_SECOND = 400;
const FIRST_TOKEN_MS = 60;
/** From the moment in which the server sends the last byte of a request to that in which its answers are on the disk. */
const ON_ITS_WAY_MS = 500;

/** The built command line, concurrency 4, killed at any moment. The server's own log tells what was asked for. */
export async function brokenSpecs(bench: UpdateBench): Promise<Row[]> {
  const { server } = bench;
  const random = seeded(50);
  // The same whatever else is in the batch, so that a run that was killed must come to the same specs as one that nobody killed.
  server.set({ answer: (item) => `About ${nameOf(item)}.`, itemTokens: ITEM_TOKENS, tokensPerSecond: TOKENS_PER_SECOND, timeToFirstTokenMs: FIRST_TOKEN_MS });
  try {
    const pristine = await pristineFolder(bench);
    const reference = await runAlone(bench, pristine);
    let kills = 0;
    const torn: string[] = [];
    const differing: string[] = [];
    const sum: Sum = { inFlight: 0, keptOfCut: 0, wrongly: [] };
    while (kills < KILLS) {
      const place = bench.folder();
      git(place, 'clone', '-q', pristine, '.');
      const cacheDir = bench.folder();
      const from = server.ledger.length;
      const kill: Kill[] = [];
      for (let i = 0; i < KILLS_IN_A_ROW && kills < KILLS; i++) {
        const { child, ended } = start(bench, place, cacheDir);
        await Promise.race([pause(random() * reference.ms), ended]);
        if (child.exitCode !== null) break;
        child.kill('SIGKILL');
        const at = Date.now();
        await ended;
        kill.push({ at, stored: storedIn(cacheDir) });
        kills++;
        torn.push(...tornFiles(place));
      }
      await start(bench, place, cacheDir).ended;
      const specs = textsIn(path.join(place, 'specs'));
      differing.push(...[...reference.specs].filter(([file, text]) => specs.get(file) !== text).map(([file]) => `differs: ${file}`));
      torn.push(...[...specs.keys()].filter((file) => !reference.specs.has(file)).map((file) => `left over: ${file}`));
      count(server.ledger.slice(from), kill, sum);
      rmSync(place, { recursive: true, force: true });
    }
    for (const one of [...torn, ...differing, ...sum.wrongly].slice(0, 20)) process.stderr.write(`  ${one}\n`);
    return [{
      case: `SIGKILL at ${kills} random moments, concurrency 4 (${reference.items} items in ${FILES} files)`,
      is: `${torn.length} torn files; ${sum.wrongly.length} items asked for again that were not in flight at a kill, ${sum.inFlight} that were; ${sum.keptOfCut} kept of requests that a kill cut off; ${differing.length} specs other than of a run that nobody killed`,
      must: 'never a torn file; nothing asked twice but what was in flight at a kill',
      holds: kills === KILLS && torn.length === 0 && sum.wrongly.length === 0 && differing.length === 0,
    }];
  } finally {
    server.set({ answer: undefined, itemTokens: 0, tokensPerSecond: 0, timeToFirstTokenMs: 0 });
  }
}

async function pristineFolder(bench: UpdateBench): Promise<string> {
  const workspace = bench.workspace();
  const { sources, read } = await bench.ownSources(FILES);
  for (const file of sources) workspace.write(file, read(file));
  git(workspace.place, 'init', '-q');
  commitAll(workspace.place);
  return workspace.place;
}

async function runAlone(bench: UpdateBench, pristine: string) {
  const place = bench.folder();
  git(place, 'clone', '-q', pristine, '.');
  const before = bench.server.ledger.length;
  const startedAt = performance.now();
  const code = await start(bench, place, bench.folder()).ended;
  if (code !== 0) throw new Error(`The run ended with exit code ${code}.`);
  return { ms: performance.now() - startedAt, specs: textsIn(path.join(place, 'specs')), items: bench.server.ledger.slice(before).flatMap(({ items }) => items).length };
}

function start({ root, server, folder }: UpdateBench, place: string, cacheDir: string) {
  const env = { PATH: process.env.PATH, HOME: folder(), ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.js'), 'generate', '--yes', '--concurrency', '4', '--cache-dir', cacheDir], { cwd: place, env, stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, ended };
}

/** Specs that are not whole: cut off in a section, or in the middle of a line. */
function tornFiles(place: string): string[] {
  const folder = path.join(place, 'specs');
  if (!existsSync(folder)) return [];
  return [...textsIn(folder)].filter(([file]) => file.endsWith('.md')).filter(([, text]) => !isWhole(text)).map(([file]) => `torn: ${file}`);
}

function isWhole(text: string): boolean {
  const opened = text.match(/^<!-- specwright:section /gm)?.length ?? 0;
  const closed = text.match(/^<!-- \/specwright:section -->$/gm)?.length ?? 0;
  return text.endsWith('<!-- /specwright:section -->\n') && opened === closed && parseSpec(text).frontMatter !== undefined;
}

interface Kill {
  readonly at: number;
  /** Items whose answers were on the disk then. */
  readonly stored: ReadonlySet<string>;
}

interface Sum {
  inFlight: number;
  keptOfCut: number;
  readonly wrongly: string[];
}

/** Of each item that was asked for more than once: whether it was in flight when the process was killed. */
function count(entries: readonly LedgerEntry[], kills: readonly Kill[], sum: Sum): void {
  const before = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    const cutBy = kills.find(({ at }) => at >= entry.startedAt && entry.aborted);
    if (cutBy) sum.keptOfCut += entry.items.filter((item) => cutBy.stored.has(nameOf(item))).length;
    for (const name of entry.items.map(nameOf)) {
      const earlier = before.get(name);
      before.set(name, entry);
      if (!earlier) continue;
      const kill = kills.find(({ at }) => at >= earlier.startedAt);
      const wasThere = kill === undefined || kill.stored.has(name) || (!earlier.aborted && (earlier.endedAt ?? Infinity) < kill.at - ON_ITS_WAY_MS);
      if (wasThere) sum.wrongly.push(`asked for again: ${name}`);
      else sum.inFlight++;
    }
  }
}

/** Items whose answers are in the result cache. Each answer begins with the name of its item. */
function storedIn(cacheDir: string): Set<string> {
  if (!existsSync(cacheDir)) return new Set();
  // One that was being written when the kill came is not there yet.
  const entries = readdirSync(cacheDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'));
  return new Set(entries.flatMap(({ parentPath, name }) => {
    const packed = readFileSync(path.join(parentPath, name));
    // Outlines lie there too, and are packed otherwise.
    const text = packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed).toString('utf8') : '';
    const item = /"text":"About ([^"\\]*?)\. /.exec(text) ?? /"text":"About ([^"\\]*?)\.\\n/.exec(text);
    return item ? [item[1]!] : [];
  }));
}
