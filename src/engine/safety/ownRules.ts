import { findAssignedSecrets, findUnquotedSecrets } from './assignments';
import { findConnectionSecrets } from './connectionStrings';
import type { Found } from './found';
import { findBasicCredentials, findKnownTokens } from './knownTokens';
import { findPemKeys } from './pemKeys';

/**
 * What secretlint's recommended rules miss, or find with a range that is not the secret. `path` decides whether values need quotes; `starts` is what
 * a scanner with the tokens' starts saw in the text.
 */
export function findOwnSecrets(text: string, path: string, starts: ReadonlySet<string>): Found[] {
  return [
    ...findKnownTokens(text, starts),
    ...findBasicCredentials(text),
    ...findPemKeys(text),
    ...findConnectionSecrets(text),
    ...findAssignedSecrets(text),
    ...findUnquotedSecrets(text, path),
  ];
}
