/**
 * Does a string look like a secret? Asked of the value in `password = "…"` and the like, where a wrong "yes" hides a harmless word from the
 * reader and a wrong "no" lets a password out. The thresholds were tuned on the sources of a few dozen packages and Python's library: see
 * the tests.
 */
export type ExpectedStrength = 'password' | 'key' | 'strong';

/** Words of which placeholders are made, wherever they stand. */
const PLACEHOLDER = /change.?me|example|placeholder|your[-_. ]?|dummy|redacted|xxx|\.\.\.|…|todo|insert|replace|sample|fake|foo.?bar|lorem|\*\*\*/i;
/** `${VAR}`, `{{ var }}`, `{var}`, `<value>`, `%(name)s`, `%VAR%`, `$VAR`, `#{var}`, `$(command)`: filled in later. */
const TEMPLATE = /\$\{|\{\{|#\{|\$\(|%\(|%[sdr]\b|<[^>]*>|^\{[^}]*\}$|^%\w+%$|^\$\w+$|^\[[^\]]*\]$|\{\w*\}/;
const LOOKS_LIKE_CODE = /process\.env|os\.environ|getenv|\b(?:function|return|import|const)\b|[()=;]\s*$|^[=&|?!:;,.()]/;
const ADDRESS = /^[\w+.-]+:\/\/|^[\w.+-]+@[\w-]+\.[\w.]+$|^[.~]?\/|^[A-Za-z]:[\\/]|^\d+\.\d+\.\d+|\/\.default$/;
const FILE_NAME = /\.(?:pem|key|crt|json|ya?ml|toml|txt|md|[jt]sx?|py|go|rs|rb|java|php|sh|env|html?|css|xml|svg|png)$/i;
/** Names of algorithms and types: letters with a number, yet words. */
const TECHNICAL = /^(?:(?:hmac|pbkdf2?|rsa|ecdsa|aes|sha|md|hs|rs|es|ps|utf|base|u?int|float|oauth|x|http|h|v|tls|ed|iso|cp|ipv|web|log|col|row|key|id|no|arg|param|test|user|token|item|field|step|part|line|t)[-_]?\d{1,4}[-_/.:]?)+\w{0,6}$/i;

export function looksSecret(value: string, expected: ExpectedStrength): boolean {
  if (value.length > 500 || /[\s]/.test(value) || new Set(value).size < 4) return false;
  if (TEMPLATE.test(value) || LOOKS_LIKE_CODE.test(value) || ADDRESS.test(value) || FILE_NAME.test(value)) return false;
  if (PLACEHOLDER.test(value) || TECHNICAL.test(value)) return false;
  if (expected === 'password') return looksLikePassword(value);
  if (expected === 'strong') return value.length >= 16 && looksRandom(value) && (/^[0-9a-f-]+$/i.test(value) || switchesIn(value) >= 5);
  return value.length >= 12 && looksRandom(value);
}

/** What a person or a generator makes up: letters with digits, digits alone, or letters that no word has. */
function looksLikePassword(value: string): boolean {
  if (value.length < 6) return false;
  const hasLetter = /\p{L}/u.test(value);
  if (/\d/.test(value)) return hasLetter || /^[\d!@#$%^&*+~?-]+$/.test(value);
  if (!hasLetter) return value.length >= 8 && /[!@$%^&*]/.test(value) && new Set(value).size >= 6;
  // "p@ssword!", "Correct$Horse": but not "user.password", "auth/token", "x-api-key".
  return (value.length >= 8 && /\p{L}[!@$^&~]\p{L}|\p{L}[!$^~]$/u.test(value)) || hasRandomCase(value) || looksLikePassphrase(value);
}

/** "correct-horse-battery-staple", with or without hyphens; not "reset-user-password-form", "PasswordAuthenticationProvider". */
function looksLikePassphrase(value: string): boolean {
  if (!/^[a-z]{20,}$|^[A-Za-z]+([-_. ])[A-Za-z]+(?:\1[A-Za-z]+){2,}$/.test(value)) return false;
  return !/pass|pwd|secret|token|cred|auth|user|login|input|field|form|text|label|error|invalid|require|type|name|key|class|request|response|string|value|config/i.test(value);
}

/** Made by a generator: hexadecimal, a UUID, base 64, or letters and digits that alternate more often than in any word. */
export function looksRandom(value: string): boolean {
  const core = value.replace(/=+$/, '');
  if (/[^A-Za-z0-9+/_.~:!@#$%^&*-]/.test(core) || isSequence(core)) return false;
  const digits = count(core, /\d/g);
  if (digits === 0) return hasRandomCase(core);
  if (!/[A-Za-z]/.test(core)) return core.length >= 20 && entropyBits(core) >= 3;
  if (/^[0-9a-f-]+$/i.test(core)) return core.length >= 16 && entropyBits(core) >= 2.8;
  return entropyBits(core) >= 3 && (switchesIn(core) >= 3 || hasRandomCase(core));
}

/** How often letters and digits take turns. */
function switchesIn(value: string): number {
  return count(value, /\d(?=[A-Za-z])|[A-Za-z](?=\d)/g);
}

/** Capitals strewn as in base 64. Words in camel case have capitals one by one, and more than one small letter after each. */
function hasRandomCase(value: string): boolean {
  const letters = value.replace(/[^A-Za-z]/g, '');
  if (letters.length < 12 || !/[a-z]/.test(letters) || !/[A-Z]/.test(letters)) return false;
  const unlikeWords = count(letters, /[A-Z]{2,}(?=[a-z])|(?<![a-z])[a-z](?![a-z])/g);
  return unlikeWords >= Math.max(3, letters.length / 5) && entropyBits(letters) >= 3;
}

/** Alphabets and counts, as tables of characters have them. */
function isSequence(value: string): boolean {
  return /abcdefgh|ABCDEFGH|23456789|ijklmnop|hgfedcba|76543210/.test(value);
}

/** Shannon's entropy of a character, in bits. */
export function entropyBits(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const times of counts.values()) bits -= (times / value.length) * Math.log2(times / value.length);
  return bits;
}

function count(value: string, pattern: RegExp): number {
  return value.match(pattern)?.length ?? 0;
}
