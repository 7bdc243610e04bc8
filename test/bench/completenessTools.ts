import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Outliner } from '../../src/engine/outline/outline';
import { compareFormatted, type FormatRow } from './completenessFormatters';
import { HEADERS } from './completenessCtags';
import { listWithShfmt } from './completenessScripts';

/** A formatter of a language's own, in a style that is not the one in which its sources are written. */
interface Tool {
  readonly id: string;
  readonly command: string;
  /** How it is asked for its version. */
  readonly version: readonly string[];
  readonly args: (folder: string) => readonly string[];
  /** Folder and files, or nothing where there are none on this machine. */
  readonly sources: () => { readonly folder: string; readonly files: readonly string[] } | undefined;
  /** Extension by which a source without one is outlined. */
  readonly extension?: string;
}

const TOOLS: readonly Tool[] = [
  {
    id: 'rust', command: 'rustfmt', version: ['--version'],
    args: () => ['--edition', '2021', '--config', 'max_width=60,tab_spaces=2,use_field_init_shorthand=false'],
    sources: () => found('/usr/share/cargo/registry', /\.rs$/, 4),
  },
  {
    id: 'cpp', command: 'clang-format', version: ['--version'],
    args: () => ['-i', '--style={BasedOnStyle: Google, ColumnLimit: 60, SortIncludes: Never, SortUsingDeclarations: false}'],
    sources: () => found(HEADERS.find((folder) => /python/.test(folder) && existsSync(folder)) ?? '', /\.h$/),
  },
  {
    id: 'cpp', command: 'clang-format', version: ['--version'],
    args: () => ['-i', '--style={BasedOnStyle: GNU, SortIncludes: Never, SortUsingDeclarations: false}'],
    sources: () => found('/usr/include/c++', /\.(?:h|tcc)$/, 4),
  },
  {
    id: 'ruby', command: 'rubocop', version: ['--version'],
    args: (folder) => ['-a', '--only', 'Layout,Style/StringLiterals', '--cache', 'false', '--config', path.join(folder, '.rubocop.yml'), '-f', 'quiet'],
    sources: () => found(rubyFolder(), /\.rb$/, 3),
  },
  { id: 'bash', command: 'shfmt', version: ['--version'], args: () => ['-w', '-i', '4', '-bn', '-ci', '-sr', '-ln', 'bash'], sources: shellScripts, extension: '.sh' },
  { id: 'bash', command: 'shfmt', version: ['--version'], args: () => ['-w', '-i', '2', '-fn', '-kp', '-ln', 'bash'], sources: shellScripts, extension: '.sh' },
];

/** Formats copies of published sources with each tool that is installed; another order of lines or another token is no formatting, and no option here does that. */
export async function formatWithTools(outliner: Outliner, only: readonly string[]): Promise<[string, FormatRow][]> {
  const rows: [string, FormatRow][] = [];
  for (const tool of TOOLS.filter(({ id, command }) => only.length === 0 || only.includes(id) || only.includes(command))) {
    const asked = spawnSync(tool.command, [...tool.version], { encoding: 'utf8' });
    const sources = tool.sources();
    if (asked.error || asked.status !== 0 || !sources || sources.files.length === 0) {
      console.error(`${tool.command} is not installed, or there is nothing to format: skipped`);
      continue;
    }
    const version = /\d+(?:\.\d+)+/.exec(asked.stdout)?.[0] ?? '';
    rows.push([`${tool.command} ${version}, ${sources.folder}`, await formatCopies(outliner, tool, sources)]);
  }
  return rows;
}

async function formatCopies(outliner: Outliner, { command, args, extension = '' }: Tool, { folder, files }: { readonly folder: string; readonly files: readonly string[] }): Promise<FormatRow> {
  const copy = mkdtempSync(path.join(os.tmpdir(), 'specwright-format-'));
  const row: FormatRow = { files: 0, symbols: 0, changed: [], skipped: [] };
  try {
    writeFileSync(path.join(copy, '.rubocop.yml'), 'AllCops:\n  NewCops: disable\n  SuggestExtensions: false\nStyle/StringLiterals:\n  EnforcedStyle: double_quotes\n');
    const copies = files.map((file) => [file, path.join(copy, path.relative(folder, file))] as const);
    for (const [from, to] of copies) {
      mkdirSync(path.dirname(to), { recursive: true });
      copyFileSync(from, to);
    }
    // A file that the tool cannot read stays as it is; some tools then leave the rest of a batch.
    for (let at = 0; at < copies.length; at += 40) {
      const batch = copies.slice(at, at + 40).map(([, to]) => to);
      if (spawnSync(command, [...args(copy), ...batch], { stdio: 'ignore', timeout: 600_000 }).status !== 0) for (const to of batch) spawnSync(command, [...args(copy), to], { stdio: 'ignore', timeout: 60_000 });
    }
    for (const [from, to] of copies) await compareFormatted(outliner, row, from + (from.endsWith(extension) ? '' : extension), path.relative(folder, from), readFileSync(from, 'utf8'), readFileSync(to, 'utf8'));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return row;
}

/** Every `stride`-th file below a folder. */
function found(folder: string, pattern: RegExp, stride = 1): { folder: string; files: string[] } | undefined {
  if (folder === '' || !existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && pattern.test(entry.name)).map((entry) => path.join(entry.parentPath, entry.name));
  return { folder, files: files.sort().filter((_, index) => index % stride === 0) };
}

function rubyFolder(): string {
  try {
    return execFileSync('ruby', ['-e', 'print RbConfig::CONFIG["rubylibdir"]'], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

function shellScripts(): { folder: string; files: string[] } | undefined {
  const scripts = listWithShfmt();
  return scripts && { folder: scripts.folder, files: [...scripts.files.keys()] };
}
