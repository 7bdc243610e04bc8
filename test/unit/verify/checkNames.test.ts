import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { resolveTimeLimits } from '../../../src/engine/dispatch/limits';
import { chunkSources } from '../../../src/engine/chunk/chunkSources';
import { gatherSources } from '../../../src/engine/gather/gatherSources';
import { Run } from '../../../src/engine/run';
import { builtInsOf } from '../../../src/engine/verify/builtIns/builtIns';
import { checkNames } from '../../../src/engine/verify/checkNames';
import { createNoCache } from '../../../src/engine/cache/noCache';
import { createInProcessOutliner } from '../../../src/engine/outline/parseOutline';
import { createNodeFiles } from '../../../src/node/nodeFiles';
import { createNodeStore } from '../../../src/node/nodeStore';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';

const outliner = createInProcessOutliner({ wasmDir: path.resolve(import.meta.dirname, '../../../node_modules/@vscode/tree-sitter-wasm/wasm') });

const STORE = `export interface Clock { now(): number }
/** Keeps things. */
export class Store {
  write(key: string, payload: string): void {}
  read(key: string): string { return key.trim(); }
}
`;
const QUEUE = `import { readFile } from 'node:fs/promises';
import { Store, type Clock } from './store';

export const LIMIT = 10;
export class Full extends Error {}

/** Holds what waits. */
export class Queue {
  #items: string[] = [];
  constructor(private readonly store: Store, private readonly clock: Clock) {}

  /** Adds one. */
  add(task: string, options: { urgent?: boolean } = {}): number {
    if (this.#items.length >= LIMIT) throw new Full('queue is full');
    this.#items.push(task);
    this.store.write(task, 'waiting');
    return this.clock.now();
  }

  /** Takes \`count\` of them. */
  take(count: number): string[] {
    return this.#items.splice(0, count);
  }
}

export class Log {
  flush(deadline: number): void {}
}

export async function load(path: string, encoding: 'utf8'): Promise<string> {
  return readFile(path, encoding);
}
`;

/** What is not found of a text, as the text of a section. */
async function unknownIn(section: string, text: string, sources: Readonly<Record<string, string>> = { 'src/queue.ts': QUEUE, 'src/store.ts': STORE }): Promise<string[]> {
  const workspace = await workspaceOf(sources);
  const request = { paths: [''], outputFolder: 'specs', template: 'reference', language: 'en', batch: { strategy: 'balanced' as const, maxItems: 20, concurrency: 1 }, timeLimits: resolveTimeLimits({}, 'folder') };
  const run = new Run('plan', request, { files: createNodeFiles(workspace.root), store: createNodeStore(workspace.root), outliner, cache: createNoCache(), model: await modelAt(await serverOf()) });
  const work = await chunkSources(await gatherSources(request, run), request, run);
  run.close();
  const item = work.flatMap(({ items }) => items).find((one) => one.path.includes(Object.keys(sources)[0]!) && one.section === section)!;
  return checkNames(text, item.known!(), item.shown([]), builtInsOf).unverified.map(({ name }) => name);
}

describe('a name is found', () => {
  test.each([
    ['a member of the own class, by either of its names', '`Queue.take`, `take`, `this.take(1)`, `#items`, `Queue#add`'],
    ['a parameter of the own function', '`task` and `options.urgent`'],
    ['what the file declares or imports', '`LIMIT`, `Full`, `load`, `Log.flush`, `Store`, `./store`, `src/queue.ts`'],
    ['a member of an imported class', '`Store.read`, `store.write(task)`'],
    ["the language's own", '`Error`, `Promise.all`, `Array.prototype.push()`, `undefined`, `JSON.stringify`, `ENOENT`, `Map<string, number[]>`'],
    ['an expression of such names', '`this.#items.length >= LIMIT`, `new Queue(store, clock).add(task, { urgent: true })`, `task => task.length`'],
  ])('%s', async (_, text) => {
    expect(await unknownIn('Queue.add', text)).toEqual([]);
  });

  test('that is no name at all: literals, commands, addresses, options, words', async () => {
    expect(await unknownIn('Queue.add', '`"later"`, `404`, `1.5 s`, `npm run build`, `https://example.org/x`, `--verbose`, `text/plain`, `utf-8`, `**/*.ts`, `queue is full`, `=>`, `/^a+$/`')).toEqual([]);
  });

  test('only in code font', async () => {
    expect(await unknownIn('Queue.add', 'Calls Queue.drop and frobnicate.\n\n```ts\nfrobnicate();\n```')).toEqual([]);
  });
});

describe('a name is not found', () => {
  test.each([
    ["another class's method", '`Queue.flush`', ['Queue.flush']],
    ["an imported class's method on the own class", '`Queue.read`', ['Queue.read']],
    ['one or two letters off', '`Queue.tak`, `LIMITS`, `Store.wirte`, `optoins`', ['Queue.tak', 'LIMITS', 'Store.wirte', 'optoins']],
    ['a parameter of the neighbour', '`count`, `deadline`', ['count', 'deadline']],
    ["a member of an imported class's value that it does not have", '`store.remove`', ['store.remove']],
    ['an error that nothing declares', '`QueueFullError`', ['QueueFullError']],
    ['a file that is not there', '`src/queues.ts`', ['src/queues.ts']],
    ['in an expression', '`this.#items.length > maximum`', ['maximum']],
    ["in the language's own", '`JSON.parze`', ['JSON.parze']],
  ])('%s', async (_, text, names) => {
    expect(await unknownIn('Queue.add', text)).toEqual(names);
  });

  test('where it stands, and what it may have meant', async () => {
    const workspace = { 'a.py': 'class Store:\n    def write(self, key):\n        return key\n' };
    const text = 'Calls `Store.wirte`.';
    expect(await unknownIn('Store.write', text, workspace)).toEqual(['Store.wirte']);
    const known = { file: { language: 'python', path: 'a.py', ids: [], top: ['Store'], types: { Store: { members: ['write'] } }, paths: [] }, section: { ownType: 'Store', types: {}, beside: [], valueTypes: {} } };
    expect(checkNames(text, known, { text: '', context: [] }, builtInsOf).unverified).toEqual([{ text: 'Store.wirte', name: 'Store.wirte', start: 6, end: 19, nearest: 'Store.write' }]);
  });
});

test('an overview may name members of all classes of its file', async () => {
  expect(await unknownIn('overview', '`flush` and `add`; `Queue.flush`')).toEqual(['Queue.flush']);
});

describe('a class that inherits', () => {
  const SOURCES = { 'a.ts': "import { Base } from './base';\nimport { EventEmitter } from 'node:events';\nexport class Own extends Base { run(): void { this.stop(); } }\nexport class Heard extends EventEmitter { ring(): void { this.emit('ring'); } }\n", 'base.ts': 'export class Root { halt(): void {} }\nexport class Base extends Root { stop(): void {} }\n' };

  test('has the members of its base, wherever that is declared', async () => {
    expect(await unknownIn('Own.run', '`Own.stop`, `Own.halt`, `Own.pause`', SOURCES)).toEqual(['Own.pause']);
  });

  test("may have what the library's classes have, and nothing else, where its base is not of the workspace", async () => {
    expect(await unknownIn('Heard.ring', '`Heard.emit`, `Heard.once`, `Heard.halt`', SOURCES)).toEqual(['Heard.halt']);
  });
});

describe.each([
  ['Python', 'Queue.add', '`Queue.size`, `self.items`, `limit`, `len(items)`, `asyncio.sleep`, `__init__`, `ValueError`, `os.path.join`', '`Queue.flush`, `deadline`, `self.itmes`', ['Queue.flush', 'deadline', 'self.itmes'],
    { 'q.py': 'import asyncio\nimport os.path\n\nclass Queue:\n    def __init__(self):\n        self.items = []\n\n    def size(self):\n        return len(self.items)\n\n    async def add(self, task, *, limit=3):\n        """Adds one."""\n        await asyncio.sleep(limit)\n        self.items.append(task)\n\nclass Log:\n    def flush(self, deadline):\n        print(deadline)\n' }],
  ['Go', 'Queue.Add', '`Queue.Size`, `q.items`, `task`, `fmt.Errorf`, `error`, `ctx.Err()`, `map[string]int`', '`Queue.Flush`, `deadline`, `ErrFul`', ['Queue.Flush', 'deadline', 'ErrFul'],
    { 'q.go': 'package q\n\nimport (\n\t"context"\n\t"fmt"\n)\n\nvar ErrFull = fmt.Errorf("full")\n\ntype Queue struct {\n\titems []string\n}\n\nfunc (q *Queue) Size() int { return len(q.items) + 1 }\n\nfunc (q *Queue) Add(ctx context.Context, task string) error {\n\tif q.Size() > 3 {\n\t\treturn fmt.Errorf("no: %w", ErrFull)\n\t}\n\tq.items = append(q.items, task)\n\treturn ctx.Err()\n}\n\ntype Log struct{}\n\nfunc (l *Log) Flush(deadline int) { fmt.Println(deadline, l) }\n' }],
  ['Rust', 'Queue.add', '`Queue::size`, `self.items`, `task`, `Vec<String>`, `Some(n)`, `println!`, `Result`', '`Queue::flush`, `deadline`', ['Queue::flush', 'deadline'],
    { 'q.rs': 'pub struct Queue { items: Vec<String> }\nimpl Queue {\n    pub fn size(&self) -> usize { self.items.len() + 1 }\n    pub fn add(&mut self, task: String) -> Option<usize> {\n        if self.size() > 3 { return None; }\n        self.items.push(task);\n        Some(self.size())\n    }\n}\npub struct Log;\nimpl Log {\n    pub fn flush(&self, deadline: u64) { println!("{}", deadline + 1); }\n}\n' }],
])('in %s', (_, section, right, wrong, names, sources) => {
  test('what is there is found', async () => {
    expect(await unknownIn(section, right, sources)).toEqual([]);
  });

  test('what is not is not', async () => {
    expect(await unknownIn(section, wrong, sources)).toEqual(names);
  });
});
