import { EnvHttpProxyAgent, fetch as undiciFetch } from 'undici';

/**
 * A `fetch` that honours `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, which Node's own does not before version 24, and that has no time limits of its own:
 * Node's gives up after 300 s without a byte. A bundle of its own, loaded only where one of these matters.
 */
export function createTransport(): typeof globalThis.fetch {
  const dispatcher = new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0 });
  return ((input: Parameters<typeof undiciFetch>[0], init: Parameters<typeof undiciFetch>[1]) => undiciFetch(input, { ...init, dispatcher })) as unknown as typeof globalThis.fetch;
}
