import type { IncomingHttpHeaders } from 'node:http';
import { HttpFailure, type ModelCall, type Protocol } from '../protocol';
import type { LimitsLeft } from '../rateLimits';
import type { ServerSettings } from '../settings';
import { countMessagesRequest, readMessagesRequest } from './request';
import { writeMessageEvents } from './events';

/** Anthropic's Messages API of version 2026-10-21: streamed messages, counts of tokens, the list of models. */
export const anthropic: Protocol = {
  name: 'anthropic',
  // OpenAI's list of models has the same path; gateways that speak both go by this header.
  accepts: (method, path, headers) =>
    method === 'POST'
      ? path === '/v1/messages' || path === COUNT_PATH
      : method === 'GET' && path === '/v1/models' && headers['anthropic-version'] !== undefined,
  lookUp({ method, path, headers, body }, settings) {
    if (method === 'GET') {
      checkKey(headers, settings);
      return listOf(settings);
    }
    if (path !== COUNT_PATH) return undefined;
    checkKey(headers, settings);
    return { input_tokens: countMessagesRequest(headers, body, settings) };
  },
  read(headers, body, settings): ModelCall {
    checkKey(headers, settings);
    return readMessagesRequest(headers, body, settings);
  },
  failure(failure) {
    const requestId = `req_${failure.status}`;
    const error = { type: failure.code ?? typeOf(failure.status), message: failure.message };
    return {
      headers: { 'content-type': 'application/json', 'request-id': requestId },
      body: JSON.stringify({ type: 'error', error, request_id: requestId }),
    };
  },
  streamHeaders: {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': 'req_200',
  },
  limitHeaders,
  writer: writeMessageEvents,
};

const COUNT_PATH = '/v1/messages/count_tokens';

function checkKey(headers: IncomingHttpHeaders, { key }: ServerSettings): void {
  if (key !== undefined && keyOf(headers) !== key) throw new HttpFailure(401, 'invalid bearer token');
}

function listOf({ models, contextTokens, maxOutputTokens }: ServerSettings): object {
  const data = (models ?? ['claude-sonnet-5-5', 'claude-haiku-5-5']).map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2026-09-28T00:00:00Z',
    max_input_tokens: contextTokens,
    max_tokens: maxOutputTokens,
    capabilities: null,
  }));
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}

function keyOf(headers: IncomingHttpHeaders): string | undefined {
  const apiKey = headers['x-api-key'];
  return typeof apiKey === 'string' ? apiKey : headers.authorization?.replace(/^Bearer /, '');
}

function typeOf(status: number): string {
  const types: Readonly<Record<number, string>> = {
    401: 'authentication_error',
    402: 'billing_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    504: 'timeout_error',
    529: 'overloaded_error',
  };
  return types[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error');
}

/** Made up: as generous as a large account's. */
const GENEROUS: LimitsLeft = {
  requests: { limit: 4_000, remaining: 3_999, resetsInMs: 15 },
  inputTokens: { limit: 4_000_000, remaining: 3_990_000, resetsInMs: 150 },
  outputTokens: { limit: 800_000, remaining: 799_000, resetsInMs: 75 },
};

function limitHeaders(left: LimitsLeft, now: number): Record<string, string> {
  const { requests, inputTokens, outputTokens } = Object.keys(left).length > 0 ? left : GENEROUS;
  return Object.fromEntries(
    Object.entries({ requests, 'input-tokens': inputTokens, 'output-tokens': outputTokens }).flatMap(([what, one]) =>
      one
        ? [
            [`anthropic-ratelimit-${what}-limit`, String(one.limit)],
            [`anthropic-ratelimit-${what}-remaining`, String(one.remaining)],
            [`anthropic-ratelimit-${what}-reset`, new Date(now + one.resetsInMs).toISOString()],
          ]
        : [],
    ),
  );
}
