import type { FileReport, RequestReport, RequestSpan, RunReport, SectionReport, TokenCounts } from '../../../src/engine/metrics/runReport';

export interface MadeUpRun {
  readonly requests?: number;
  readonly files?: number;
  readonly sectionsPerFile?: number;
  readonly places?: number;
  /** One request in so many is told to come back later. 0: none. */
  readonly throttledEvery?: number;
  /** One in so many fails. 0: none. */
  readonly failedEvery?: number;
  readonly models?: readonly string[];
  readonly startedAt?: number;
  readonly isRunning?: boolean;
  readonly seed?: number;
}

/** A run as the recorder would tell it, for what only looks at reports. The same options give the same run. */
export function madeUpRun({ requests = 24, files = 8, sectionsPerFile = 4, places = 6, throttledEvery = 7, failedEvery = 0, models = ['anthropic/claude-sonnet-5-5'], startedAt = Date.UTC(2026, 0, 15, 10), isRunning = false, seed = 1 }: MadeUpRun = {}): RunReport {
  const random = randomFrom(seed);
  const freeFrom = models.map(() => Array.from({ length: places }, () => 400));
  const all = Array.from({ length: requests }, (_, i): RequestReport => {
    const model = i % models.length;
    const [provider = '', name = ''] = models[model]!.split('/');
    const lanes = freeFrom[model]!;
    const lane = lanes.indexOf(Math.min(...lanes));
    const queuedMs = 350 + i * 0.2;
    const spans: RequestSpan[] = [];
    let at = queuedMs;
    const go = (kind: RequestSpan['kind'], until: number, because?: string) => {
      if (until > at) spans.push({ kind, startMs: at, endMs: until, ...(because && { because }) });
      at = Math.max(at, until);
    };
    const isThrottled = throttledEvery > 0 && i % throttledEvery === throttledEvery - 1;
    const failed = failedEvery > 0 && i % failedEvery === failedEvery - 1;
    go('place', lanes[lane]!);
    if (isThrottled) go('rate', at + 900 * random(), 'output tokens');
    go('first-byte', at + 250 + 400 * random());
    if (isThrottled && i % 2 === 0) {
      go('retry', at + 600, 'rate limit');
      go('first-byte', at + 250 + 400 * random());
    }
    if (!failed) go('streaming', at + 400 + 1600 * random());
    lanes[lane] = at;
    const tokens: TokenCounts = { input: 400 + Math.floor(random() * 600), cacheWrite: i === 0 ? 2100 : 0, cacheRead: i === 0 ? 0 : 2100, output: failed ? 0 : 300 + Math.floor(random() * 500) };
    const goesOn = isRunning && i >= requests - places;
    return {
      id: `r${i}`, provider, model: name, items: 1 + (i % 5), taken: failed || goesOn ? 0 : 1 + (i % 5), queuedMs,
      spans: goesOn ? [...spans.slice(0, -1), { kind: spans.at(-1)!.kind, startMs: spans.at(-1)!.startMs }] : spans,
      attempts: isThrottled && i % 2 === 0 ? 2 : 1,
      ...(!goesOn && { endedMs: at, outcome: failed ? 'error' : 'complete', tokens, costUsd: priceOf(tokens), ...(failed && { detail: 'the server answered 500' }) }),
    };
  });
  const endMs = Math.max(400, ...freeFrom.flat()) + 120;
  const made = Array.from({ length: files }, (_, i) => fileOf(i, sectionsPerFile, random));
  const ended = all.filter(({ tokens }) => tokens);
  const tokens = sum(ended.map((request) => request.tokens!));
  const costUsd = priceOf(tokens);
  const time = (kind: RequestSpan['kind']) => all.reduce((ms, { spans }) => ms + spans.reduce((part, span) => part + (span.kind === kind ? (span.endMs ?? endMs) - span.startMs : 0), 0), 0);
  return {
    version: 1,
    run: { id: 'run 1', command: 'generate', provider: models[0]!.split('/')[0]!, model: models[0]!.split('/')[1]!, startedAt, ms: endMs, ...(isRunning ? { stage: 'analyze' as const } : { status: failedEvery > 0 ? ('partial' as const) : ('done' as const) }) },
    totals: {
      tokens, costUsd, uncertainCalls: 0,
      calls: all.reduce((calls, { attempts }) => calls + attempts, 0),
      items: { planned: files * sectionsPerFile, fresh: 12, fromCache: made.reduce((n, file) => n + file.fromCache, 0), fromModel: made.reduce((n, file) => n + file.fromModel, 0), failed: made.reduce((n, file) => n + file.failed, 0) },
      callsSavedByBatching: Math.max(0, files * sectionsPerFile - requests),
      resultCache: { hits: made.reduce((n, file) => n + file.fromCache, 0), misses: made.reduce((n, file) => n + file.fromModel + file.failed, 0) },
      promptCacheShare: tokens.cacheRead / Math.max(1, tokens.input + tokens.cacheRead + tokens.cacheWrite),
      retries: all.reduce((retries, { attempts }) => retries + attempts - 1, 0),
      waitedMs: { place: time('place'), rate: time('rate'), retry: time('retry') },
      files: { planned: files, written: Math.ceil(files * 0.75), unchanged: Math.floor(files * 0.25), refused: 0, leftOut: 4 },
      templates: { files: 1 }, names: { checked: 210, unverified: 3 }, savedByPromptCacheUsd: (tokens.cacheRead * 2.7) / 1e6,
    },
    models: [],
    stages: [
      { stage: 'gather', startMs: 0, ms: 60, detail: `${files} files, 4 left out` },
      { stage: 'chunk', startMs: 60, ms: 240, detail: `${files * sectionsPerFile} sections` },
      { stage: 'batch', startMs: 300, ms: 50, detail: `${requests} requests` },
      { stage: 'analyze', startMs: 350, ...(!isRunning && { ms: endMs - 350, detail: 'all answered' }) },
      ...(isRunning ? [] : [{ stage: 'write' as const, startMs: 420, ms: endMs - 420, detail: `${files} specs` }]),
    ],
    requests: all,
    files: made,
    leftOut: [{ path: 'dist/bundle.js', reason: 'ignored by .gitignore' }, { path: 'dist/bundle.min.js', reason: 'ignored by .gitignore' }, { path: 'assets/logo.bin', reason: 'not a text' }, { path: 'src/generated.ts', reason: 'larger than 1 MB' }],
    decisions: [
      { ms: 312, what: `${requests} requests for ${files * sectionsPerFile} sections`, because: 'so they take the least of price and time together' },
      { ms: 316, what: 'the instructions are kept in the provider’s cache', because: 'they are 2,100 tokens long, above the smallest that it keeps, 1,024, and several requests begin with them' },
    ],
    recommendations: [
      { id: 'rate-limit', message: 'Requests waited for the rate limit 40% of the time; fewer and larger ones would wait less.', setting: { id: 'batch.strategy', value: 'cost' }, saves: { ms: 5_200, calls: 11 } },
      { id: 'prefix-below-minimum', message: 'The shared prefix is 310 tokens below the smallest that this model keeps in its cache.', saves: { usd: 0.012 } },
    ],
    cacheMisses: requests > 5 ? [{ request: 'r5', tokens: 2100, differs: 'project', message: 'The outline of the project changed between two requests, so that what came after it could not be read from the cache.' }] : [],
    warnings: [{ message: 'A name of this section was not found in the code: `flushAll`.', path: 'src/module-3/file-3.ts' }],
  };
}

function fileOf(i: number, sectionsPerFile: number, random: () => number): FileReport {
  const sections = Array.from({ length: sectionsPerFile }, (_, n): SectionReport => {
    const from = (i + n) % 9 === 8 ? 'failed' : (i + n) % 5 === 4 ? 'cache' : 'model';
    const tokens = from === 'model' ? { input: Math.floor(200 * random()), cacheWrite: 0, cacheRead: Math.floor(700 * random()), output: 80 + Math.floor(300 * random()) } : NONE;
    return { section: n === 0 ? 'overview' : `Class${i}.method${n}`, from, ...(from === 'failed' && { reason: 'the answer held no text for it' }), ...(from === 'model' && { request: `r${i}` }), tokens, costUsd: priceOf(tokens) };
  });
  const tokens = sum(sections.map((section) => section.tokens));
  const of = (kind: SectionReport['from']) => sections.filter(({ from }) => from === kind).length;
  return { path: `src/module-${i % 12}/file-${i}.ts`, fresh: i % 3, fromCache: of('cache'), fromModel: of('model'), failed: of('failed'), tokens, costUsd: priceOf(tokens), outcome: i % 4 === 3 ? 'unchanged' : 'written', ...(i === 1 && { madeFrom: 'template' as const }), sections };
}

const NONE: TokenCounts = { input: 0, cacheWrite: 0, cacheRead: 0, output: 0 };

function sum(all: readonly TokenCounts[]): TokenCounts {
  return all.reduce((a, b) => ({ input: a.input + b.input, cacheWrite: a.cacheWrite + b.cacheWrite, cacheRead: a.cacheRead + b.cacheRead, output: a.output + b.output }), NONE);
}

/** 3, 3.75, 0.3 and 15 dollars per million. */
function priceOf({ input, cacheWrite, cacheRead, output }: TokenCounts): number {
  return (input * 3 + cacheWrite * 3.75 + cacheRead * 0.3 + output * 15) / 1e6;
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
