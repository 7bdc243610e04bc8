import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createNoCache } from '../../src/engine/cache/noCache';
import type { SentRequest } from '../../src/engine/dispatch/sent';
import { resolveTimeLimits } from '../../src/engine/dispatch/limits';
import { createWorkerOutliner } from '../../src/engine/outline/workerOutliner';
import { planFiles, regenerateFiles, type RegenerateResult } from '../../src/engine/regenerateFiles';
import type { BatchStrategy } from '../../src/engine/batch/planBatches';
import { createNodeFiles } from '../../src/node/nodeFiles';
import { createNodeStore } from '../../src/node/nodeStore';
import { costUsd } from '../../src/providers/cost';
import type { Model, ModelRequest } from '../../src/providers/model';
import { openModel } from '../../src/providers/openModel';
import { NOTHING, sumOf, type Billed } from '../model-server/ledger';
import { startServer, type BenchServer } from './benchServer';
import { printTable, type Row } from './rows';

const SPEC = 'project.spec.yaml';
/** Times of a hosted model, as in the other benchmarks: 0.8 s to the first token, 80 tokens a second; scaled down, and up again in what is printed. */
const ORDER = { timeToFirstTokenMs: 800, tokensPerSecond: 80, timeScale: 0.1 } as const;

/** What a model is asked for and what it costs, for whole projects, against what a generator does that sends the whole spec with every file, one after the other, uncached. @param names of some measurements alone */
export async function run(root: string, names: readonly string[] = []): Promise<number> {
  const server = await startServer();
  const outliner = createWorkerOutliner({ workerFile: path.join(root, 'dist/outlineWorker.js'), wasmDir: path.join(root, 'dist/grammars') });
  const folders: string[] = [];
  const bench = new Bench(server, outliner, folders);
  const rows: Row[] = [];
  try {
    for (const measure of [fifteenFiles, similarEntities, standardFiles, eightTasks, fiftyEntities, threeOfTwenty, freshClone].filter(({ name }) => names.length === 0 || names.includes(name))) {
      process.stderr.write(`${measure.name} …\n`);
      rows.push(...(await measure(bench)));
    }
  } finally {
    await server.close();
    await outliner.dispose();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
  printTable(rows);
  return 0;
}

class Bench {
  constructor(
    readonly server: BenchServer,
    private readonly outliner: ReturnType<typeof createWorkerOutliner>,
    private readonly folders: string[],
  ) {}

  /** A folder of its own, with a project spec. */
  project(spec: string): string {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'specwright-bench-'));
    this.folders.push(folder);
    writeFileSync(path.join(folder, SPEC), spec);
    return folder;
  }

  async run(folder: string, { strategy = 'balanced', plan = false }: { readonly strategy?: BatchStrategy; readonly plan?: boolean } = {}) {
    const model = await modelAt(this.server);
    const sent: SentRequest[] = [];
    const startedAt = performance.now();
    const result: RegenerateResult = await (plan ? planFiles : regenerateFiles)(
      { paths: [SPEC], outputFolder: '', template: 'reference', language: 'en', batch: { strategy, maxItems: 20, concurrency: 6, effort: 'low' }, timeLimits: resolveTimeLimits({}, 'folder') },
      { files: createNodeFiles(folder), store: createNodeStore(folder), outliner: this.outliner, cache: createNoCache(), model, onSent: (one) => void sent.push(one) },
    );
    return { ...result, model, sent, ms: performance.now() - startedAt };
  }
}

function modelAt(server: BenchServer): Promise<Model> {
  return openModel({ provider: 'anthropic', apiKey: 'key', baseUrl: server.url });
}

const THINGS = 'Apple Bread Chair Desk Engine Flower Garden House Island Jacket Kettle Ladder Mirror Needle Orange Pencil Quilt Ribbon Saddle Table Umbrella Vase Window Yacht Zebra Anchor Basket Candle Drawer Easel Fender Goblet Hammer Inkpot Jigsaw Kayak Lantern Magnet Napkin Oven Pillow Quiver Rocket Spoon Tripod Urn Violin Wagon Yoke Zipper'.split(' ');

/** `count` entities of the same shape, of at most 50,, each with operations; long enough that a spec of 50 is one that people write. */
function specOf(count: number, { operations = 2, extraFields = 4, language = 'go' } = {}): string {
  const names = THINGS.slice(0, count);
  const entity = (name: string) => [`  - name: ${name}`, `    description: One ${name} of the catalogue, kept until somebody removes it.`, '    fields:', '      - { name: id, type: uuid }', ...Array.from({ length: extraFields }, (_, i) => `      - { name: field${i + 1}, type: string, description: "Value ${i + 1} of the ${name}, at most ${40 + i} characters." }`)];
  const of = (name: string) => [
    `  - { endpoint: "POST /${name.toLowerCase()}s", description: "Keeps a new ${name}. Its values are trimmed.", request_body: ${name}, response_201: ${name}, response_409: "There is such a ${name} already." }`,
    `  - { endpoint: "GET /${name.toLowerCase()}s/{id}", response_200: ${name}, response_404: "There is no such ${name}." }`,
    `  - { endpoint: "DELETE /${name.toLowerCase()}s/{id}", response_204: Removed., response_404: "There is no such ${name}." }`,
  ].slice(0, operations);
  return [`name: Catalogue`, 'description: Keeps a catalogue of things.', `language: ${language}`, 'module: example.com/catalogue', 'requirements:', ...names.map((name, i) => `  - { id: FR-${i + 1}, text: "A ${name} whose first value is empty is refused, and its values are kept without spaces around them." }`), 'entities:', ...names.flatMap(entity), 'api_contracts:', ...names.flatMap(of), ''].join('\n');
}

/** The same bodies, each file alone, with the whole spec, one after the other, nothing cached. */
async function wholeSpecEachTime(bench: Bench, spec: string): Promise<{ readonly ms: number; readonly billed: Billed; readonly requests: number }> {
  await bench.server.start({});
  const { sent } = await bench.run(bench.project(spec), { strategy: 'latency' });
  await bench.server.start(ORDER);
  const model = await modelAt(bench.server);
  const startedAt = performance.now();
  let billed = NOTHING;
  for (const { body } of sent) for await (const event of model.stream(withWholeSpec(body, spec), { signal: new AbortController().signal })) if (event.type === 'end') billed = sumOf([billed, event.usage!]);
  return { ms: performance.now() - startedAt, billed, requests: sent.length };
}

function withWholeSpec(body: ModelRequest, spec: string): ModelRequest {
  const isSpec = (text: string) => text.startsWith('The specification of the whole project');
  const system = [...body.system.filter(({ text }) => !isSpec(text)).map(({ text }) => ({ text })), { text: `The specification of the whole project.\n\n${spec}` }];
  return { ...body, system, user: body.user.map(({ text }) => ({ text: text.replace(/\n\nSpecification:\n[^]*?(?=<\/specwright:item)/g, '\n') })) };
}

function inputUsd(billed: Billed, model: Model): number {
  return costUsd({ ...billed, outputTokens: 0 }, model.prices)!;
}

async function measured(bench: Bench, folder: string, strategy: BatchStrategy = 'balanced', order: Parameters<BenchServer['start']>[0] = ORDER) {
  await bench.server.start(order);
  const result = await bench.run(folder, { strategy });
  const { requests } = await bench.server.report();
  return { ...result, requests, billed: sumOf(requests.map(({ billed }) => billed)) };
}

async function fifteenFiles(bench: Bench): Promise<Row[]> {
  const spec = specOf(15, { operations: 3 });
  const sequential = await wholeSpecEachTime(bench, spec);
  const folder = bench.project(spec);
  const result = await measured(bench, folder);
  const lines = result.files.reduce((sum, file) => sum + readFileSync(path.join(folder, file.path), 'utf8').split('\n').length, 0);
  const [time, dollars] = [result.ms / sequential.ms, inputUsd(result.billed, result.model) / inputUsd(sequential.billed, result.model)];
  const seconds = (ms: number) => (ms / 1_000 / ORDER.timeScale).toFixed(0);
  return [{
    case: `${sequential.requests} files with bodies (${result.files.length} files, ${lines.toLocaleString('en-US')} lines) from one spec`,
    is: `${time.toFixed(2)} × the time (${seconds(result.ms)} s against ${seconds(sequential.ms)} s, scaled up from ${ORDER.timeScale}), ${dollars.toFixed(2)} × the input dollars; ${result.requests.length} requests of ${sequential.requests}`,
    must: 'at most 0.3 × the time, 0.4 × the input dollars',
    holds: result.status === 'done' && time <= 0.3 && dollars <= 0.4,
  }];
}

async function similarEntities(bench: Bench): Promise<Row[]> {
  const result = await measured(bench, bench.project(specOf(10)), 'cost');
  const balanced = await measured(bench, bench.project(specOf(10)));
  const by = (requests: typeof result.requests, layer: string) => requests.filter(({ items }) => items.some((item) => item.includes(`internal/${layer}/`))).length;
  const asked = [by(result.requests, 'service'), by(result.requests, 'handler'), by(result.requests, 'model') + by(result.requests, 'storage')];
  return [{
    case: '10 similar entities',
    is: `\`cost\`: ${asked[2]} requests for declarations, ${asked[0]} with services, ${asked[1]} with handlers; \`balanced\`: ${by(balanced.requests, 'service')} and ${by(balanced.requests, 'handler')}`,
    must: '0 for declarations, at most 3 for services, 3 for handlers',
    holds: result.status === 'done' && asked[2] === 0 && asked[0]! <= 3 && asked[1]! <= 3,
  }];
}

async function standardFiles(bench: Bench): Promise<Row[]> {
  const result = await measured(bench, bench.project(specOf(8, { operations: 3 })), 'latency');
  const templates = result.planned!.filter(({ from }) => from === 'template').length;
  const share = templates / (templates + result.requests.length);
  return [{ case: 'standard files', is: `${templates} files from templates, 0 requests; with a request for each it would be ${templates + result.requests.length} instead of ${result.requests.length}: ${(100 * share).toFixed(0)}% fewer`, must: '0 requests, 15 to 25% fewer', holds: share >= 0.15 }];
}

/** Files that a model writes whole wait for those that they build upon. */
async function eightTasks(bench: Bench): Promise<Row[]> {
  const flat = { a: [], b: [], c: [], d: [], e: ['a', 'b'], f: ['c'], g: ['d'], h: ['a', 'd'] };
  const deep = { a: [], b: [], c: [], d: [], e: ['a', 'b'], f: ['c', 'd'], g: ['e', 'f'], h: ['g'] };
  const fileOf = (name: string) => `docs/${name}.md`;
  const of = async (needs: Readonly<Record<string, readonly string[]>>) => {
    const files = Object.entries(needs).map(([name, upon]) => `  - { path: ${fileOf(name)}, description: "Explains part ${name}.", needs: [${upon.map(fileOf).join(', ')}] }`);
    return measured(bench, bench.project(['name: Catalogue', 'language: go', 'module: example.com/catalogue', 'files:', ...files, ''].join('\n')), 'latency', { ...ORDER, itemTokens: 480 });
  };
  const [one, twoLayers, fourLayers] = [await of({ a: [] }), await of(flat), await of(deep)];
  const share = ({ ms }: { readonly ms: number }) => ms / (8 * one.ms);
  return [{
    case: '8 files that a model writes, of which 4 build upon nothing, the others upon these',
    is: `${share(twoLayers).toFixed(2)} × the time of 8 such files one after the other; ${share(fourLayers).toFixed(2)} × where the others build upon each other in three layers more, which alone take half; ${twoLayers.requests.length} requests`,
    must: 'at most half',
    holds: [twoLayers, fourLayers].every(({ status, requests }) => status === 'done' && requests.length === 8) && share(twoLayers) <= 0.5,
  }];
}

async function fiftyEntities(bench: Bench): Promise<Row[]> {
  const spec = specOf(50, { extraFields: 6 });
  const folder = bench.project(spec);
  await bench.server.start({});
  const { sent, layout } = await bench.run(folder, { strategy: 'latency' });
  const one = sent.find(({ body }) => body.user.some(({ text }) => text.includes('path="internal/service/apple')))!.body;
  const excerpt = /\n\nSpecification:\n([^]*?)<\/specwright:item/.exec(one.user.at(-1)!.text)?.[1] ?? '';
  const index = /^Project: [^]*?(?=\nDeclarations of )/m.exec(one.user.at(-1)!.text)?.[0] ?? '';
  const share = (excerpt.length + index.length) / spec.length;
  const sequential = await wholeSpecEachTime(bench, spec);
  const result = await measured(bench, bench.project(spec));
  const dollars = inputUsd(result.billed, result.model) / inputUsd(sequential.billed, result.model);
  return [{
    case: `50 entities (a spec of ${(spec.length / 1_000).toFixed(0)} kB), one file; the whole project`,
    is: `${(100 * share).toFixed(0)}% of the spec at full price (${layout}); ${(100 * (1 - dollars)).toFixed(0)}% fewer input dollars than the whole spec each time, uncached (${result.layout})`,
    must: 'at most 40%; at least 50% fewer',
    holds: share <= 0.4 && dollars <= 0.5,
  }];
}

async function threeOfTwenty(bench: Bench): Promise<Row[]> {
  const holding = (spec: string, name: string) => spec.replace(`"Value 4 of the ${name}, at most 43 characters." }`, (field) => `${field}\n      - { name: chair, type: Chair, description: "The chair that goes with it." }`);
  const spec = ['Desk', 'Engine'].reduce(holding, specOf(20, { operations: 3 }));
  const sequential = await wholeSpecEachTime(bench, spec);
  const folder = bench.project(spec);
  const whole = await measured(bench, folder);
  writeFileSync(path.join(folder, SPEC), spec.replace('name: field2, type: string, description: "Value 2 of the Chair', 'name: heading, type: string, description: "Value 2 of the Chair'));
  const result = await measured(bench, folder);
  const asked = result.requests.reduce((sum, { items }) => sum + items.length, 0);
  const cost = (billed: Billed) => costUsd(billed, result.model.prices)!;
  const [time, dollars] = [1 - result.ms / whole.ms, 1 - cost(result.billed) / cost(whole.billed)];
  const percent = (share: number) => `${(100 * share).toFixed(0)}%`;
  return [{
    case: 'a field renamed in one of 20 entities, which two others hold (20 files with bodies)',
    is: `${asked} items asked for, ${result.files.filter(({ status }) => status === 'written').length} of ${result.files.length} files written; ${percent(time)} less time and ${percent(dollars)} less cost than our own run for all of it, whose requests run side by side; ${percent(1 - result.ms / sequential.ms)} and ${percent(1 - cost(result.billed) / cost(sequential.billed))} less than file by file`,
    must: '3 to 5 items, at least 80% less time and cost',
    holds: result.status === 'done' && asked <= 5 && time >= 0.8 && dollars >= 0.8,
  }];
}

async function freshClone(bench: Bench): Promise<Row[]> {
  const folder = bench.project(specOf(8));
  await measured(bench, folder);
  const clone = bench.project('');
  mkdirSync(clone, { recursive: true });
  cpSync(folder, clone, { recursive: true });
  const again = await measured(bench, clone);
  const changed = again.files.filter(({ path: file }) => readFileSync(path.join(folder, file), 'utf8') !== readFileSync(path.join(clone, file), 'utf8')).length;
  return [{ case: 'same spec, again, on a fresh clone with an empty cache', is: `${again.requests.length} requests, ${changed} files changed`, must: '0 requests, no byte changed', holds: again.requests.length === 0 && changed === 0 && again.status === 'done' }];
}
