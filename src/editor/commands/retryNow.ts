import type { EngineHost } from '../engineHost';

/** Ends every wait for a provider: what waits for a rate limit or after a failure is sent at once. */
export function retryNow(host: EngineHost) {
  return (): void => host.retryNow();
}
