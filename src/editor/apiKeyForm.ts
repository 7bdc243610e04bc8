/** What is wrong with a key as it was pasted; `warning`: it may still be right. `undefined`: nothing. */
export function apiKeyProblem(pasted: string, hasOwnServer: boolean): { readonly message: string; readonly severity: 'error' | 'warning' } | undefined {
  const key = pasted.trim();
  if (key === '') return undefined; // nothing was typed yet; Enter on it changes nothing
  if (/^[A-Z_]+\s*=/.test(key)) return { message: 'Paste the key alone, without the name of a variable before it.', severity: 'error' };
  if (/^["'].*["']$/.test(key)) return { message: 'Paste the key without quotation marks.', severity: 'error' };
  if (!/^[\x21-\x7e]+$/.test(key)) return { message: 'A key has no spaces and no special characters. Copy it again.', severity: 'error' };
  // Gateways and proxies hand out keys of their own.
  if (!hasOwnServer && !key.startsWith('sk-ant-')) return { message: 'Keys of the Anthropic API begin with "sk-ant-". Is this one for another service?', severity: 'warning' };
  return undefined;
}
