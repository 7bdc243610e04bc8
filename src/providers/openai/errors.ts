import { inspect } from 'node:util';
import { APIConnectionError, APIError } from 'openai/core/error';
import { hostOf } from '../address';
import { isProviderError, ProviderError, type ProviderErrorKind } from '../model';
import { codeOf, isAboutCertificate, looksLikeNetwork, networkMessage } from '../network';
import { retryAfterMs } from '../retryAfter';
import { rateLimitsFromOpenAi } from './rateLimits';

/** What a message may name, and what it must not. */
export interface RequestContext {
  readonly model: string;
  readonly baseUrl: string;
  /** `OpenAI`, or the host of another server. */
  readonly server: string;
  readonly apiKey: string | undefined;
}

/** Any failure of a request as a {@link ProviderError} whose message names the next step. The key is in neither message nor cause. */
export function errorFromOpenAi(error: unknown, context: RequestContext): ProviderError {
  if (isProviderError(error)) return error;
  const { apiKey } = context;
  const api = apiErrorIn(error);
  const { kind, retryable } = api ? verdictOf(api) : verdictOfOther(error);
  const message = api ? messageOfApiError(api, kind, context) : messageOfOther(error, kind, context);
  const status = api?.status;
  const waitMs = retryAfterMs(api?.headers);
  const rateLimits = rateLimitsFromOpenAi(api?.headers);
  const holdsKey = (text: string) => apiKey !== undefined && text.includes(apiKey);
  return new ProviderError(apiKey === undefined ? message : message.replaceAll(apiKey, '…'), {
    provider: 'openai',
    kind,
    retryable,
    ...(status !== undefined && { status }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    ...(rateLimits && { rateLimits }),
    // A log may show the cause, and a server may repeat the key it was given.
    ...(!holdsKey(inspect(error, { depth: 6, showHidden: true })) && { cause: error }),
  });
}

/** An answer of the server, not a failure of the connection. */
export function apiErrorIn(error: unknown): APIError | undefined {
  return error instanceof APIError && !(error instanceof APIConnectionError) ? (error as APIError) : undefined;
}

/** The server's own words, wherever it put them: OpenAI's form, or `message`, `detail` or a bare text of others. */
export function wordsOf({ error, message }: Pick<APIError, 'error' | 'message'>): string {
  const body = error as { message?: unknown; detail?: unknown } | string | undefined;
  const said = typeof body === 'string' ? body : (body?.message ?? body?.detail ?? message.replace(/^\d{3} /, ''));
  return typeof said === 'string' ? said : JSON.stringify(said);
}

/** The prompt is too long for the model, in the words of OpenAI, vLLM, llama.cpp and LM Studio. Nothing was answered, and nothing is billed. */
export function isAboutContext(error: APIError): boolean {
  if (error.code === 'context_length_exceeded' || error.type === 'exceed_context_size_error') return true;
  return (error.status === 400 || error.status === 413) && /maximum context length|context (?:length|size|window)|context the overflows/i.test(wordsOf(error));
}

interface Verdict {
  readonly kind: ProviderErrorKind;
  readonly retryable: boolean;
}

function verdictOf(error: APIError): Verdict {
  if (isAboutMoney(error)) return { kind: 'quota', retryable: false };
  const verdict = error.status === undefined ? verdictOfCode(error) : verdictOfStatus(error.status, error.code);
  // The server may know better; the SDK obeys the same header.
  const advice = error.headers?.get('x-should-retry');
  return advice === 'true' || advice === 'false' ? { ...verdict, retryable: advice === 'true' } : verdict;
}

function verdictOfStatus(status: number, code: string | null | undefined): Verdict {
  if (status === 401 || status === 403) return { kind: 'auth', retryable: false };
  if (status === 404 || code === 'model_not_found') return { kind: 'not-found', retryable: false };
  if (status === 429) return { kind: 'rate', retryable: true };
  if (status === 503 || status === 529) return { kind: 'overloaded', retryable: true };
  if (status === 408 || status === 409 || status >= 500) return { kind: 'server', retryable: true };
  return { kind: 'invalid', retryable: false };
}

/** An error in the stream comes after HTTP said 200: code and type are all there is to go by. OpenRouter puts the status into the code. */
function verdictOfCode({ code, type }: APIError): Verdict {
  const status = Number(code);
  if (code && status >= 400) return verdictOfStatus(status, undefined);
  const names = `${code ?? ''} ${type ?? ''}`;
  if (/rate_limit|requests|tokens/.test(names)) return { kind: 'rate', retryable: true };
  if (/overloaded|unavailable/.test(names)) return { kind: 'overloaded', retryable: true };
  if (/invalid_request/.test(names)) return { kind: 'invalid', retryable: false };
  if (/invalid_api_key|authentication|permission/.test(names)) return { kind: 'auth', retryable: false };
  // Most servers give no reason for what broke in the middle.
  return { kind: 'server', retryable: true };
}

/** Waiting does not help against an empty account. */
function isAboutMoney(error: APIError): boolean {
  return error.status === 402 || /insufficient_quota|billing|insufficient_(?:balance|credits)/.test(`${error.code ?? ''} ${error.type ?? ''}`) || /exceeded your current quota|insufficient (?:balance|credits)/i.test(wordsOf(error));
}

function verdictOfOther(error: unknown): Verdict {
  if (error instanceof APIConnectionError || error instanceof SyntaxError || codeOf(error) || looksLikeNetwork(error)) {
    return { kind: 'network', retryable: !isAboutCertificate(error) };
  }
  return { kind: 'other', retryable: false };
}

function messageOfApiError(error: APIError, kind: ProviderErrorKind, { model, server, apiKey }: RequestContext): string {
  const said = saidBy(error);
  switch (kind) {
    case 'auth':
      if (error.status === 403) return `The ${server} API key may not use ${model}${said}. Choose another model with "Specwright: Select Provider and Model", or another key.`;
      return apiKey === undefined
        ? `${server} wants an API key. Run "Specwright: Set API Key", or set OPENAI_API_KEY.`
        : `The ${server} API key was refused. Run "Specwright: Set API Key", or set OPENAI_API_KEY.`;
    case 'quota':
      return `The ${server} account has no credit left or has reached its spending limit${said}. See its billing page.`;
    case 'rate':
      return `${server}'s rate limit was reached${said}. Wait, or lower the setting for concurrent requests.`;
    case 'overloaded':
      return `${server} is overloaded${said}. Try again later, or choose another model.`;
    case 'not-found':
      return `${server} does not know the model ${model}, or has nothing at this address${said}. Choose another with "Specwright: Select Provider and Model", or check the base URL.`;
    case 'server':
      return `${server} failed to answer${said}. Try again later.`;
    case 'invalid':
      return error.status !== undefined && error.status < 400
        ? `${server} answered with a redirect. Set the base URL to the final address.`
        : `${server} refused the request as it stands${said}.`;
    default:
      return `${server} reported an error${said}.`;
  }
}

function messageOfOther(error: unknown, kind: ProviderErrorKind, { server, baseUrl }: RequestContext): string {
  if (kind !== 'network') return `The request to ${server} could not be made: ${error instanceof Error ? error.message : String(error)}`;
  return networkMessage(error, hostOf(baseUrl), !(error instanceof APIConnectionError));
}

/** Status, the server's own words, and the id that its support asks for. */
function saidBy(error: APIError): string {
  const { status, requestID } = error;
  const words = wordsOf(error)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]+$/, '')
    .slice(0, 300);
  const facts = [status === undefined ? '' : `HTTP ${status}`, /no (?:status|body)/.test(words) ? '' : words, requestID ? `request ${requestID}` : ''].filter(Boolean);
  return facts.length > 0 ? ` (${facts.join(', ')})` : '';
}
