import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chunkFile } from '../../../src/engine/chunk/chunks';
import { planSections } from '../../../src/engine/chunk/sections';
import { mutantsIn } from '../../unit/outline/mutate';
import type { Row } from '../rows';
import { pick, seeded, type UpdateBench } from './setting';

const MUTANTS = 500;

/** A source with enough to change, what in it is no code, and words that can be exchanged. */
const SOURCES = [
  { file: 'test/fixtures/outline/ecmascript/jobQueue.ts', notCode: /^\s*(?:\/?\*|\/\/)|\bimport\b|\bfrom '/, words: { const: 'let', readonly: '', private: 'public', static: '', await: '', number: 'string', undefined: 'null', async: '' } },
  { file: 'src/engine/dispatch/rateBuckets.ts', notCode: /^\s*(?:\/?\*|\/\/)|\bimport\b/, words: { const: 'let', readonly: '', number: 'string', undefined: 'null', this: 'that' } },
  { file: 'test/fixtures/python/inventory.py', notCode: /#|"""|^\s*(?:from|import)\b/, words: { and: 'or', or: 'and', not: '', None: 'True', in: 'is', break: 'continue', raise: 'return' } },
  { file: 'test/fixtures/outline/go/queue.go', notCode: /^\s*\/\/|^\t(?:\w+ )?"[\w./-]+"$/, words: { int: 'uint', range: '', defer: 'go', nil: 'other', Mutex: 'RWMutex' } },
] as const;

/** One change of meaning at a time; what `check` reports, against where it was made. */
export async function seededMutants(bench: UpdateBench): Promise<Row[]> {
  const all: { readonly file: string; readonly text: string; readonly mutant: string; readonly what: string }[] = [];
  for (const { file, notCode, words } of SOURCES) {
    const text = readFileSync(path.join(bench.root, file), 'utf8');
    const outline = await bench.outliner.outline(file, text);
    const inDoc = docLines(file, text);
    const mutants = mutantsIn(text, outline, notCode, words).filter((one) => one.text !== text && !inDoc.has(Number(/^lines? (\d+)/.exec(one.what)?.[1] ?? 0)));
    // Twice as many of each as are needed: some are no programs.
    for (const one of pick(mutants, MUTANTS / 2, seeded(3))) all.push({ file, text, mutant: one.text, what: one.what });
  }
  const workspace = bench.workspace();
  for (const { file, text } of all) workspace.write(file, text);
  await workspace.generate();
  let reported = 0;
  let seen = 0;
  const missed: string[] = [];
  const wrong: string[] = [];
  for (const { file, text, mutant, what } of pick(all, all.length, seeded(4))) {
    if (seen === MUTANTS) break;
    const outline = await bench.outliner.outline(file, mutant);
    if (outline.syntaxErrors.length > 0) continue;
    seen++;
    workspace.write(file, mutant);
    const { files } = await workspace.check({ paths: [file] });
    workspace.write(file, text);
    const [drift] = files;
    const stale = drift!.sections.filter(({ state }) => state !== 'fresh').map(({ id }) => id);
    if (stale.length === 0 && drift!.spec === 'current') missed.push(`${file}: ${what}`);
    else reported++;
    const allowed = await mayDrift(bench, file, text, mutant);
    const others = stale.filter((id) => !allowed.has(id));
    if (others.length > 0) wrong.push(`${file}: ${what}: ${others.join(', ')}`);
  }
  for (const one of [...missed.map((each) => `missed: ${each}`), ...wrong.map((each) => `not changed: ${each}`)]) process.stderr.write(`  ${one}\n`);
  return [{
    case: `${seen} seeded semantic mutants in TypeScript, Python and Go`,
    is: `${reported} reported; ${wrong.length} times a section that had not changed`,
    must: 'all reported, none else',
    holds: seen === MUTANTS && missed.length === 0 && wrong.length === 0,
  }];
}

/**
 * Sections in which the texts differ, by position in the one or in the other; and what names something that is declared where they differ, since it may depend on it.
 */
async function mayDrift(bench: UpdateBench, file: string, before: string, after: string): Promise<Set<string>> {
  const allowed = new Set<string>();
  const [start, tail] = commonEnds(before, after);
  const names = new Set<string>();
  for (const text of [before, after]) {
    const outline = await bench.outliner.outline(file, text);
    const sections = planSections(outline);
    const end = text.length - tail;
    const touched = (range: { readonly start: number; readonly end: number }) => range.start <= end && range.end >= start;
    for (const { section, ranges } of chunkFile(text.length, sections)) if (ranges.some(touched)) allowed.add(section);
    const lines = text.slice(text.lastIndexOf('\n', start - 1) + 1, (text.indexOf('\n', end) + 1 || text.length + 1) - 1);
    for (const { name, ranges } of outline.symbols) {
      // What is declared within another's range has none of its own (a parameter that is a field, the second of two constants).
      const isTouched = ranges.some(touched) || mentions(lines, name);
      if (isTouched) names.add(name);
    }
    for (const section of sections) {
      if (section.kind !== 'symbol') continue;
      const own = section.symbol.ranges.map((range) => text.slice(range.start, range.end)).join('\n');
      if ([...names].some((name) => mentions(own, name))) allowed.add(section.id);
    }
  }
  return allowed;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<!\\w)${name.replace(/\W/g, '\\$&')}(?!\\w)`).test(text);
}

function commonEnds(one: string, other: string): [start: number, tail: number] {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - start && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return [start, tail];
}

/** Lines of Python's docstrings and of block comments. */
function docLines(file: string, text: string): Set<number> {
  const blocks = file.endsWith('.py') ? /"""[^]*?"""/g : /\/\*[^]*?\*\//g;
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length;
  return new Set([...text.matchAll(blocks)].flatMap(({ 0: block, index }) => Array.from({ length: block.split('\n').length }, (_, i) => lineAt(index) + i)));
}
