import { createServer } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunEvent } from '../../../src/engine/events';
import { createTraces } from '../../../src/node/traces';
import { tracesEndpoint } from '../../../src/node/tracesEndpoint';
import { modelAt, serverOf, workspaceOf } from '../engine/workspace';
import { Story } from '../metrics/stream';

/** A span as OTLP has it in JSON. Source: opentelemetry-proto, trace.proto; ids are hex, times are nanoseconds as decimal strings. */
interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events?: readonly { readonly name: string; readonly timeUnixNano: string; readonly attributes: readonly OtlpAttribute[] }[];
  readonly status?: { readonly code?: number };
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string; readonly doubleValue?: number; readonly boolValue?: boolean; readonly arrayValue?: { readonly values: readonly OtlpAttribute['value'][] } };
}

interface OtlpTraces {
  readonly resourceSpans: readonly { readonly resource: { readonly attributes: readonly OtlpAttribute[] }; readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly OtlpSpan[] }[] }[];
}

/** Takes what is sent and decodes it. `answer`: the status of each delivery. */
async function collector(answer: number | 'never' = 200) {
  const received: { readonly path: string | undefined; readonly type: string | undefined; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
      const whole = Buffer.concat(pieces);
      received.push({ path: request.url, type: request.headers['content-type'], body: (request.headers['content-encoding'] === 'gzip' ? gunzipSync(whole) : whole).toString() });
      if (answer !== 'never') response.writeHead(answer, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as { port: number };
  const resources = () => received.flatMap(({ body }) => (JSON.parse(body) as OtlpTraces).resourceSpans);
  return { url: `http://127.0.0.1:${port}/v1/traces`, received, resources, spans: () => resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)) };
}

function valueOf({ stringValue, intValue, doubleValue, boolValue, arrayValue }: OtlpAttribute['value']): unknown {
  return stringValue ?? (intValue === undefined ? undefined : Number(intValue)) ?? doubleValue ?? boolValue ?? arrayValue?.values.map(valueOf);
}

function attributesOf({ attributes }: { readonly attributes: readonly OtlpAttribute[] }): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

/** Milliseconds since the beginning of the story. */
function times({ startTimeUnixNano, endTimeUnixNano }: OtlpSpan): [number, number] {
  return [startTimeUnixNano, endTimeUnixNano].map((nanoseconds) => Number(BigInt(nanoseconds) / 1_000_000n) - 1_000_000) as [number, number];
}

async function sent(events: readonly RunEvent[]) {
  const { url, spans, ...rest } = await collector();
  const warnings: string[] = [];
  const traces = createTraces({ url, version: '1.2.3', onWarning: (message) => warnings.push(message) });
  for (const event of events) traces.listener(event);
  await traces.close();
  expect(warnings).toEqual([]);
  return { spans: spans(), ...rest };
}

const story = () => new Story().at(5, { type: 'stage-started', stage: 'analyze' });

describe('a trace', () => {
  test('has a span for the run, one for each stage, one for each request, with the times of the events', async () => {
    const { spans, received, resources } = await sent(story().exchange(10, 'r1', ['a.ts#f'], { waitMs: 40 }).at(600, { type: 'stage-finished', stage: 'analyze', ms: 595, detail: '' }).finished(610).events);
    expect(received[0]).toMatchObject({ path: '/v1/traces', type: 'application/json' });
    expect(attributesOf(resources()[0]!.resource)).toMatchObject({ 'service.name': 'specwright', 'service.version': '1.2.3' });
    const [request, stage, run] = ['chat m', 'analyze', 'specwright generate'].map((name) => spans.find((span) => span.name === name)!);
    expect([times(run!), times(stage!), times(request!)]).toEqual([[0, 610], [5, 600], [50, 550]]);
    expect([request!.parentSpanId, stage!.parentSpanId, run!.parentSpanId]).toEqual([stage!.spanId, run!.spanId, undefined]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(spans).toHaveLength(3);
  });

  test('says of a request what the conventions for generative AI ask for', async () => {
    const used = { inputTokens: 100, cacheReadTokens: 2_000, cacheWrite5mTokens: 30, outputTokens: 40 };
    const { spans } = await sent(new Story({ provider: 'gemini', model: 'g' }).queued(0, 'r1', ['a.ts#f', 'a.ts#g']).started(20, 'r1').at(150, { type: 'request-first-byte', request: 'r1', ms: 130 }).ended(400, 'r1', used).finished(500).events);
    const request = spans.find(({ name }) => name === 'chat g')!;
    expect(request.kind).toBe(3);
    expect(request.status?.code ?? 0).toBe(0);
    expect(attributesOf(request)).toEqual({
      'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'gcp.gemini', 'gen_ai.request.model': 'g', 'gen_ai.request.stream': true, 'gen_ai.output.type': 'text', 'gen_ai.response.finish_reasons': ['stop'], 'gen_ai.response.time_to_first_chunk': 0.13,
      'gen_ai.usage.input_tokens': 2_130, 'gen_ai.usage.cache_read.input_tokens': 2_000, 'gen_ai.usage.cache_creation.input_tokens': 30, 'gen_ai.usage.output_tokens': 40,
      'specwright.request.id': 'r1', 'specwright.request.items': 2, 'specwright.request.queued_ms': 20, 'specwright.request.outcome': 'complete', 'specwright.request.attempts': 1, 'specwright.request.cost_usd': 0.01, 'specwright.cache_read.expected': false,
    });
  });

  test('has one span for a request that was sent again, and says why; what failed says so in one word', async () => {
    const events = story().queued(0, 'r1', []).started(10, 'r1').at(20, { type: 'retry-waiting', request: 'r1', ms: 100, reason: 'words of a provider', attempt: 1, failure: 'overloaded' }).started(130, 'r1', { attempt: 2 });
    const { spans } = await sent(events.ended(150, 'r1', {}, { outcome: 'error', usage: undefined, failure: 'server', detail: 'words of a provider' }).finished(200).events);
    const [request, ...others] = spans.filter(({ name }) => name === 'chat m');
    expect([times(request!), others]).toEqual([[10, 150], []]);
    expect(request!.events!.map(({ name, attributes }) => [name, attributesOf({ attributes })])).toEqual([['retry', { 'error.type': 'overloaded', 'specwright.retry.delay_ms': 100 }]]);
    expect([request!.status?.code, attributesOf(request!)['error.type'], attributesOf(request!)['specwright.request.attempts']]).toEqual([2, 'server', 2]);
  });

  test('has no span of what never left, and none that stays open', async () => {
    const { spans } = await sent(story().queued(0, 'r1', []).ended(9, 'r1', {}, { outcome: 'cancelled', usage: undefined }).queued(0, 'r2', []).started(1, 'r2').at(50, { type: 'run-finished', status: 'failed', ms: 50 }).events);
    expect(spans.map((span) => [span.name, times(span)[1], span.status?.code ?? 0]).sort()).toEqual([['analyze', 50, 0], ['chat m', 50, 0], ['specwright generate', 50, 2]]);
  });

  test('of a real run has each of its requests, and neither a path nor a word of the source', async () => {
    const server = await serverOf();
    const workspace = await workspaceOf({ 'src/secret_place.ts': Array.from({ length: 30 }, (_, i) => `export function veryOwnName${i}(a: number): number {\n  return a * ${i};\n}\n`).join('\n') });
    const { url, spans, received } = await collector();
    const traces = createTraces({ url, version: '1', onWarning: (message) => expect.unreachable(message) });
    const { figures } = await workspace.run({ model: await modelAt(server), ports: { listeners: [traces.listener] } });
    await traces.close();
    const calls = spans().filter(({ kind }) => kind === 3);
    expect(calls).toHaveLength(figures.calls);
    expect(calls.reduce((sum, span) => sum + Number(attributesOf(span)['gen_ai.usage.output_tokens']), 0)).toBe(figures.outputTokens);
    expect(spans().filter(({ kind }) => kind === 1).map(({ name }) => name).sort()).toEqual(['analyze', 'batch', 'chunk', 'gather', 'specwright generate', 'write']);
    for (const { body } of received) expect(body).not.toMatch(/secret_place|veryOwnName/);
  });

  test('of ten thousand requests is delivered whole', async () => {
    const long = story();
    for (let i = 0; i < 10_000; i++) long.exchange(i, `r${i}`, []);
    const { spans } = await sent(long.finished(20_000).events);
    expect(spans).toHaveLength(10_002);
  });
});

describe('a collector', () => {
  test.each([
    ['that is not there', async () => 'http://127.0.0.1:9/v1/traces', /ECONNREFUSED|within 1\.5 s/],
    ['that refuses', async () => (await collector(400)).url, /HTTP 400/],
    ['that never answers', async () => (await collector('never')).url, /within 1\.5 s/],
  ])('%s fails nothing, and is told once', async (_, address, problem) => {
    const url = (await address()).replace('127.0.0.1', 'me:pass@127.0.0.1');
    const warnings: string[] = [];
    const traces = createTraces({ url, version: '1', onWarning: (message) => warnings.push(message) });
    for (const event of story().exchange(0, 'r1', []).finished(9).events) traces.listener(event);
    await traces.close();
    expect(warnings).toEqual([expect.stringMatching(problem)]);
    expect(warnings[0]).toMatch(/^The traces of this run could not all be delivered to http:\/\/127\.0\.0\.1:\d+\/v1\/traces: /);
  });
});

test.each<[string, string | undefined, Record<string, string>, string | undefined]>([
  ['nobody asked', undefined, {}, undefined],
  ['the option is a base', 'http://127.0.0.1:4318', {}, 'http://127.0.0.1:4318/v1/traces'],
  ['the option is the whole address', 'http://127.0.0.1:4318/v1/traces', {}, 'http://127.0.0.1:4318/v1/traces'],
  ['the variable is a base with a path', undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://c.example/otlp/' }, 'https://c.example/otlp/v1/traces'],
  ['the variable of traces is taken as it is, and first', undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://b/x' }, 'http://b/x'],
  ['the option comes before the variables', 'http://a', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://b' }, 'http://a/v1/traces'],
  ['telemetry is switched off', undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_SDK_DISABLED: 'true' }, undefined],
  ['traces are', undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a', OTEL_TRACES_EXPORTER: 'none' }, undefined],
])('traces go where they are asked for: %s', (_, option, env, expected) => {
  expect(tracesEndpoint(option, env)).toBe(expected);
});

test('an address that is none is told by the name of what it was given with', () => {
  expect(() => tracesEndpoint('localhost:4318', {})).toThrow('--traces-endpoint must be the address of a collector, such as http://127.0.0.1:4318, not "localhost:4318".');
  expect(() => tracesEndpoint(undefined, { OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' })).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT must be');
});
