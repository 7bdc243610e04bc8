import { PROVIDER_TITLES, type HostedProvider } from './contributions';
import { t } from '../l10n/localize';

/** What a key of each provider looks like, and where it is made. */
export const KEY_FORMS: Readonly<Record<HostedProvider, { readonly begins: RegExp; readonly example: string; readonly madeAt: string }>> = {
  anthropic: { begins: /^sk-ant-/, example: 'sk-ant-', madeAt: 'console.anthropic.com' },
  // Keys of Anthropic begin with "sk-" too.
  openai: { begins: /^sk-(?!ant-)/, example: 'sk-', madeAt: 'platform.openai.com/api-keys' },
  gemini: { begins: /^(?:AIza|AQ\.)/, example: 'AIza', madeAt: 'aistudio.google.com/apikey' },
};

/** What is wrong with a key as it was pasted; `warning`: it may still be right. `undefined`: nothing. */
export function apiKeyProblem(provider: HostedProvider, pasted: string, hasOwnServer: boolean): { readonly message: string; readonly severity: 'error' | 'warning' } | undefined {
  const key = pasted.trim();
  if (key === '') return undefined; // nothing was typed yet; Enter on it changes nothing
  if (/^[A-Z_]+\s*=/.test(key)) return { message: t('Paste the key alone, without the name of a variable before it.'), severity: 'error' };
  if (/^["'].*["']$/.test(key)) return { message: t('Paste the key without quotation marks.'), severity: 'error' };
  if (!/^[\x21-\x7e]+$/.test(key)) return { message: t('A key has no spaces and no special characters. Copy it again.'), severity: 'error' };
  // Gateways and proxies hand out keys of their own.
  const { begins, example } = KEY_FORMS[provider];
  if (!hasOwnServer && !begins.test(key)) return { message: t('Keys of the {0} API begin with "{1}". Is this one for another service?', PROVIDER_TITLES[provider], example), severity: 'warning' };
  return undefined;
}
