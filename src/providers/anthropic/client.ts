import { BaseAnthropic } from '@anthropic-ai/sdk/client';
import { Messages } from '@anthropic-ai/sdk/resources/messages';
import { Models } from '@anthropic-ai/sdk/resources/models';
import type { ProviderLabel } from '../address';

export type Fetch = typeof globalThis.fetch;

export const ANTHROPIC: ProviderLabel = { provider: 'anthropic', title: 'Anthropic', keyVariable: 'ANTHROPIC_API_KEY' };
export const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/** The SDK's timer cannot be switched off; this is the longest that a timer can be (24 days). The dispatcher owns deadlines. */
const NEVER_MS = 2 ** 31 - 1;

/** All that a request needs. `ANTHROPIC_CUSTOM_HEADERS` could add others, a second key or another account among them. */
const SENT_HEADERS = /^(?:accept|anthropic-version|authorization|content-type|user-agent|x-stainless-.*)$/;

export interface Client {
  readonly messages: Messages;
  readonly models: Models;
}

/**
 * The parts of the SDK that we need and nothing else of it: a third of the whole client's size. What the environment says (keys, address, headers,
 * log level, tracing) does not count: key and address come from the caller alone, and prompts go to no log and no trace.
 */
export function createClient(apiKey: string, baseUrl: string, fetch: Fetch | undefined): Client {
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
  return { messages: new Messages(client), models: new Models(client) };
}
