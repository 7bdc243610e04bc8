import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format, type Options } from 'prettier';
import type { Outline, Outliner } from '../../src/engine/outline/outline';

/** Two styles as far apart as the options go. */
const STYLES: readonly Options[] = [
  { semi: false, singleQuote: true, jsxSingleQuote: true, trailingComma: 'none', arrowParens: 'avoid', printWidth: 40, quoteProps: 'consistent', bracketSpacing: false, bracketSameLine: true, tabWidth: 4, experimentalOperatorPosition: 'start', objectWrap: 'collapse', endOfLine: 'crlf', singleAttributePerLine: true },
  { semi: true, singleQuote: false, trailingComma: 'all', arrowParens: 'always', printWidth: 160, quoteProps: 'as-needed', bracketSpacing: true, useTabs: true, experimentalTernaries: true },
];

/** Ids with their hashes, and the loose code's: what no formatter may change. */
export function fingerprint(outline: Outline): string[] {
  return [...outline.symbols.map((symbol) => `${symbol.id} ${symbol.sig} ${symbol.body}`), `loose ${outline.looseBody}`];
}

export interface FormatRow {
  files: number;
  symbols: number;
  readonly changed: string[];
  readonly skipped: string[];
}

/** Outlines each file as it stands and in each style. */
export async function formatWithPrettier(outliner: Outliner, folder: string, files: readonly string[]): Promise<FormatRow> {
  const row: FormatRow = { files: 0, symbols: 0, changed: [], skipped: [] };
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    // A formatter takes long over machine-made code, and nobody formats it.
    if (text.length > 200_000 || /\.min\./.test(file)) continue;
    const place = path.relative(folder, file);
    const before = await outliner.outline(file, text);
    if (before.syntaxErrors.length > 0 || before.skipped) {
      row.skipped.push(`${place}: ${before.skipped ?? `syntax errors in ${before.syntaxErrors.join(', ')}`}`);
      continue;
    }
    row.files++;
    row.symbols += before.symbols.length;
    for (const [style, options] of STYLES.entries()) {
      let formatted: string;
      try {
        // What a template holds is a string: a formatter that changes it changes the program.
        formatted = await format(text, { ...options, filepath: file, embeddedLanguageFormatting: 'off' });
      } catch (error) {
        row.skipped.push(`${place}: ${(error as Error).message.split('\n')[0]}`);
        break;
      }
      note(row, `${place} style ${style}`, before, await outliner.outline(file, formatted));
    }
  }
  return row;
}

function note(row: FormatRow, place: string, before: Outline, after: Outline): void {
  const known = new Set(fingerprint(before));
  const changed = fingerprint(after).filter((one) => !known.has(one));
  const gone = before.symbols.length - after.symbols.length;
  if (changed.length > 0 || gone !== 0) row.changed.push(`${place}: ${gone === 0 ? '' : `${gone} symbols fewer; `}${changed.slice(0, 3).join(' | ')}${after.syntaxErrors.length > 0 ? ` (syntax errors ${after.syntaxErrors.join()})` : ''}`);
}

/** Command lines of Python's formatters, in styles other than their own. */
const PYTHON_FORMATTERS: Readonly<Record<string, readonly string[]>> = {
  black: ['-q', '--line-length', '40', '--preview', '--target-version', 'py311'],
  'black wide': ['-q', '--line-length', '160', '--skip-magic-trailing-comma'],
  ruff: ['format', '-q', '--isolated', '--line-length', '60', '--config', 'format.quote-style = "single"', '--config', 'format.docstring-code-format = true'],
  'ruff wide': ['format', '-q', '--isolated', '--line-length', '200', '--config', 'format.indent-style = "tab"', '--config', 'format.skip-magic-trailing-comma = true', '--preview', '--target-version', 'py314'],
};

/** Formats a copy of a folder with each formatter that is installed (`BLACK` and `RUFF` name their commands). Tests stay out: Black takes gigabytes for some of Python's own. */
export async function formatWithPythonTools(outliner: Outliner, folder: string, wanted: (file: string) => boolean): Promise<Map<string, FormatRow>> {
  const rows = new Map<string, FormatRow>();
  for (const [name, args] of Object.entries(PYTHON_FORMATTERS)) {
    const command = process.env[name.split(' ')[0]!.toUpperCase()] ?? name.split(' ')[0]!;
    const copy = mkdtempSync(path.join(os.tmpdir(), 'specwright-format-'));
    try {
      cpSync(folder, copy, { recursive: true, filter: (from) => !/site-packages|__pycache__|\.(?:so|a|dylib)$|\/(?:test|tests|lib2to3|idlelib)$/.test(from) });
      execFileSync(command, [...args, copy], { stdio: 'ignore' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        console.error(`${command} is not installed: skipped`);
        rmSync(copy, { recursive: true, force: true });
        continue;
      }
      // A file that the formatter cannot read is left as it is.
    }
    const row: FormatRow = { files: 0, symbols: 0, changed: [], skipped: [] };
    for (const entry of readdirSync(copy, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.py')) continue;
      const after = path.join(entry.parentPath, entry.name);
      const place = path.relative(copy, after);
      const original = path.join(folder, place);
      if (!wanted(place) || !existsSync(original)) continue;
      const [text, formatted] = [readFileSync(original, 'utf8'), readFileSync(after, 'utf8')];
      await compareFormatted(outliner, row, original, place, text, formatted);
    }
    rows.set(name, row);
    rmSync(copy, { recursive: true, force: true });
  }
  return rows;
}

/** Outlines a file as it was and as a formatter left it. What it left alone says nothing. */
export async function compareFormatted(outliner: Outliner, row: FormatRow, file: string, place: string, text: string, formatted: string): Promise<void> {
  if (text === formatted || text.length > 1_000_000) return;
  const before = await outliner.outline(file, text);
  if (before.syntaxErrors.length > 0 || before.skipped) {
    row.skipped.push(place);
    return;
  }
  row.files++;
  row.symbols += before.symbols.length;
  note(row, place, before, await outliner.outline(file, formatted));
}

export function printFormatRow(name: string, row: FormatRow, examples: number): void {
  console.log(`${name.padEnd(40)} ${String(row.files).padStart(6)} files ${String(row.symbols).padStart(7)} symbols ${String(row.changed.length).padStart(5)} files changed ${String(row.skipped.length).padStart(5)} skipped`);
  for (const change of row.changed.slice(0, examples)) console.log(`    changed: ${change}`);
}
