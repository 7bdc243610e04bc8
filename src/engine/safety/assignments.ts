import type { Found } from './found';
import { type ExpectedStrength, looksSecret } from './literalStrength';

const NAMES = 'passw(?:or)?d|pwd|pass(?:phrase|wrd|code)|[_-]pass|secret|token|credentials?'
  + '|(?:api|access|auth|secret|private|encrypt(?:ion)?|signing|master|account|service|client|consumer|session|license|bot)[_-]?key';
const PASSWORD = /^(?:passw(?:or)?d|pwd|pass(?:phrase|wrd|code)|[_-]pass)$/i;

/**
 * A name that ends in a word for secrets, at most a digit and a closing quote or bracket, a type, then what joins it to a literal:
 * `password = "…"`, `"token": "…"`, `apiKey?: string = "…"`, `env["SECRET"] ||= "…"`, `password := "…"`, `:secret => "…"`.
 */
const ASSIGNMENT = new RegExp(
  `(?<name>${NAMES})(?<end>\\d{0,2}["'\\]]{0,3})`
  + '(?<join>[?!]?\\s{0,3}:\\s?[&A-Za-z][^\\n=;,(){}"\']{0,40}=\\s*|\\s{1,2}[A-Za-z][\\w.]{0,20}\\s+=\\s*|\\s*(?::=|=>|\\|\\|=?|\\?\\?=?|[!=]={1,2}|[=:]|\\bor\\b)\\s*|\\s*,\\s*|\\()'
  + '\\(?(?:[rbuf@$]{0,2}|new String\\()(?<quote>"""|[\'"`])(?<value>(?:\\\\.|(?!\\k<quote>)[^\\\\\\n]){4,500}?)\\k<quote>',
  'dgi',
);

/** Literals that are given to a name for secrets. Only the literal's content is found. */
export function* findAssignedSecrets(text: string): Generator<Found> {
  const pattern = new RegExp(ASSIGNMENT);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { name, end, join, value } = match.groups as { name: string; end: string; join: string; value: string };
    const range = match.indices?.groups?.['value'];
    if (!range) continue;
    if (!isPublic(text, match.index) && looksSecret(value, expectedStrength(name, end, join))) yield { start: range[0], end: range[1], rule: 'assigned secret' };
    // In `["password", "token", "…"]` a harmless literal is itself the name of the next one.
    else pattern.lastIndex = range[0];
  }
}

/** A call or a list says less about what its literal is than an assignment does. */
function expectedStrength(name: string, end: string, join: string): ExpectedStrength {
  const isList = join.includes(',');
  if (join === '(' || (isList && (!/["']/.test(end) || join.includes('\n')))) return 'strong';
  if (isList) return 'key';
  return PASSWORD.test(name) ? 'password' : 'key';
}

/** `publicKeyToken`, and types of resources such as `AWS::IAM::AccessKey`. */
function isPublic(text: string, at: number): boolean {
  return /public\w*$|::\w*$/i.test(text.slice(Math.max(0, at - 40), at));
}

/** Files whose values need no quotes. */
const UNQUOTED = /(?:^|\/)(?:\.env[^/]*|[^/]*\.(?:env|sh|bash|zsh|ya?ml|ini|cfg|conf|properties|toml|npmrc|pypirc)|[^/]*Dockerfile[^/]*|\.netrc|\.npmrc|\.pypirc)$/i;
const UNQUOTED_ASSIGNMENT = new RegExp(
  `^[ \\t]*(?:(?:export|ENV|ARG|set|-)[ \\t]+)?[\\w.-]*?(?<name>${NAMES})\\d{0,2}[ \\t]*(?:=|:[ \\t])[ \\t]*(?<value>[^\\s"'\`#;]{4,500})[ \\t]*$`,
  'dgim',
);

/** `PASSWORD=hunter2` and `password: hunter2`, in the kinds of file where a bare word is a value and not a name. */
export function* findUnquotedSecrets(text: string, path: string): Generator<Found> {
  if (!UNQUOTED.test(path)) return;
  for (const match of text.matchAll(UNQUOTED_ASSIGNMENT)) {
    const { name, value } = match.groups as { name: string; value: string };
    const range = match.indices?.groups?.['value'];
    if (range && looksSecret(value, PASSWORD.test(name) ? 'password' : 'key')) yield { start: range[0], end: range[1], rule: 'assigned secret' };
  }
}
