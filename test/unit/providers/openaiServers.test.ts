import { describe, expect, test } from 'vitest';
import { stopFromOpenAi } from '../../../src/providers/openai/stopReason';
import { durationMs, rateLimitsFromOpenAi } from '../../../src/providers/openai/rateLimits';
import { usageFromOpenAi } from '../../../src/providers/openai/usage';
import { asking, failureOf, items, listen } from './harness';
import { setUp, setUpLocal } from './openaiHarness';

describe('a server that does not know a field', () => {
  test.each([
    ['stream_options', 'stream_options', undefined],
    ['max_tokens', 'max_tokens', 'max_completion_tokens'],
  ])('is asked again without %s, once for all', async (rejected, gone, instead) => {
    const { server, model } = await setUpLocal({ quirks: { rejects: [rejected] } });
    for (let n = 0; n < 2; n++) expect((await listen(model, asking(items('x')))).end?.stop).toBe('complete');
    expect(server.ledger.map(({ status }) => status)).toEqual([400, 200, 200]);
    for (const { body } of server.ledger.slice(1)) {
      expect(body).not.toHaveProperty(gone);
      if (instead) expect(body).toHaveProperty(instead, 4_000);
    }
  });

  test('may have something against every one of them', async () => {
    const { server, model } = await setUp({ quirks: { rejects: ['stream_options', 'max_completion_tokens', 'reasoning_effort', 'prompt_cache_key', 'prompt_cache_options'] } });
    expect((await listen(model, asking(items('x'), { effort: 'low' }))).end?.stop).toBe('complete');
    expect(Object.keys(server.ledger.at(-1)!.body as object).sort()).toEqual(['max_tokens', 'messages', 'model', 'stream']);
    expect(server.requests).toBe(6);
  });

  test('fails where it refuses what cannot be left out', async () => {
    const { server, model } = await setUpLocal({ quirks: { rejects: ['messages'] } });
    expect(await failureOf(model)).toMatchObject({ kind: 'invalid', status: 400 });
    expect(server.requests).toBe(1);
  });

  test('and one that finds the limit too large is not asked for another name of it', async () => {
    const { server, model } = await setUpLocal({ maxOutputTokens: 100 });
    expect((await failureOf(model)).message).toMatch(/max_tokens is too large/);
    expect(server.requests).toBe(1);
  });
});

test('where no usage is told, none is made up', async () => {
  const { model } = await setUpLocal({ quirks: { usage: 'never' } });
  const { end } = await listen(model, asking(items('x')));
  expect(end).toEqual({ type: 'end', stop: 'complete', rawStop: 'stop' });
});

test('where usage is told with every event, the last one counts', async () => {
  const { server, model } = await setUpLocal({ quirks: { usage: 'always' } });
  const { end } = await listen(model, asking(items('x')));
  expect(end?.usage).toMatchObject({ outputTokens: server.billed.outputTokens });
});

describe('a server that cuts the prompt without a word', () => {
  const long = asking(items('A sentence of the code. '.repeat(1_500)));
  const short = asking(items('A sentence of the code. '.repeat(20)));

  test('is found out by its usage; what it answered to the rest of the prompt is not taken', async () => {
    const { model } = await setUpLocal({ quirks: { cutsPromptAt: 2_048 } });
    const { end, text } = await listen(model, long);
    expect(end).toMatchObject({ stop: 'context', rawStop: expect.stringMatching(/^prompt cut: 2048 of about \d+ tokens were read$/) as string });
    expect(text).toBe('');
  });

  test('is not sent prompts of that length again, but shorter ones', async () => {
    const { server, model } = await setUpLocal({ quirks: { cutsPromptAt: 2_048 } });
    await listen(model, long);
    expect((await listen(model, long)).end).toMatchObject({ stop: 'context', usage: { inputTokens: 0 } });
    expect(server.requests).toBe(1);
    expect((await listen(model, short)).end?.stop).toBe('complete');
  });

  test('a prompt that was read whole is answered in full, at its end the first time and as it comes from then on', async () => {
    const { model } = await setUpLocal();
    const kinds = async () => (await listen(model, long)).events.map(({ type }) => type).filter((type) => type === 'alive' || type === 'text');
    const first = await kinds();
    expect(first.lastIndexOf('alive')).toBeGreaterThan(3);
    expect(first.filter((type) => type === 'text').length).toBeGreaterThan(3);
    expect(first.findLastIndex((type) => type === 'alive')).toBeLessThan(first.indexOf('text'));
    expect((await kinds()).slice(1, 4)).toEqual(['text', 'text', 'text']);
  });

  test('a short prompt is never in doubt', async () => {
    const { model } = await setUpLocal({ quirks: { cutsPromptAt: 2_048 } });
    expect((await listen(model, short)).events.slice(2, 5).map(({ type }) => type)).toContain('text');
  });
});

describe('usage', () => {
  test('leaves nothing counted twice: the prompt includes what was read and written, the answer the reasoning', () => {
    const raw = { prompt_tokens: 100, completion_tokens: 20, prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 }, completion_tokens_details: { reasoning_tokens: 8 } };
    expect(usageFromOpenAi(raw)).toEqual({ inputTokens: 10, cacheReadTokens: 60, cacheWrite5mTokens: 30, cacheWrite1hTokens: 0, outputTokens: 20, thinkingTokens: 8 });
  });

  test('what is missing, null or more than there is counts for nothing', () => {
    expect(usageFromOpenAi({ prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 9, cache_write_tokens: 9 } })).toMatchObject({ inputTokens: 0, cacheReadTokens: 5, cacheWrite5mTokens: 0 });
    expect(usageFromOpenAi({ prompt_tokens: null, prompt_tokens_details: null, completion_tokens_details: null })).toEqual({ inputTokens: 0, cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, outputTokens: 0 });
  });
});

test.each([
  ['stop', 'complete'],
  ['eos_token', 'complete'],
  ['length', 'length'],
  ['model_length', 'context'],
  ['content_filter', 'refusal'],
  ['tool_calls', 'other'],
  ['something_new', 'other'],
  [undefined, 'other'],
])('the reason %s is %s', (raw, stop) => expect(stopFromOpenAi(raw)).toBe(stop));

test.each([
  ['20ms', 20],
  ['1s', 1_000],
  ['6m0s', 360_000],
  ['2m59.56s', 179_560],
  ['1h2m3s', 3_723_000],
  ['12', 12_000],
  ['soon', undefined],
  ['1d', undefined],
  ['', undefined],
  [null, undefined],
])('the time %j is %j milliseconds', (text, ms) => expect(durationMs(text)).toBe(ms));

describe('rate limits', () => {
  test('requests and tokens, each where it is told', () => {
    const headers = new Headers({ 'x-ratelimit-limit-requests': '60', 'x-ratelimit-remaining-requests': '59', 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-remaining-tokens': '149984', 'x-ratelimit-reset-tokens': '6m0s' });
    expect(rateLimitsFromOpenAi(headers)).toEqual({ requests: { limit: 60, remaining: 59, resetsInMs: 1_000 }, tokens: { remaining: 149_984, resetsInMs: 360_000 } });
  });

  test('nothing, or what means nothing, is nothing', () => {
    expect(rateLimitsFromOpenAi(new Headers())).toBeUndefined();
    expect(rateLimitsFromOpenAi(new Headers({ 'x-ratelimit-remaining-tokens': '-1', 'x-ratelimit-reset-tokens': '0' }))).toBeUndefined();
    expect(rateLimitsFromOpenAi(undefined)).toBeUndefined();
  });
});
