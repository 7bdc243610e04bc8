import type { IncomingHttpHeaders } from 'node:http';
import { HttpFailure, type Paid, type Protocol } from '../protocol';
import type { ServerSettings } from '../settings';
import type { StoredPrompt } from '../storedPrompts';
import { writeChunks } from './chunks';
import { countRequest, type GeminiCall, readGenerateRequest, readStoreRequest, verbOf } from './request';

const MODELS = '/v1beta/models';
const STORED = '/v1beta/cachedContents';
const JSON_TYPE = 'application/json; charset=UTF-8';
const GENERATE = ['streamGenerateContent', 'generateContent'];

/** Google's Gemini API, `v1beta`: answers, counts of tokens, stored prompts, the list of models. It tells nothing of rate limits in its headers. */
export const gemini: Protocol = {
  name: 'gemini',
  accepts: (_method, path) => path === MODELS || path === STORED || path.startsWith(`${STORED}/`) || verbOf(path) !== undefined,
  lookUp({ method, path, headers, body }, settings, stored) {
    checkKey(headers, settings);
    if (method === 'GET' && path === MODELS) return { models: listOf(settings) };
    if (verbOf(path)?.verb === 'countTokens') return { totalTokens: countRequest(body) };
    if (method === 'GET' && path === STORED) return { cachedContents: stored.list().map(toCachedContent) };
    if (!path.startsWith(`${STORED}/`)) return undefined;
    const found = stored.get(path.slice('/v1beta/'.length));
    if (!found) throw new HttpFailure(403, 'CachedContent not found (or permission denied)', 'PERMISSION_DENIED');
    if (method === 'DELETE') stored.delete(found.name);
    return method === 'DELETE' ? {} : toCachedContent(found);
  },
  store({ method, path, body }, settings, stored): Paid | undefined {
    if (method !== 'POST' || path !== STORED) return undefined;
    const { model, blocks, lifetimeMs } = readStoreRequest(body);
    if (settings.storesPrompts === false)
      throw new HttpFailure(429, `TotalCachedContentStorageTokensPerModelFreeTier limit exceeded for model ${model}: limit=0, requested=9999`);
    const prompt = stored.add(model, blocks, lifetimeMs);
    const written = lifetimeMs <= 300_000 ? { cacheWrite5mTokens: prompt.tokens } : { cacheWrite1hTokens: prompt.tokens };
    return { answer: toCachedContent(prompt), model, blocks, billed: written, storedTokenHours: (prompt.tokens * lifetimeMs) / 3_600_000 };
  },
  read(headers, body, settings, path, stored) {
    checkKey(headers, settings);
    if (!GENERATE.includes(verbOf(path)?.verb ?? '')) throw new HttpFailure(404, `Nothing at ${path}.`);
    return readGenerateRequest(path, body, settings, stored);
  },
  failure({ status, message, code, headers }) {
    const details = [...keyDetails(code), ...quotaDetails(status, code), ...retryDetails(headers)];
    return {
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify({ error: { code: status, message, status: rpcStatusOf(status), ...(details.length > 0 && { details }) } }),
    };
  },
  streamHeaders: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  headersOf: (call): Record<string, string> => ((call as GeminiCall).isStreamed ? {} : { 'content-type': JSON_TYPE }),
  writer: writeChunks,
};

/** The header only: a key in the URL ends up in logs. */
function checkKey(headers: IncomingHttpHeaders, { key }: ServerSettings): void {
  if (key === undefined || headers['x-goog-api-key'] === key) return;
  if (headers['x-goog-api-key'] === undefined)
    throw new HttpFailure(403, "Method doesn't allow unregistered callers (callers without established identity).");
  throw new HttpFailure(400, 'API key not valid. Please pass a valid API key.', 'API_KEY_INVALID');
}

function listOf({ models, contextTokens, maxOutputTokens }: ServerSettings): readonly object[] {
  const text = (models ?? ['gemini-3.8-flash', 'gemini-3.5-flash-lite']).map((id) => ({
    name: `models/${id}`,
    version: '001',
    displayName: id,
    inputTokenLimit: contextTokens,
    outputTokenLimit: maxOutputTokens,
    supportedGenerationMethods: ['generateContent', 'countTokens', 'createCachedContent'],
  }));
  const embedding = { name: 'models/gemini-embedding-2', inputTokenLimit: 2_048, supportedGenerationMethods: ['embedContent'] };
  const image = { name: 'models/gemini-3.1-flash-image', inputTokenLimit: 65_536, supportedGenerationMethods: ['generateContent'] };
  return [...text, embedding, image];
}

function toCachedContent({ name, model, tokens, createdAt, expiresAt }: StoredPrompt): object {
  const createTime = new Date(createdAt).toISOString();
  return { name, model: `models/${model}`, createTime, updateTime: createTime, expireTime: new Date(expiresAt).toISOString(), displayName: '', usageMetadata: { totalTokenCount: tokens } };
}

function keyDetails(code: string | undefined): readonly object[] {
  return code === 'API_KEY_INVALID' ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code, domain: 'googleapis.com' }] : [];
}

/** `code` may name the limit, such as `GenerateRequestsPerDayPerProjectPerModel-FreeTier`. */
function quotaDetails(status: number, code = 'GenerateRequestsPerMinutePerProjectPerModel'): readonly object[] {
  const violations = [{ quotaMetric: 'generativelanguage.googleapis.com/generate_requests', quotaId: code, quotaValue: '150' }];
  return status === 429 ? [{ '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations }] : [];
}

function retryDetails(headers: Readonly<Record<string, string>>): readonly object[] {
  const ms = headers['retry-after-ms'] ?? (headers['retry-after'] && Number(headers['retry-after']) * 1_000);
  return ms ? [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${Number(ms) / 1_000}s` }] : [];
}

function rpcStatusOf(status: number): string {
  const names: Readonly<Record<number, string>> = { 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 429: 'RESOURCE_EXHAUSTED', 503: 'UNAVAILABLE', 504: 'DEADLINE_EXCEEDED' };
  return names[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT');
}
