import { type Found, findGroup } from './found';
import { looksRandom } from './literalStrength';

/** `scheme://user:password@host`. Neither part can hold what ends a URL or a string; templates and regular expressions are out by their signs. */
const URL_PASSWORD = /:\/\/([^\s:@/'"`<>{}()[\]|\\^$*,;?#%]*):([^\s@/'"`<>{}()[\]|\\,;]{3,200})@[\w.[\]%-]/dg;
/** `Server=…;Password=…;`, the way of .NET, ODBC and JDBC. */
const FIELD_PASSWORD = /(?:[;"'?&]\s?(?:password|pwd)\s?=\s?([^\s;"'&<>{}]{4,200})(?=[;"'&]))|(?:\b(?:password|pwd)\s?=\s?([^\s;"'&<>{}]{4,200})(?=;))/dgi;
/** `?api_key=…`, `&access_token=…`. */
const QUERY_SECRET = /[?&](?:api[_-]?key|key|access[_-]?token|auth[_-]?token|token|client[_-]?secret|secret|signature|password)=([\w.~%+/-]{16,500})/dgi;
/** What stands for a password in documentation. */
const STANDS_FOR_PASSWORD = /^(?:(?:my|your|the|user|db|some|an?)?[-_]?(?:pass(?:w(?:or)?d)?|pwd|pw|secret|token|user(?:name)?)|your\w*|changeme|example|x+|\*+|\.+|[$%].*|\d{1,3})$/i;

/** Passwords inside URLs and connection strings. Only the password is found: the host says what the code talks to. */
export function* findConnectionSecrets(text: string): Generator<Found> {
  if (text.includes('://')) {
    for (const match of text.matchAll(URL_PASSWORD)) {
      const [, user = '', password = ''] = match;
      const range = match.indices?.[2];
      // "guest:guest" is what a server is delivered with.
      if (range && password !== user && !STANDS_FOR_PASSWORD.test(password)) yield { start: range[0], end: range[1], rule: 'password in a URL' };
    }
  }
  if (/p(?:assword|wd)\s?=/i.test(text)) {
    for (const group of [1, 2]) {
      for (const found of findGroup(text, FIELD_PASSWORD, group, 'password in a connection string')) {
        const value = text.slice(found.start, found.end);
        if (/\d|[!@#$%^*]/.test(value) && !STANDS_FOR_PASSWORD.test(value) && !/[()[\]|\\+]|^=|\$\w|%[sd(]/.test(value)) yield found;
      }
    }
  }
  for (const found of findGroup(text, QUERY_SECRET, 1, 'secret in a URL')) {
    if (looksRandom(text.slice(found.start, found.end))) yield found;
  }
}
