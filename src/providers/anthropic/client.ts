import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages';
import { ProviderError } from '../model';

export type Fetch = typeof globalThis.fetch;

export const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/** The SDK's timer cannot be switched off; this is the longest that a timer can be (24 days). The dispatcher owns deadlines. */
const NEVER_MS = 2 ** 31 - 1;

/** All that a request needs. `ANTHROPIC_CUSTOM_HEADERS` could add others, a second key or another account among them. */
const SENT_HEADERS = /^(?:accept|anthropic-version|authorization|content-type|user-agent|x-stainless-.*)$/;

/**
 * The SDK's Messages API and nothing else of it: a third of the whole client's size. What the environment says (keys, address, headers,
 * log level, tracing) does not count: key and address come from the caller alone, and prompts go to no log and no trace.
 */
export function createMessagesClient(apiKey: string, baseUrl: string, fetch: Fetch | undefined): Messages {
  const client = new BaseAnthropic({
    apiKey,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: 'off',
    openTelemetry: { traces: false, propagation: false },
    // A redirect would take the prompt to an address that nobody chose.
    fetchOptions: { redirect: 'manual' },
    fetch: (input, init) => {
      const headers = [...new Headers(init?.headers)].filter(([name]) => SENT_HEADERS.test(name));
      const exact = { ...init, headers: { ...Object.fromEntries(headers), authorization: `Bearer ${apiKey}` } };
      // Looked up at each call: VS Code puts its proxy-aware `fetch` in place of the global one.
      return (fetch ?? globalThis.fetch)(input, exact);
    },
  });
  return new Messages(client);
}

/** The key without the white space that copying leaves. Throws a {@link ProviderError} (`auth`) where it cannot be one. */
export function checkedKey(apiKey: string): string {
  const key = apiKey.trim();
  if (key === '') throw authError('No Anthropic API key. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY.');
  // `fetch` would refuse it as a header too, but its message shows the key.
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw authError(
      'The Anthropic API key holds characters that no key has. Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY, again.',
    );
  }
  return key;
}

/** The address without a slash at its end. Throws a {@link ProviderError} (`invalid`) where it is none, or names a user and password. */
export function checkedBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw invalidUrl(`The base URL for Anthropic is not an http(s) address: ${baseUrl}`);
  if (url.username || url.password)
    throw invalidUrl(`The base URL for Anthropic (host ${url.host}) must not hold a user name or a password.`);
  return baseUrl.replace(/\/+$/, '');
}

function authError(message: string): ProviderError {
  return new ProviderError(message, { provider: 'anthropic', kind: 'auth', retryable: false });
}

function invalidUrl(message: string): ProviderError {
  return new ProviderError(message, { provider: 'anthropic', kind: 'invalid', retryable: false });
}
