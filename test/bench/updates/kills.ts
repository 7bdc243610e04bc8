import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parseSpec } from '../../../src/engine/write/specDocument';
import type { LedgerEntry } from '../../model-server/ledger';
import { commitAll, git, nameOf, seeded, textsIn, type Row, type UpdateBench } from './setting';

const KILLS = 50;
/** How often a run is killed before it may end. */
const KILLS_IN_A_ROW = 5;
const FILES = 40;
const ITEM_TOKENS = 60;
const TOKENS_PER_SECOND = 400;
const FIRST_TOKEN_MS = 60;
/** From the moment in which the server sends the last byte of an item to that in which the answer is on the disk: a socket, a parser, a file. */
const ON_ITS_WAY_MS = 150;

/** The built command line, concurrency 4, killed at any moment. The server's own log tells what was asked for. */
export async function brokenSpecs(bench: UpdateBench): Promise<Row[]> {
  const { server } = bench;
  const random = seeded(50);
  server.set({ itemTokens: ITEM_TOKENS, tokensPerSecond: TOKENS_PER_SECOND, timeToFirstTokenMs: FIRST_TOKEN_MS });
  try {
    const pristine = await pristineFolder(bench);
    const reference = await runAlone(bench, pristine);
    let kills = 0;
    const torn: string[] = [];
    const differing: string[] = [];
    const askedAgain = { inFlight: 0, closed: [] as string[], whole: [] as string[] };
    while (kills < KILLS) {
      const place = bench.folder();
      git(place, 'clone', '-q', pristine, '.');
      const cacheDir = bench.folder();
      const from = server.ledger.length;
      const killedAt: number[] = [];
      for (let i = 0; i < KILLS_IN_A_ROW && kills < KILLS; i++) {
        const { child, ended } = start(bench, place, cacheDir);
        await Promise.race([pause(random() * reference.ms), ended]);
        if (child.exitCode !== null) break;
        child.kill('SIGKILL');
        killedAt.push(Date.now());
        await ended;
        kills++;
        torn.push(...tornFiles(place));
      }
      await start(bench, place, cacheDir).ended;
      const specs = textsIn(path.join(place, 'specs'));
      differing.push(...[...reference.specs].filter(([file, text]) => specs.get(file) !== text).map(([file]) => `differs: ${file}`));
      torn.push(...[...specs.keys()].filter((file) => !reference.specs.has(file)).map((file) => `left over: ${file}`));
      count(server.ledger.slice(from), killedAt, askedAgain);
      rmSync(place, { recursive: true, force: true });
    }
    const again = askedAgain.closed.length + askedAgain.whole.length;
    for (const one of [...torn, ...differing, ...askedAgain.closed, ...askedAgain.whole].slice(0, 20)) process.stderr.write(`  ${one}\n`);
    return [{
      case: `SIGKILL at ${kills} random moments, concurrency 4 (${reference.items} items in ${FILES} files)`,
      is: `${torn.length} torn files; ${again} answers asked for again that had come before the kill, ${askedAgain.inFlight} that were in flight; ${differing.length} specs other than of a run that nobody killed`,
      must: 'never a torn file; nothing asked twice but what was in flight at a kill',
      holds: kills === KILLS && torn.length === 0 && again === 0 && differing.length === 0,
    }];
  } finally {
    server.set({ itemTokens: 0, tokensPerSecond: 0, timeToFirstTokenMs: 0 });
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

/** Of each item that was asked for more than once: whether the answer had come when the process was killed. */
function count(entries: readonly LedgerEntry[], killedAt: readonly number[], into: { inFlight: number; closed: string[]; whole: string[] }): void {
  const firsts = new Map<string, LedgerEntry>();
  for (const entry of entries) {
    for (const item of entry.items) {
      const name = nameOf(item);
      const first = firsts.get(name);
      firsts.set(name, entry);
      if (!first) continue;
      const kill = killedAt.find((at) => at >= first.startedAt) ?? Infinity;
      if (!first.aborted && (first.endedAt ?? Infinity) < kill - ON_ITS_WAY_MS) into.whole.push(`asked again: ${name}`);
      else if (closedAt(first, name) < kill - ON_ITS_WAY_MS) into.closed.push(`asked again: ${name}, closed ${(kill - closedAt(first, name)).toFixed(0)} ms before`);
      else into.inFlight++;
    }
  }
}

/** When the server sent the end of an item's answer: all are equally long, and come at an even pace. */
function closedAt({ firstByteAt = Infinity, items }: LedgerEntry, name: string): number {
  const place = items.findIndex((item) => nameOf(item) === name);
  // An element's two tags take some 16 tokens.
  return firstByteAt + ((place + 1) * (ITEM_TOKENS + 16) * 1_000) / TOKENS_PER_SECOND;
}
