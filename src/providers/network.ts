/** The system's code (`ECONNREFUSED`, …), somewhere down the causes. */
export function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code)) return code;
  }
  return undefined;
}

/** `fetch` reports a connection that broke as a TypeError or an AbortError, not always with a code. */
export function looksLikeNetwork(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || /terminated|fetch failed|socket|network/i.test(error.message));
}

/** A certificate that is not trusted now is not trusted a second later either. */
export function isAboutCertificate(error: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(codeOf(error) ?? '');
}

/** What to say of a failure of the connection. `everBegan`: the answer had begun. */
export function networkMessage(error: unknown, host: string, everBegan: boolean): string {
  const code = codeOf(error);
  if (isAboutCertificate(error)) return `The certificate of ${host} is not trusted (${code}). Check the proxy and certificate settings.`;
  if (!everBegan) return `No connection to ${host}${code ? ` (${code})` : ''}. Check the network, the proxy settings and the base URL.`;
  if (error instanceof SyntaxError) return `The answer of ${host} arrived garbled.`;
  return `The connection to ${host} broke in the middle of the answer${code ? ` (${code})` : ''}.`;
}
