import { ProviderError } from './model';

/** A provider as its messages name it, and where the command line finds its key. */
export interface ProviderLabel {
  /** As in settings: `anthropic`. */
  readonly provider: string;
  /** As people say it: `Anthropic`. */
  readonly title: string;
  /** `ANTHROPIC_API_KEY` */
  readonly keyVariable: string;
}

/** The key without the white space that copying leaves. Throws a {@link ProviderError} (`auth`) where it cannot be one. */
export function checkedKey(apiKey: string, { provider, title, keyVariable }: ProviderLabel): string {
  const key = apiKey.trim();
  const next = `Run "Specwright: Set API Key", or set ${keyVariable}`;
  const wrong = (message: string) => new ProviderError(message, { provider, kind: 'auth', retryable: false });
  if (key === '') throw wrong(`No ${title} API key. ${next}.`);
  // `fetch` would refuse it as a header too, but its message shows the key.
  if (!/^[\x21-\x7e]+$/.test(key)) throw wrong(`The ${title} API key holds characters that no key has. ${next}, again.`);
  return key;
}

/** The address without a slash at its end. Throws a {@link ProviderError} (`invalid`) where it is none, or names a user and password. */
export function checkedBaseUrl(baseUrl: string, { provider, title }: ProviderLabel): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const wrong = (message: string) => new ProviderError(message, { provider, kind: 'invalid', retryable: false });
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong(`The base URL for ${title} is not an http(s) address: ${baseUrl}`);
  if (url.username || url.password) throw wrong(`The base URL for ${title} (host ${url.host}) must not hold a user name or a password.`);
  return baseUrl.replace(/\/+$/, '');
}

export function hostOf(baseUrl: string): string {
  return new URL(baseUrl).host;
}

/** A sign-in page or a wrong path answers too, and with 200: to try again would not help. Throws a {@link ProviderError} (`invalid`). */
export function assertType(response: Response, expected: 'text/event-stream' | 'application/json', baseUrl: string, provider: string): void {
  const type = response.headers.get('content-type') ?? 'no content type';
  if (type.includes(expected)) return;
  const noun = expected === 'application/json' ? 'JSON' : 'an event stream';
  const message = `${hostOf(baseUrl)} answered with ${type} where ${noun} was expected. Check the base URL and the proxy settings.`;
  throw new ProviderError(message, { provider, kind: 'invalid', retryable: false, status: response.status });
}
