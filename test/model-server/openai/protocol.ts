import type { IncomingHttpHeaders } from 'node:http';
import { HttpFailure, type ModelCall, type Protocol } from '../protocol';
import type { LimitLeft, LimitsLeft } from '../rateLimits';
import type { ServerSettings } from '../settings';
import { writeChunks } from './chunks';
import { readChatRequest } from './request';

/** OpenAI's chat protocol, streaming only, and the list of models: what OpenAI serves, and with `quirks` what others do who speak it. */
export const openai: Protocol = {
  name: 'openai',
  accepts: (method, path) =>
    (method === 'POST' && path === '/v1/chat/completions') || (method === 'GET' && path === '/v1/models'),
  lookUp({ method, headers }, settings) {
    if (method !== 'GET') return undefined;
    checkKey(headers, settings);
    const ids = settings.models ?? ['gpt-6.1-terra', 'gpt-6-luna'];
    return { object: 'list', data: ids.map((id) => ({ id, object: 'model', created: 1_790_000_000, owned_by: 'system' })) };
  },
  read(headers, body, settings): ModelCall {
    checkKey(headers, settings);
    return readChatRequest(body, settings);
  },
  failure({ status, code, message }) {
    const error = { message, type: typeOf(status), param: null, code: code ?? (status === 429 ? 'rate_limit_exceeded' : null) };
    return {
      headers: { 'content-type': 'application/json', 'x-request-id': `req_${status}` },
      body: JSON.stringify({ error }),
    };
  },
  streamHeaders: {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-request-id': 'req_200',
  },
  limitHeaders,
  writer: writeChunks,
};

function checkKey({ authorization }: IncomingHttpHeaders, { key }: ServerSettings): void {
  if (key === undefined || authorization === `Bearer ${key}`) return;
  const shown = authorization?.replace(/^Bearer /, '').slice(0, 7);
  throw new HttpFailure(401, shown ? `Incorrect API key provided: ${shown}****.` : "You didn't provide an API key.", 'invalid_api_key');
}

function typeOf(status: number): string {
  if (status === 429) return 'requests';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

/** Made up: as generous as a large account's. */
const GENEROUS: LimitsLeft = {
  requests: { limit: 10_000, remaining: 9_999, resetsInMs: 6 },
  tokens: { limit: 10_000_000, remaining: 9_990_000, resetsInMs: 60 },
};

function limitHeaders(left: LimitsLeft): Record<string, string> {
  const { requests, tokens } = Object.keys(left).length > 0 ? left : GENEROUS;
  return { ...headersOf('requests', requests), ...headersOf('tokens', tokens) };
}

function headersOf(what: string, left: LimitLeft | undefined): Record<string, string> {
  if (!left) return {};
  return {
    [`x-ratelimit-limit-${what}`]: String(left.limit),
    [`x-ratelimit-remaining-${what}`]: String(left.remaining),
    [`x-ratelimit-reset-${what}`]: durationOf(left.resetsInMs),
  };
}

/** As OpenAI writes it: `20ms`, `1.5s`, `6m0s`. */
function durationOf(ms: number): string {
  if (ms < 1_000) return `${ms}ms`;
  return ms < 60_000 ? `${ms / 1_000}s` : `${Math.floor(ms / 60_000)}m${(ms % 60_000) / 1_000}s`;
}
