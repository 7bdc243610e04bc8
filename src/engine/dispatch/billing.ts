import { isProviderError } from '../../providers/model';

/** Failures of the connection before the request was on its way: codes of Node and of its TLS layer. */
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|ERR_TLS_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)$/;

/** Answers of a gateway that gave up waiting for the model, which may have worked and be billed all the same. */
const IN_DOUBT = new Set([408, 499, 502, 504, 522, 524]);

/**
 * Whether a failed attempt has certainly cost nothing: it was refused before its answer began, or never reached the server. In doubt it has
 * cost: a request that hung or was cut off may be billed.
 */
export function certainlyUnbilled(error: unknown, answerBegan: boolean): boolean {
  if (answerBegan || !isProviderError(error)) return false;
  if (error.status !== undefined) return error.status >= 400 && !IN_DOUBT.has(error.status);
  if (error.kind !== 'network' && error.kind !== 'server' && error.kind !== 'other') return true;
  // The SDKs wrap the socket's error, which knows whether a connection was ever made.
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && NEVER_LEFT.test(cause.code)) return true;
  }
  return false;
}
