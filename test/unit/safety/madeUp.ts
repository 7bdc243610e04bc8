/**
 * Secrets that nobody has. They are put together at run time, so that no scanner takes this folder for a leak.
 */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A fixed pseudo-random string over an alphabet. */
export function made(length: number, alphabet = `${LETTERS}0123456789`, seed = 7): string {
  let state = seed;
  let text = '';
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    text += alphabet[(state >>> 16) % alphabet.length];
  }
  return text;
}

export const hex = (length: number) => made(length, '0123456789abcdef');
export const digits = (length: number) => made(length, '0123456789');
export const upper = (length: number) => made(length, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');

const base64 = (text: string) => Buffer.from(text).toString('base64url');
export const jwt = [base64('{"alg":"HS256","typ":"JWT"}'), base64('{"sub":"1234567890","name":"Jane"}'), made(43)].join('.');

/** A private key's form with a body that is none. */
export function pem(kind = 'RSA ', lines = 12, joiner = '\n'): string {
  const body = Array.from({ length: lines }, (_, i) => (i === 0 ? 'MIIE' : '') + made(i === lines - 1 ? 20 : i === 0 ? 60 : 64, undefined, i + 3));
  return [`-----BEGIN ${kind}PRIVATE KEY-----`, ...body, `-----END ${kind}PRIVATE KEY-----`].join(joiner);
}

/** Its closing brace must start a group of three bytes: the rule looks for `fQ` at the end. */
const account = JSON.stringify({ email: made(30), secretKey: made(44) });
const onePassword = Buffer.from(account.replace('{', `{${' '.repeat((4 - (account.length % 3)) % 3)}`)).toString('base64').replace(/=+$/, '');

/** A token for each of secretlint's recommended rules that are in use, by the rule's name, as it would stand in code: ⟦…⟧ is the secret. */
export const presetSamples: Readonly<Record<string, string>> = {
  aws: `aws_secret_access_key = "⟦${made(40)}⟧"`,
  privatekey: pem().replace('KEY-----\n', 'KEY-----\n⟦').replace('\n-----END', '⟧\n-----END'),
  npm: `const t = '⟦npm_${made(36)}⟧'`,
  basicauth: `fetch('https://jane:⟦${made(14)}⟧@files.acme.io/x')`,
  slack: `'⟦xoxb-${digits(12)}-${digits(12)}-${made(24)}⟧'`,
  sendgrid: `'⟦SG.${made(22)}.${made(43)}⟧'`,
  shopify: `'⟦shpat_${hex(32)}⟧'`,
  github: `'⟦ghp_${made(36)}⟧'`,
  gitlab: `'⟦glpat-${made(20)}⟧'`,
  grafana: `'⟦glsa_${made(32)}_${hex(8)}⟧'`,
  openai: `'⟦sk-${made(20)}T3BlbkFJ${made(20, undefined, 9)}⟧'`,
  anthropic: `'⟦sk-ant-api03-${made(93)}AA⟧'`,
  groq: `'⟦gsk_${made(52)}⟧'`,
  huggingface: `'⟦hf_${made(34, LETTERS)}⟧'`,
  linear: `'⟦lin_api_${made(40)}⟧'`,
  notion: `'⟦ntn_${digits(11)}${made(35)}⟧'`,
  '1password': `'⟦ops_${onePassword}⟧'`,
  'database-connection-string': `'postgresql://jane:⟦${made(12)}⟧@db.acme.io:5432/shop'`,
  'hashicorp-vault': `'⟦hvs.${made(95)}⟧'`,
  vercel: `'⟦vcp_${made(24)}⟧'`,
  databricks: `'⟦dapi${hex(32)}⟧'`,
  docker: `'⟦dckr_pat_${made(27)}⟧'`,
  figma: `'⟦figd_${made(43)}⟧'`,
};

/** Takes the marks ⟦ ⟧ out and says what stood between them. */
export function marked(text: string): { text: string; secrets: string[] } {
  return { text: text.replace(/[⟦⟧]/g, ''), secrets: [...text.matchAll(/⟦([^⟧]*)⟧/g)].map((match) => match[1] as string) };
}
