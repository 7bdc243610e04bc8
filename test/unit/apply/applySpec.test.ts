import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Proposal } from '../../../src/engine/apply/proposal';
import type { RequestedItem } from '../../model-server/items';
import { codeOf } from '../../model-server/answers';
import { made } from '../safety/madeUp';
import { FIXTURES, workspaceOf } from '../engine/workspace';
import { editedSpec, textOf } from './edited';

const THROTTLE = `/** Spreads calls over time. */
import type { Clock } from './clock';

export class Throttle {
  #next = 0;
  constructor(readonly perSecond: number, private readonly clock: Clock) {
    if (!(perSecond > 0)) throw new RangeError('perSecond must be positive');
  }

  /** Resolves when the caller may go on. */
  async take(): Promise<number> {
    const now = this.clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + 1000 / this.perSecond;
    return at - now;
  }

  get waiting(): boolean {
    const now = this.clock.now();
    return this.#next > now;
  }
}

export function rate(calls: number, seconds: number): number {
  return calls / seconds;
}

export function perMinute(calls: number, seconds: number): number {
  const each = rate(calls, seconds);
  return each * 60;
}
`;

const INVENTORY = await readFile(path.join(FIXTURES, 'python/inventory.py'), 'utf8');

const GO = `// Package pace spreads calls over time.
package pace

import (
	"errors"
	"time"
)

// Pacer holds the time of the next call.
type Pacer struct {
	next time.Time
}

// Take returns how long the caller has to wait.
func (p *Pacer) Take(now time.Time) (time.Duration, error) {
	if now.IsZero() {
		return 0, errors.New("no time")
	}
	return p.next.Sub(now), nil
}

// Rate is calls a second.
func Rate(calls, seconds int) int {
	return calls / seconds
}
`;

const RATE = '**Purpose.** Calls a second. A time of 0 or less gives 0.';
const SAFE_RATE = 'export function rate(calls: number, seconds: number): number {\n  return seconds > 0 ? calls / seconds : 0;\n}';

/** Answers items for code with these, everything else with prose. */
const answering = (code: string | ((item: RequestedItem) => string)) => ({ answer: (item: RequestedItem) => (item.kind === 'code' ? (typeof code === 'string' ? code : code(item)) : `**Purpose.** ${item.symbol ?? item.path}.`) });

/** The present source with a piece of it replaced. */
const replacing = (from: string, to: string, imports = '') => (item: RequestedItem) => `${imports}---\n${codeOf(item).replace(from, () => to)}`;

describe('the symbol whose text was edited', () => {
  test('is written anew and nothing else; then the spec is fresh, and the text the person’s', async () => {
    const { workspace, model, items, requests, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${SAFE_RATE}`));
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'done', errors: [], warnings: [], edited: ['rate'], applied: ['rate'], files: [{ source: file, path: spec, status: 'written' }] });
    expect(items().map(({ kind, symbol }) => `${kind} ${symbol}`)).toEqual(['code rate']);
    expect(await workspace.read(file)).toBe(THROTTLE.replace('return calls / seconds;', 'return seconds > 0 ? calls / seconds : 0;'));
    const after = await workspace.read(spec);
    expect(textOf(after, 'rate')).toBe(RATE);
    const asked = requests();
    expect(await workspace.run({ model })).toMatchObject({ status: 'done', files: [{ status: 'unchanged' }] });
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', edited: [], files: [{ status: 'unchanged' }] });
    expect(requests()).toBe(asked);
    expect(await workspace.read(spec)).toBe(after);
    // It is not written over when its code changes.
    await workspace.write(file, (await workspace.read(file)).replace('? calls', '? 1 * calls'));
    const later = await workspace.run({ model });
    expect(later.warnings.join()).toContain('The text of rate was edited by a person and is kept.');
    expect(textOf(await workspace.read(spec), 'rate')).toBe(RATE);
  });

  test('may be named by the source', async () => {
    const { workspace, model, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${SAFE_RATE}`));
    expect(await workspace.apply(file, { model })).toMatchObject({ status: 'done', applied: ['rate'] });
  });

  test('is asked for with its text, its present code and what it uses, in one prompt', async () => {
    const { workspace, model, items, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE, 'src/clock.ts': 'export interface Clock {\n  now(): number;\n}\n' }, { 'Throttle.take': 'Never waits.' });
    await workspace.apply(spec, { model });
    const [item] = items();
    expect(item!.attributes).toMatchObject({ kind: 'code', path: 'src/throttle.ts', symbol: 'Throttle.take' });
    expect(item!.content).toContain('Text of Throttle.take:\nNever waits.\n');
    expect(item!.content).toContain('Member of: class Throttle');
    expect(codeOf(item!)).toBe(/ {2}\/\*\* Resolves[^]*?\n {2}\}/.exec(THROTTLE)![0]);
  });

  test('stays as it is where the code does what the text says already; the text counts as followed', async () => {
    const { workspace, model, spec, file, requests } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE });
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', applied: ['rate'], files: [{ status: 'written' }] });
    expect(await workspace.read(file)).toBe(THROTTLE);
    expect(await workspace.apply(spec, { model })).toMatchObject({ edited: [] });
    expect(requests()).toBe(1);
  });

  test('counts as edited again when the text goes back to what a model wrote for the old code', async () => {
    const { workspace, model, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${SAFE_RATE}`));
    await workspace.apply(spec, { model });
    await workspace.write(spec, (await workspace.read(spec)).replace(RATE, '**Purpose.** rate.'));
    expect(await workspace.apply(spec, { model, plan: true })).toMatchObject({ edited: ['rate'], files: [{ status: 'planned' }] });
  });

  test('may be a class: members whose text nobody edited stay, those with an edited one go with it', async () => {
    const edited = { Throttle: 'Takes whole numbers only.', 'Throttle.take': 'Never waits.' };
    const { workspace, model, items, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, edited, answering(replacing('return at - now;', 'return 0;')));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', edited: ['Throttle'], applied: ['Throttle', 'Throttle.take'] });
    expect(items().map(({ symbol }) => symbol)).toEqual(['Throttle']);
    expect(items()[0]!.content).toMatch(/Text of Throttle:\nTakes whole numbers only\.\n\nText of Throttle\.take:\nNever waits\./);
    expect(await workspace.read(file)).toBe(THROTTLE.replace('return at - now;', 'return 0;'));
    expect(await workspace.run({ model })).toMatchObject({ files: [{ status: 'unchanged' }] });
  });

  test('may change its signature: those that depend on it are stale then, as after any other edit', async () => {
    const code = SAFE_RATE.replace('seconds: number)', 'seconds = 1)');
    const { workspace, model, items, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${code}`));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', applied: ['rate'] });
    expect(await workspace.read(spec)).toContain('## `rate(calls, seconds)`');
    const before = items().length;
    await workspace.run({ model });
    expect(items().slice(before).map(({ symbol }) => symbol)).toEqual(['perMinute']);
    expect(textOf(await workspace.read(spec), 'rate')).toBe(RATE);
  });

  test('may be one of two that share a name: its section goes with its signature', async () => {
    const java = 'class Box {\n    int size(int a) {\n        int b = a;\n        return b;\n    }\n\n    int size(long a) {\n        long b = a;\n        return (int) b;\n    }\n}\n';
    const workspace = await workspaceOf({ 'Box.java': java });
    await workspace.run();
    const id = /id="(Box\.size~\w+)"/.exec(await workspace.read('specs/Box.java.spec.md'))![1]!;
    const own = await editedSpec({ 'Box.java': java }, { [id]: 'Doubles it.' }, answering(replacing('int size(int a) {\n        int b = a;', 'int size(short a) {\n        int b = 2 * a;')));
    const result = await own.workspace.apply(own.spec, { model: own.model });
    expect(result).toMatchObject({ status: 'done', errors: [], applied: [id] });
    expect(await own.workspace.read('Box.java')).toBe(java.replace('int size(int a) {\n        int b = a;', 'int size(short a) {\n        int b = 2 * a;'));
    const spec = await own.workspace.read(own.spec);
    expect(spec).not.toContain(`id="${id}"`);
    expect(spec.match(/Doubles it\./g)).toHaveLength(1);
    expect(await own.workspace.run({ model: own.model })).toMatchObject({ files: [{ status: 'unchanged' }] });
  });
});

describe('in Python and Go', () => {
  test('a function of 267 lines of Python, with an import that joins its module', async () => {
    const { workspace, model, spec, file, requests } = await editedSpec({ 'inventory.py': INVENTORY }, { load_items: 'Reads JSON only.' }, answering(replacing('    if path.endswith(".csv"):', '    if Path(path).suffix == ".csv":', 'from pathlib import Path\nfrom datetime import date, datetime\n')));
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'done', errors: [], applied: ['load_items'] });
    expect(result.proposal!.changes.map(({ label, description }) => `${label}: ${description}`)).toEqual(['Imports: Path from pathlib; datetime from datetime', 'load_items: follows its edited text']);
    const expected = INVENTORY.replace('    if path.endswith(".csv"):', '    if Path(path).suffix == ".csv":').replace('from datetime import date, timedelta', 'from datetime import date, timedelta, datetime\nfrom pathlib import Path');
    expect(await workspace.read(file)).toBe(expected);
    const asked = requests();
    expect(await workspace.run({ model })).toMatchObject({ files: [{ status: 'unchanged' }] });
    expect(requests()).toBe(asked);
  });

  test('a method of Go, with an import that gofmt would sort so', async () => {
    const { workspace, model, spec, requests } = await editedSpec({ 'pace.go': GO }, { 'Pacer.Take': 'Fails with the time in the message.' }, answering(replacing('errors.New("no time")', 'fmt.Errorf("no time: %v", now)', 'import "fmt"\n')));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [], applied: ['Pacer.Take'] });
    expect(await workspace.read('pace.go')).toBe(GO.replace('errors.New("no time")', 'fmt.Errorf("no time: %v", now)').replace('\t"errors"\n', '\t"errors"\n\t"fmt"\n'));
    const asked = requests();
    expect(await workspace.run({ model })).toMatchObject({ files: [{ status: 'unchanged' }] });
    expect(requests()).toBe(asked);
  });
});

describe('a secret', () => {
  const key = made(40, undefined, 3);
  const source = `const other = 1;\n\nexport function connect(host: string) {\n  const apiKey = '${key}';\n  return host + apiKey;\n}\n\nexport const last = other;\n`;

  test('is not sent, and comes back as it was', async () => {
    const { workspace, model, items, spec, file } = await editedSpec({ 'a.ts': source }, { connect: 'Puts a colon between the two.' }, answering(replacing('host + apiKey', "host + ':' + apiKey")));
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'done', errors: [], applied: ['connect'] });
    expect(JSON.stringify(items())).not.toContain(key);
    expect(items()[0]!.content).toContain('SPECWRIGHT_SECRET_');
    expect(await workspace.read(file)).toBe(source.replace('host + apiKey', "host + ':' + apiKey"));
  });

  test.each([
    ['left out', (code: string) => code.replace(/'SPECWRIGHT_SECRET_\w+'/, "''")],
    ['doubled', (code: string) => code.replace(/ {2}const apiKey = ('SPECWRIGHT_SECRET_\w+');/, '  console.log($1);\n$&')],
    ['changed', (code: string) => code.replace(/SPECWRIGHT_SECRET_\w+/, 'SPECWRIGHT_SECRET_0000')],
  ])('that is %s is refused', async (_, change) => {
    const { workspace, model, requests, spec, file } = await editedSpec({ 'a.ts': source }, { connect: 'Logs it.' }, answering((item) => `---\n${change(codeOf(item))}`));
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'failed', applied: [] });
    expect(result.errors).toEqual(['a.ts: the new code of connect cannot be taken: the placeholder of a secret is changed, missing or doubled.']);
    expect(requests()).toBe(2);
    expect(await workspace.read(file)).toBe(source);
  });

  test('that the person wrote into the text is not sent either, and stands in the code', async () => {
    const text = `Uses \`api_key = "${key}"\`.`;
    const { workspace, model, items, spec } = await editedSpec({ 'a.ts': 'export function connect(host: string) {\n  const url = host;\n  return url;\n}\n' }, { connect: text }, answering((item) => `---\n${codeOf(item).replace('return url;', `return url + '${/SPECWRIGHT_SECRET_\w+/.exec(item.content)![0]}';`)}`));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [] });
    expect(JSON.stringify(items())).not.toContain(key);
    expect(await workspace.read('a.ts')).toContain(`return url + '${key}';`);
    expect(textOf(await workspace.read(spec), 'connect')).toBe(text);
  });
});

describe('the file around it', () => {
  test('keeps its bytes: byte order mark, CRLF, lines that end differently', async () => {
    const mixed = `\uFEFF${THROTTLE.replace(/\n/g, '\r\n')}`.replace('const now = this.clock.now();\r\n', 'const now = this.clock.now();\n');
    const { workspace, model, spec, file, bytes } = await editedSpec({ 'src/throttle.ts': mixed }, { rate: RATE }, answering(`import { max } from './max';\n---\n${SAFE_RATE}`));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [] });
    const expected = mixed.replace('return calls / seconds;', 'return seconds > 0 ? calls / seconds : 0;').replace("from './clock';", "from './clock';\r\nimport { max } from './max';");
    expect((await bytes(file)).equals(Buffer.from(expected))).toBe(true);
    expect(await workspace.run({ model })).toMatchObject({ files: [{ status: 'unchanged' }] });
  });

  test('keeps its encoding', async () => {
    const encode = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
    const { workspace, model, spec, file, bytes } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${SAFE_RATE}`));
    await writeFile(path.join(workspace.root, file), encode(THROTTLE));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [] });
    expect((await bytes(file)).equals(encode(THROTTLE.replace('return calls / seconds;', 'return seconds > 0 ? calls / seconds : 0;')))).toBe(true);
  });

  test('is equal byte by byte outside of what is replaced, whatever is answered', async () => {
    const { workspace, model, server, spec, file, bytes } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE, 'Throttle.take': 'Never waits.' });
    const pieces = fc.constantFrom('}', '{', '/*', '*/', '`', "'", '\n', '  return 1;', 'export const x = 1;', '// note', 'class A {', ');', 'await', '<', '---', '```');
    const edited = await workspace.read(spec);
    const takes = /^([^]*?)( {2}\/\*\* Resolves[^]*?\n {2}\})([^]*?)(export function rate[^]*?\n\})([^]*)$/;
    const [, before, , between, , after] = takes.exec(THROTTLE)!;
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(), pieces), { maxLength: 3 }), fc.nat(), async (insertions, number) => {
        await workspace.write(file, THROTTLE);
        await workspace.write(spec, edited);
        server.set(answering((item) => {
          let code = codeOf(item).replace(/return (.*);/, `return ${number} + $1;`);
          for (const [place, piece] of insertions) code = `${code.slice(0, place % (code.length + 1))}${piece}${code.slice(place % (code.length + 1))}`;
          return `---\n${code}`;
        }));
        await workspace.apply(spec, { model, request: { batch: { strategy: 'latency', maxItems: 1, concurrency: 2 } } });
        const text = (await bytes(file)).toString();
        if (text !== THROTTLE) changed++;
        expect(text.startsWith(before!)).toBe(true);
        expect(text.endsWith(after!)).toBe(true);
        expect(text.slice(before!.length)).toContain(between!);
      }),
      { numRuns: 25, seed: 5 },
    );
    expect(changed).toBeGreaterThan(3);
  });
});

describe('an answer that cannot be taken', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['touches the code around it', `${SAFE_RATE.slice(0, -1)}`, 'it has a syntax error'],
    ['declares something beside it', `${SAFE_RATE}\n\nexport function other(): number {\n  return rate(1, 1);\n}`, 'it declares function other beside rate'],
    ['is another symbol', SAFE_RATE.replace('rate(', 'pace('), 'it does not declare function rate where that stood'],
    ['is another kind of symbol', 'export class rate {\n  a = 1;\n}', 'it does not declare function rate where that stood'],
    ['swallows what follows', `${SAFE_RATE}\n/*`, 'it has a syntax error'],
    ['does something when the file is loaded', `${SAFE_RATE}\nrate(1, 2);`, 'it holds something beside rate'],
    ['is empty', '', 'it is empty'],
    ['imports what is there already under that name', `import { Throttle } from './other';\n---\n${SAFE_RATE}`, 'it imports the name Throttle, which the file has for something else'],
  ];
  test.each(cases)('because it %s: is asked for once more with the reason, then told of', async (_, code, reason) => {
    const { workspace, model, items, requests, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(code));
    const before = await workspace.read(spec);
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'failed', applied: [], files: [{ status: 'partial', problem: `the new code of rate cannot be taken: ${reason}` }] });
    expect(result.errors).toEqual([`src/throttle.ts: the new code of rate cannot be taken: ${reason}.`]);
    expect(requests()).toBe(2);
    expect(items()[1]!.content).toContain(`Your last answer to this item could not be taken: ${reason}.`);
    expect(await workspace.read(file)).toBe(THROTTLE);
    expect(await workspace.read(spec)).toBe(before);
  });

  test('the second time may be better: then it is taken and stored', async () => {
    const { workspace, model, requests, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering((item) => (item.content.includes('could not be taken') ? `---\n${SAFE_RATE}` : 'export {')));
    const edited = await workspace.read(spec);
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [], applied: ['rate'] });
    expect(requests()).toBe(2);
    await workspace.write(file, THROTTLE);
    await workspace.write(spec, edited);
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', applied: ['rate'] });
    expect(requests()).toBe(2);
  });

  test('a method of a class that is written anew, though nobody edited its text', async () => {
    const { workspace, model, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { Throttle: 'Counts calls.' }, answering(replacing('return this.#next > now;', 'return true;')));
    const result = await workspace.apply(spec, { model });
    expect(result.errors).toEqual(['src/throttle.ts: the new code of Throttle cannot be taken: it changes Throttle.waiting, whose text nobody edited.']);
    expect(await workspace.read(file)).toBe(THROTTLE);
  });

  test('a stored one that the file no longer takes is asked for again', async () => {
    const { workspace, model, server, requests, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`import { max } from './max';\n---\n${SAFE_RATE}`));
    await workspace.apply(spec, { model, ports: { review: async () => false } });
    await workspace.write(file, `${THROTTLE}\nexport const max = 1;\n`);
    server.set(answering(`---\n${SAFE_RATE}`));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [], applied: ['rate'] });
    expect(requests()).toBe(2);
    expect(await workspace.read(file)).toContain('seconds > 0');
  });

  test('does not keep the others back', async () => {
    const { workspace, model, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE, perMinute: 'Fails.' }, answering((item) => (item.symbol === 'rate' ? `---\n${SAFE_RATE}` : 'nonsense')));
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'partial', edited: ['rate', 'perMinute'], applied: ['rate'], files: [{ status: 'partial' }] });
    expect(await workspace.read(file)).toContain('seconds > 0');
    expect(await workspace.apply(spec, { model, plan: true })).toMatchObject({ edited: ['perMinute'] });
  });

  test('an import in a language that none can be added to is told of, and may be done without', async () => {
    const { workspace, model, requests, spec, file } = await editedSpec({ 'a.rs': 'fn one(a: i32) -> i32 {\n    let b = a;\n    b\n}\n' }, { one: 'Gives two.' }, answering((item) => `${item.content.includes('could not be taken') ? '' : 'use std::cmp::max;\n'}---\n${codeOf(item).replace('let b = a', 'let b = 2')}`));
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', errors: [], applied: ['one'] });
    expect(requests()).toBe(2);
    expect(await workspace.read(file)).toContain('let b = 2;');
  });
});

describe('what a person sees first', () => {
  const taking = (take: boolean, seen: Proposal[]) => async (proposal: Proposal, write: () => Promise<void>) => {
    seen.push(proposal);
    if (take) await write();
    return take;
  };

  test('is one change for each symbol, and the imports as one of their own; nothing is written before', async () => {
    const { workspace, model, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE, 'Throttle.take': 'Waits.' }, answering((item) => (item.symbol === 'rate' ? `---\n${SAFE_RATE}` : replacing('return at - now;', 'return sleep(at - now, at);', "import { setTimeout as sleep } from 'node:timers/promises';\n")(item))));
    const seen: Proposal[] = [];
    const during: string[] = [];
    await workspace.apply(spec, { model, ports: { review: async (proposal, write) => { during.push(await workspace.read(file)); return taking(true, seen)(proposal, write); } } });
    expect(during).toEqual([THROTTLE]);
    const [proposal] = seen;
    expect(proposal).toMatchObject({ path: file, base: THROTTLE });
    expect(proposal!.changes.map(({ label, description, edits }) => [label, description, edits.length])).toEqual([
      ['Imports', 'setTimeout from node:timers/promises', 1],
      ['Throttle.take', 'follows its edited text', 1],
      ['rate', 'follows its edited text', 1],
    ]);
    expect(proposal!.text).toBe(await workspace.read(file));
  });

  test('left as it is, nothing is changed, and the answer is not paid for again', async () => {
    const { workspace, model, requests, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${SAFE_RATE}`));
    const before = await workspace.read(spec);
    expect(await workspace.apply(spec, { model, ports: { review: taking(false, []) } })).toMatchObject({ status: 'cancelled', applied: [], errors: [] });
    expect([await workspace.read(file), await workspace.read(spec)]).toEqual([THROTTLE, before]);
    expect(await workspace.apply(spec, { model })).toMatchObject({ status: 'done', applied: ['rate'] });
    expect(requests()).toBe(1);
  });

  test('taken in part, only that part counts', async () => {
    const { workspace, model, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE, perMinute: 'An hour.' }, answering((item) => (item.symbol === 'rate' ? `---\n${SAFE_RATE}` : replacing('* 60;', '* 3600;')(item))));
    const result = await workspace.apply(spec, {
      model,
      ports: { review: async ({ base }) => { await workspace.write(file, base.replace('* 60;', '* 3600;')); return true; } },
    });
    expect(result).toMatchObject({ status: 'done', applied: ['perMinute'] });
    expect(await workspace.apply(spec, { model, plan: true })).toMatchObject({ edited: ['rate'] });
  });

  test('is not written over what the source has become meanwhile', async () => {
    const { workspace, model, spec, file } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE }, answering(`---\n${SAFE_RATE}`));
    const result = await workspace.apply(spec, { model, ports: { review: async (_, write) => { await workspace.write(file, `${THROTTLE}\n// mine\n`); await write(); return true; } } });
    expect(result).toMatchObject({ status: 'failed', applied: [] });
    expect(result.errors).toEqual(['src/throttle.ts was changed meanwhile, so nothing was written. Run the command again: what has been answered is not asked for twice.']);
    expect(await workspace.read(file)).toBe(`${THROTTLE}\n// mine\n`);
  });
});

describe('there is nothing to do, or no way to do it', () => {
  test('with no model it says what is needed', async () => {
    const { workspace, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE });
    const result = await workspace.apply(spec);
    expect(result.status).toBe('failed');
    expect(result.errors).toEqual(['Code that follows an edited text is written by a model, and none is set. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY.']);
  });

  test('a plan tells what would be written anew and what it would cost, and asks nothing', async () => {
    const { workspace, model, requests, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { rate: RATE });
    const plan = await workspace.apply(spec, { model, plan: true });
    expect(plan).toMatchObject({ status: 'done', edited: ['rate'], files: [{ status: 'planned' }], estimate: { calls: 1, items: 1 } });
    expect(plan.estimate!.costUsd![1]).toBeGreaterThan(0);
    expect(requests()).toBe(0);
  });

  test('of a text about the whole file the person is told that no code follows from it', async () => {
    const { workspace, model, requests, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE }, { overview: 'All about pace.' });
    const result = await workspace.apply(spec, { model });
    expect(result).toMatchObject({ status: 'done', edited: [], files: [{ status: 'unchanged' }] });
    expect(result.warnings).toEqual(['src/throttle.ts: The text of overview was edited, and no code follows from it: it is about the file as a whole. Edit the text of a symbol.']);
    expect(requests()).toBe(0);
  });

  test.each([
    ['a spec that is not there', 'specs/none.ts.spec.md', 'There is no spec specs/none.ts.spec.md. Check the path.'],
    ['a source without a spec', 'src/none.ts', 'There is no spec of src/none.ts (specs/src/none.ts.spec.md). Generate it first, then edit its text.'],
    ['somebody else’s file', 'notes.spec.md', 'There is a file in the place of the spec of notes that Specwright did not write. Move it away, or choose another output folder.'],
    ['a spec in the place of another one', 'specs/moved.ts.spec.md', 'specs/moved.ts.spec.md does not say whose spec it is, or lies in the place of another one. Generate it again, then edit its text.'],
  ])('%s', async (_, given, message) => {
    const { workspace, model, spec } = await editedSpec({ 'src/throttle.ts': THROTTLE }, {});
    await workspace.write('notes.spec.md', '# Notes\n');
    await workspace.write('specs/moved.ts.spec.md', await workspace.read(spec));
    expect(await workspace.apply(given, { model })).toMatchObject({ status: 'failed', errors: [message] });
  });

  test('a symbol that is too large to be written at once', async () => {
    const large = `export function large(): number {\n${'  console.log("a line of some length, so that there are not too many");\n'.repeat(500)}  return 1;\n}\n`;
    const { workspace, model, requests, spec } = await editedSpec({ 'a.ts': large }, { large: 'Does nothing.' });
    const result = await workspace.apply(spec, { model });
    expect(result.status).toBe('partial');
    expect(result.errors[0]).toMatch(/^a\.ts: large was not brought into line with its text: it has [\d,]+ characters, more than the 28,000 that are written anew at once\.$/);
    expect(requests()).toBe(0);
  });
});
