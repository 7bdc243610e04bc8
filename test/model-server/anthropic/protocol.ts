import type { IncomingHttpHeaders } from 'node:http';
import { HttpFailure, type ModelCall, type Protocol } from '../protocol';
import { readMessagesRequest } from './request';
import { writeMessageEvents } from './events';

/** Anthropic's Messages API of version 2026-10-21, streaming only. */
export const anthropic: Protocol = {
  name: 'anthropic',
  accepts: (method, path) => method === 'POST' && path === '/v1/messages',
  read(headers, body, settings): ModelCall {
    if (settings.key !== undefined && keyOf(headers) !== settings.key)
      throw new HttpFailure(401, 'invalid bearer token');
    return readMessagesRequest(headers, body, settings);
  },
  failure(failure) {
    const requestId = `req_${failure.status}`;
    const error = { type: failure.code ?? typeOf(failure.status), message: failure.message };
    return {
      headers: {
        ...rateLimitHeaders(failure.status === 429 ? 0 : 999),
        'content-type': 'application/json',
        'request-id': requestId,
      },
      body: JSON.stringify({ type: 'error', error, request_id: requestId }),
    };
  },
  streamHeaders: {
    ...rateLimitHeaders(999),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': 'req_200',
  },
  writer: writeMessageEvents,
};

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

/** The names that the real server uses; the figures are made up. */
function rateLimitHeaders(remainingRequests: number): Record<string, string> {
  const limits = {
    requests: [1_000, remainingRequests],
    'input-tokens': [2_000_000, 1_900_000],
    'output-tokens': [400_000, 390_000],
  };
  return Object.fromEntries(
    Object.entries(limits).flatMap(([what, [limit, remaining]]) => [
      [`anthropic-ratelimit-${what}-limit`, String(limit)],
      [`anthropic-ratelimit-${what}-remaining`, String(remaining)],
      [`anthropic-ratelimit-${what}-reset`, '2026-11-22T00:00:00Z'],
    ]),
  );
}
