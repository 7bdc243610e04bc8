import { expect, test } from 'vitest';
import { renderSent, SentLog, type SentRequest } from '../../../src/engine/dispatch/sent';

const sent = (request: string, text = 'code'): SentRequest => ({
  at: Date.UTC(2026, 10, 22), run: 'run 1', request, attempt: 1, provider: 'anthropic', model: 'm',
  body: { system: [{ text: 'always', cache: '5m' }], user: [{ text }], maxOutputTokens: 100, effort: 'low' },
});

test('keeps the last requests, and forgets the first ones', () => {
  const log = new SentLog();
  for (let i = 0; i < 60; i++) log.add(sent(`r${i}`));
  expect([log.requests.length, log.requests[0]!.request, log.requests.at(-1)!.request]).toEqual([50, 'r10', 'r59']);
  log.add(sent('large', 'x'.repeat(5_000_000)));
  expect(log.requests.map(({ request }) => request)).toEqual(['large']);
});

test('shows every byte of a request, the newest first', () => {
  const text = renderSent([sent('r1'), sent('r2', 'a ```fence``` in the code')], { files: 3 });
  expect(text.indexOf('Request r2')).toBeLessThan(text.indexOf('Request r1'));
  expect(text).toContain('````text\na ```fence``` in the code\n````');
  expect(text).toContain('### system, to be cached for 5m');
});

test('tells how much was held back, each secret once, and none of it', () => {
  const text = renderSent([sent('r1', 'key SPECWRIGHT_SECRET_0a1b and SPECWRIGHT_SECRET_0a1b'), sent('r2', 'SPECWRIGHT_SECRET_ffff')], { files: 1 });
  expect(text).toContain('Held back: 2 secrets');
  expect(text).toContain('1 file left out');
});

test('says so where nothing was sent', () => {
  expect(renderSent([], { files: 0 })).toContain('Nothing was sent in this session.');
});
