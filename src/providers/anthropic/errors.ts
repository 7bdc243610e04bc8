import { inspect } from 'node:util';
import { APIConnectionError, APIError } from '@anthropic-ai/sdk/core/error';
import { hostOf } from '../address';
import { isProviderError, ProviderError, type ProviderErrorKind } from '../model';
import { codeOf, isAboutCertificate, looksLikeNetwork, networkMessage } from '../network';
import { retryAfterMs } from '../retryAfter';
import { rateLimitsFromAnthropic } from './rateLimits';

/** What a message may name, and what it must not. */
export interface RequestContext {
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** Any failure of a request as a {@link ProviderError} whose message names the next step. The key is in neither message nor cause. */
export function errorFromAnthropic(error: unknown, context: RequestContext): ProviderError {
  if (isProviderError(error)) return error;
  const api = error instanceof APIError && !(error instanceof APIConnectionError) ? (error as APIError) : undefined;
  const { kind, retryable } = api ? kindOfApiError(api) : kindOfOtherError(error);
  const message = api ? messageOfApiError(api, kind, context) : messageOfOtherError(error, kind, context);
  const status = api?.status;
  const waitMs = retryAfterMs(api?.headers);
  const rateLimits = rateLimitsFromAnthropic(api?.headers);
  return new ProviderError(message.replaceAll(context.apiKey, '…'), {
    provider: 'anthropic',
    kind,
    retryable,
    ...(status !== undefined && { status }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    ...(rateLimits && { rateLimits }),
    // A log may show the cause, and a server may repeat the key it was given.
    ...(!inspect(error, { depth: 6, showHidden: true }).includes(context.apiKey) && { cause: error }),
  });
}

interface Verdict {
  readonly kind: ProviderErrorKind;
  readonly retryable: boolean;
}

function kindOfApiError(error: APIError): Verdict {
  if (isAboutMoney(error)) return { kind: 'quota', retryable: false };
  const verdict = error.status === undefined ? kindOfType(error.type) : kindOfStatus(error.status, error.type);
  // The server may know better; the SDK obeys the same header.
  const advice = error.headers?.get('x-should-retry');
  return advice === 'true' || advice === 'false' ? { ...verdict, retryable: advice === 'true' } : verdict;
}

function kindOfStatus(status: number, type: string | null): Verdict {
  if (status === 401 || status === 403) return { kind: 'auth', retryable: false };
  if (status === 404) return { kind: 'not-found', retryable: false };
  if (status === 429) return { kind: 'rate', retryable: true };
  if (status === 529 || type === 'overloaded_error') return { kind: 'overloaded', retryable: true };
  if (status === 408 || status === 409 || status >= 500) return { kind: 'server', retryable: true };
  return { kind: 'invalid', retryable: false };
}

/** An error event comes after HTTP said 200, so its type is all there is to go by. */
function kindOfType(type: string | null): Verdict {
  switch (type) {
    case 'overloaded_error':
      return { kind: 'overloaded', retryable: true };
    case 'rate_limit_error':
      return { kind: 'rate', retryable: true };
    case 'api_error':
    case 'timeout_error':
      return { kind: 'server', retryable: true };
    case 'authentication_error':
    case 'permission_error':
      return { kind: 'auth', retryable: false };
    case 'not_found_error':
      return { kind: 'not-found', retryable: false };
    case 'invalid_request_error':
      return { kind: 'invalid', retryable: false };
    default:
      return { kind: 'other', retryable: false };
  }
}

/** Waiting does not help against an empty account. Two of these have no code of their own, hence the wording. */
function isAboutMoney({ status, type, errorCode, apiMessage }: APIError): boolean {
  return (
    status === 402 ||
    type === 'billing_error' ||
    /spend_limit|billing/.test(errorCode ?? '') ||
    /credit balance|plans? (?:&|and) billing|specified api usage limits|spend(?:ing)? limit/i.test(apiMessage ?? '')
  );
}

function kindOfOtherError(error: unknown): Verdict {
  if (error instanceof APIConnectionError || error instanceof SyntaxError || codeOf(error) || looksLikeNetwork(error)) {
    return { kind: 'network', retryable: !isAboutCertificate(error) };
  }
  return { kind: 'other', retryable: false };
}

function messageOfApiError(error: APIError, kind: ProviderErrorKind, { model, baseUrl }: RequestContext): string {
  const said = saidBy(error);
  switch (kind) {
    case 'auth':
      return error.status === 403 || error.type === 'permission_error'
        ? `The Anthropic API key may not use ${model}${said}. Choose another model with "Specwright: Select Provider and Model", or another key.`
        : 'The Anthropic API key was refused. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY.';
    case 'quota':
      return `The Anthropic account has no credit left or has reached its spending limit${said}. See the billing page of the Anthropic console.`;
    case 'rate':
      return `Anthropic's rate limit was reached${said}. Wait, or lower the setting for concurrent requests.`;
    case 'overloaded':
      return `Anthropic is overloaded${said}. Try again later, or choose another model.`;
    case 'not-found':
      return `${hostOf(baseUrl)} does not know the model ${model}${said}. Choose another with "Specwright: Select Provider and Model", or check the base URL.`;
    case 'server':
      return `Anthropic failed to answer${said}. Try again later.`;
    case 'invalid':
      return error.status !== undefined && error.status < 400
        ? `${hostOf(baseUrl)} answered with a redirect. Set the base URL to the final address.`
        : `Anthropic refused the request as it stands${said}.`;
    default:
      return `Anthropic reported an error${said}.`;
  }
}

function messageOfOtherError(error: unknown, kind: ProviderErrorKind, { baseUrl }: RequestContext): string {
  if (kind !== 'network')
    return `The request to Anthropic could not be made: ${error instanceof Error ? error.message : String(error)}`;
  return networkMessage(error, hostOf(baseUrl), !(error instanceof APIConnectionError));
}

/** Status, the server's own words, and the id that its support asks for. */
function saidBy({ status, apiMessage, requestID }: APIError): string {
  const words = apiMessage
    ?.replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]+$/, '')
    .slice(0, 300);
  const facts = [status === undefined ? '' : `HTTP ${status}`, words, requestID ? `request ${requestID}` : ''].filter(
    Boolean,
  );
  return facts.length > 0 ? ` (${facts.join(', ')})` : '';
}
