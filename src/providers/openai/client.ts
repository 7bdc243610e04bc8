import { OpenAI } from 'openai/client';
import { checkedBaseUrl, checkedKey, type ProviderLabel } from '../address';

export type Fetch = typeof globalThis.fetch;

export const OPENAI: ProviderLabel = { provider: 'openai', title: 'OpenAI', keyVariable: 'OPENAI_API_KEY' };
export const DEFAULT_BASE_URL = 'https://api.openai.com/v1';

/** The SDK's timer cannot be switched off; this is the longest that a timer can be (24 days). The dispatcher owns deadlines. */
const NEVER_MS = 2 ** 31 - 1;

/** All that a request needs. `OPENAI_CUSTOM_HEADERS` could add others, a second key or another organisation among them. */
const SENT_HEADERS = /^(?:accept|content-type|user-agent|x-stainless-.*)$/;

/**
 * OpenAI's SDK. What the environment says (keys, address, organisation, project, headers, log level) does not count: key and address come from the caller
 * alone. Without a key there is no `Authorization` header at all: some servers choke on an empty `Bearer`.
 */
export function createClient(apiKey: string | undefined, baseUrl: string, fetch: Fetch | undefined): OpenAI {
  return new OpenAI({
    // The SDK wants one; what is sent is decided below.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: 'off',
    // A redirect would take the prompt to an address that nobody chose.
    fetchOptions: { redirect: 'manual' },
    fetch: (input, init) => {
      const headers = Object.fromEntries([...new Headers(init?.headers)].filter(([name]) => SENT_HEADERS.test(name)));
      const exact = { ...init, headers: { ...headers, ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }) } };
      // Looked up at each call: VS Code puts its proxy-aware `fetch` in place of the global one.
      return (fetch ?? globalThis.fetch)(input, exact);
    },
  });
}

/** The address as the SDK wants it. Servers have their API under `/v1`, and who types only the host means that. Throws as {@link checkedBaseUrl}. */
export function openAiBaseUrl(baseUrl: string): string {
  const checked = checkedBaseUrl(baseUrl, OPENAI);
  return new URL(checked).pathname === '/' ? `${checked}/v1` : checked;
}

/** OpenAI's own server, in any of its regions: the only one known to understand all of the protocol. */
export function isOpenAi(baseUrl: string): boolean {
  return /(?:^|\.)api\.openai\.com$/.test(new URL(baseUrl).hostname);
}

/** The key, where there is one. Throws as {@link checkedKey} where it cannot be one, or where OpenAI's own server would get none. */
export function keyFor(isOfficial: boolean, apiKey: string | undefined): string | undefined {
  return apiKey?.trim() || isOfficial ? checkedKey(apiKey ?? '', OPENAI) : undefined;
}
