import { inspect } from 'node:util';
import { hostOf } from '../address';
import { isProviderError, ProviderError, type ProviderErrorKind } from '../model';
import { codeOf, isAboutCertificate, looksLikeNetwork, networkMessage } from '../network';
import { retryAfterMs } from '../retryAfter';
import { ApiFailure } from './apiFailure';
import type { WireErrorDetail } from './wire';

/** What a message may name, and what it must not. */
export interface RequestContext {
  readonly model: string;
  readonly baseUrl: string;
  readonly apiKey: string;
}

/**
 * Any failure of a request as a {@link ProviderError} whose message names the next step. The key is in neither message nor cause. `began`: the
 * answer had begun.
 */
export function errorFromGemini(error: unknown, context: RequestContext, began = false): ProviderError {
  if (isProviderError(error)) return error;
  const api = error instanceof ApiFailure ? error : undefined;
  const { kind, retryable } = api ? verdictOf(api) : verdictOfOther(error);
  const message = api ? messageOfApi(api, kind, context) : messageOfOther(error, kind, context, began);
  const waitMs = api && (retryInfoMs(api.details) ?? retryAfterMs(api.headers));
  return new ProviderError(message.replaceAll(context.apiKey, '…'), {
    provider: 'gemini',
    kind,
    retryable,
    ...(api?.status !== undefined && { status: api.status }),
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    // A log may show the cause, and a server may repeat the key it was given.
    ...(!inspect(error, { depth: 6, showHidden: true }).includes(context.apiKey) && { cause: error }),
  });
}

/** The stored prefix that a request named is gone: it was deleted, or has expired early. Google answers 403; 404 was seen too. */
export function isStoredPrefixGone(error: unknown): boolean {
  return error instanceof ApiFailure && [403, 404].includes(error.code) && /cached ?content/i.test(error.message);
}

interface Verdict {
  readonly kind: ProviderErrorKind;
  readonly retryable: boolean;
}

const WAITING_HELPS = (kind: ProviderErrorKind): Verdict => ({ kind, retryable: true });
const WAITING_IS_NO_USE = (kind: ProviderErrorKind): Verdict => ({ kind, retryable: false });

function verdictOf(failure: ApiFailure): Verdict {
  const { code, message } = failure;
  if (isAboutTheKey(failure)) return WAITING_IS_NO_USE('auth');
  if (code === 429) return isUsedUp(failure) ? WAITING_IS_NO_USE('quota') : WAITING_HELPS('rate');
  if (code === 402 || (code === 400 && /enable billing/i.test(message))) return WAITING_IS_NO_USE('quota');
  if (code === 401 || code === 403) return WAITING_IS_NO_USE('auth');
  if (code === 404) return WAITING_IS_NO_USE('not-found');
  // 529 is what gateways say.
  if (code === 503 || code === 529) return WAITING_HELPS('overloaded');
  if (code === 408 || code === 409 || code === 499 || code >= 500) return WAITING_HELPS('server');
  // An event that does not say what it is.
  return WAITING_IS_NO_USE(code === 0 && failure.status === undefined ? 'other' : 'invalid');
}

/** A wrong key is a 400 here. */
function isAboutTheKey({ code, details, message }: ApiFailure): boolean {
  return details.some(({ reason }) => reason === 'API_KEY_INVALID') || (code === 400 && /API key (?:not valid|expired|not found)/i.test(message));
}

/** From this much on, a wait is for another day: per-minute limits ask for less than a minute. */
const ANOTHER_DAY_MS = 60 * 60_000;

/**
 * Whether a 429 means that the volume of the day, of the tier or of the account is used up. Every 429 speaks of "quota" and "billing", so only the name of the
 * limit tells: `GenerateRequestsPerDayPerProjectPerModel-FreeTier`. A limit of 0 is a model that the tier does not have.
 */
function isUsedUp({ details, message }: ApiFailure): boolean {
  const violations = details.flatMap((detail) => detail.violations ?? []);
  return (
    violations.some(({ quotaId, quotaValue }) => /PerDay/i.test(quotaId ?? '') || quotaValue === '0') ||
    (retryInfoMs(details) ?? 0) >= ANOTHER_DAY_MS ||
    /limit: 0\b|prepa(?:id|yment) credits?|credits? (?:is|are) depleted|monthly spend(?:ing)? (?:cap|limit)/i.test(message)
  );
}

/** google.rpc.RetryInfo: seconds with a fraction. */
function retryInfoMs(details: readonly WireErrorDetail[]): number | undefined {
  const seconds = details.map(({ retryDelay }) => /^(\d+(?:\.\d+)?)s$/.exec(retryDelay ?? '')?.[1]).find((text) => text !== undefined);
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1_000);
}

function verdictOfOther(error: unknown): Verdict {
  const isNetwork = error instanceof SyntaxError || codeOf(error) !== undefined || looksLikeNetwork(error);
  return isNetwork ? { kind: 'network', retryable: !isAboutCertificate(error) } : WAITING_IS_NO_USE('other');
}

function messageOfApi(failure: ApiFailure, kind: ProviderErrorKind, { model, baseUrl }: RequestContext): string {
  const said = saidBy(failure);
  switch (kind) {
    case 'auth':
      return failure.code === 403
        ? `The Gemini API key may not use ${model}${said}. Choose another model with "Specwright: Select Provider and Model", or another key.`
        : 'The Gemini API key was refused. Run "Specwright: Set API Key", or set GEMINI_API_KEY.';
    case 'quota':
      return `The quota of the Gemini project for ${model} is used up, or its plan has none${said}. See usage and billing in Google AI Studio, or choose another model.`;
    case 'rate':
      return `Gemini's rate limit was reached${said}. Wait, or lower the setting for concurrent requests.`;
    case 'overloaded':
      return `Gemini is overloaded${said}. Try again later, or choose another model.`;
    case 'not-found':
      return `${hostOf(baseUrl)} does not know the model ${model}${said}. Choose another with "Specwright: Select Provider and Model", or check the base URL.`;
    case 'server':
      return `Gemini failed to answer${said}. Try again later.`;
    case 'invalid':
      // 0 is how a `fetch` may hide where a redirect goes.
      return failure.status !== undefined && failure.status < 400
        ? `${hostOf(baseUrl)} answered with a redirect. Set the base URL to the final address.`
        : `Gemini refused the request as it stands${said}.`;
    default:
      return `Gemini reported an error${said}.`;
  }
}

function messageOfOther(error: unknown, kind: ProviderErrorKind, { baseUrl }: RequestContext, began: boolean): string {
  if (kind !== 'network') return `The request to Gemini could not be made: ${error instanceof Error ? error.message : String(error)}`;
  return networkMessage(error, hostOf(baseUrl), began);
}

/** Status and the server's own words. */
function saidBy({ status, rpcStatus, message }: ApiFailure): string {
  const words = message
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]+$/, '')
    .slice(0, 300);
  const facts = [status === undefined ? rpcStatus : `HTTP ${status}`, words].filter(Boolean);
  return facts.length > 0 ? ` (${facts.join(', ')})` : '';
}
