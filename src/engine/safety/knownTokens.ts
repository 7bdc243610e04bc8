import { type Found, findGroup } from './found';
import { looksRandom } from './literalStrength';

interface TokenRule {
  readonly rule: string;
  /** What every match holds, after something that is no letter: see {@link createStartScanner}. */
  readonly starts: readonly string[];
  /** The first group is the secret. */
  readonly pattern: RegExp;
  /** Also ask whether the match looks random: for prefixes that words have, too. */
  readonly random?: boolean;
}

/**
 * Tokens by the form that their makers gave them, where secretlint's recommended rules have none, or a narrower one (GitHub's longer tokens, OpenAI keys
 * without their inner mark, AWS key ids). Sources: the makers' documentation and GitHub's list of supported secret scanning patterns.
 */
const TOKENS: readonly TokenRule[] = [
  { rule: 'Google API key', starts: ['AIza'], pattern: /(?<![A-Za-z])(AIza[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-])/dg },
  { rule: 'Google OAuth secret', starts: ['GOCSPX-'], pattern: /(?<![A-Za-z])(GOCSPX-[0-9A-Za-z_-]{20,})/dg },
  { rule: 'Google access token', starts: ['ya29\\.'], pattern: /\b(ya29\.[0-9A-Za-z_-]{20,})/dg },
  { rule: 'JSON web token', starts: ['eyJ[\\w-]{8}'], pattern: /\b(eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){1,3})/dg },
  { rule: 'AWS access key id', starts: ['AKIA', 'ASIA', 'ABIA', 'ACCA'], pattern: /\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})(?![A-Z0-9])/dg },
  { rule: 'Azure key', starts: ['AccountKey=', 'SharedAccessKey='], pattern: /(?<![A-Za-z])(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{40,}={0,2})/dg },
  { rule: 'Azure signature', starts: ['sig='], pattern: /[?&]sig=([A-Za-z0-9%+/]{30,}(?:%3D|=)*)/dg },
  { rule: 'OpenAI key', starts: ['sk-[\\w-]{20}'], pattern: /(?<![A-Za-z0-9_-])(sk-(?!ant-)[A-Za-z0-9_-]{20,})/dg, random: true },
  { rule: 'Anthropic key', starts: ['sk-ant-'], pattern: /(?<![A-Za-z])(sk-ant-[A-Za-z0-9_-]{16,})/dg },
  { rule: 'Stripe key', starts: ['sk_(?:live|test)_', 'rk_(?:live|test)_'], pattern: /\b((?:sk|rk)_(?:live|test)_[0-9A-Za-z]{10,})/dg },
  { rule: 'Stripe webhook secret', starts: ['whsec_'], pattern: /\b(whsec_[0-9A-Za-z+/]{20,}=*)/dg },
  { rule: 'Slack token', starts: ['xox[a-z]-'], pattern: /\b((?:xox[a-z]|xoxe\.xox[a-z])-[0-9A-Za-z-]{10,})/dg },
  { rule: 'Slack token', starts: ['xapp-'], pattern: /\b(xapp-\d-[0-9A-Za-z-]{10,})/dg },
  { rule: 'Slack webhook', starts: ['hooks\\.slack\\.com'], pattern: /(?<![A-Za-z])hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9]+(?:\/[A-Za-z0-9]+){1,4})/dg },
  { rule: 'Discord webhook', starts: ['webhooks/'], pattern: /discord(?:app)?\.com\/api\/webhooks\/(\d{10,}\/[\w-]{40,})/dg },
  { rule: 'Telegram bot token', starts: ['AA[\\w-]{33}'], pattern: /\b(\d{8,10}:AA[\w-]{33})(?![\w-])/dg },
  { rule: 'GitHub token', starts: ['gh[opusr]_'], pattern: /(?<![A-Za-z])(gh[opusr]_[A-Za-z0-9_]{36,})/dg },
  { rule: 'GitHub token', starts: ['github_pat_'], pattern: /(?<![A-Za-z])(github_pat_[A-Za-z0-9_]{22,})/dg },
  { rule: 'GitLab token', starts: ['gl[a-z]{2,5}-[\\w.-]{20}'], pattern: /\b(gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\w.-]{20,})/dg, random: true },
  { rule: 'npm token', starts: ['npm_[A-Za-z0-9]{36}'], pattern: /(?<![A-Za-z])(npm_[A-Za-z0-9]{36,})/dg },
  { rule: 'npm token', starts: ['auth(?:Token)?\\s?='], pattern: /(?:_authToken|:_auth)\s?=\s?["']?([A-Za-z0-9+/=_-]{16,})/dg, random: true },
  { rule: 'PyPI token', starts: ['pypi-AgEI'], pattern: /\b(pypi-AgEI[\w-]{40,})/dg },
  { rule: 'RubyGems key', starts: ['rubygems_'], pattern: /\b(rubygems_[0-9a-f]{48})/dg },
  { rule: 'DigitalOcean token', starts: ['do[opr]_v1_'], pattern: /\b(do[opr]_v1_[0-9a-f]{64})/dg },
  { rule: 'Hugging Face token', starts: ['hf_[A-Za-z0-9]{30}'], pattern: /\b(hf_[A-Za-z0-9]{30,})/dg, random: true },
  { rule: 'Replicate token', starts: ['r8_'], pattern: /\b(r8_[A-Za-z0-9]{37})/dg },
  { rule: 'xAI key', starts: ['xai-'], pattern: /\b(xai-[A-Za-z0-9]{60,})/dg },
  { rule: 'Perplexity key', starts: ['pplx-'], pattern: /\b(pplx-[A-Za-z0-9]{40,})/dg },
  { rule: 'SendGrid key', starts: ['SG\\.[\\w-]{16}'], pattern: /\b(SG\.[\w-]{16,32}\.[\w-]{32,64})/dg },
  { rule: 'Mailgun key', starts: ['key-[0-9a-f]{32}'], pattern: /\b(key-[0-9a-f]{32})\b/dg },
  { rule: 'Mailchimp key', starts: ['us\\d'], pattern: /\b([0-9a-f]{32}-us\d{1,2})\b/dg },
  { rule: 'Twilio key', starts: ['SK[0-9a-f]{32}'], pattern: /\b(SK[0-9a-f]{32})\b/dg },
  { rule: 'Square token', starts: ['sq0'], pattern: /\b(sq0(?:atp|csp|idp)-[\w-]{22,})/dg },
  { rule: 'Sentry token', starts: ['sntry[su]_'], pattern: /\b(sntry[su]_[\w+/=]{40,})/dg },
  { rule: 'Supabase token', starts: ['sbp_'], pattern: /\b(sbp_[0-9a-f]{40})/dg },
  { rule: 'Atlassian token', starts: ['ATATT3'], pattern: /\b(ATATT3[\w=-]{50,})/dg },
  { rule: 'Postman key', starts: ['PMAK-'], pattern: /\b(PMAK-[0-9a-f]{24}-[0-9a-f]{34})/dg },
  { rule: 'New Relic key', starts: ['NRAK-'], pattern: /\b(NRAK-[A-Z0-9]{27})/dg },
  { rule: 'PlanetScale token', starts: ['pscale_'], pattern: /\b(pscale_(?:tkn|pw|oauth)_[\w.=-]{30,})/dg },
  { rule: 'Terraform token', starts: ['atlasv1\\.'], pattern: /\b([A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,})/dg },
  { rule: 'age key', starts: ['AGE-SECRET-KEY-1'], pattern: /(?<![A-Za-z])(AGE-SECRET-KEY-1[0-9A-Z]{58})/dg },
  { rule: 'authorization header', starts: ['bearer\\s', 'Bearer\\s', 'BEARER\\s'], pattern: /\bbearer\s{1,3}([A-Za-z0-9._~+/-]{16,}=*)/dgi, random: true },
];

/** By the rule's place in the table: several rules share a name. */
export const TOKEN_STARTS: ReadonlyMap<string, readonly string[]> = new Map(TOKENS.map(({ starts }, i) => [`token ${i}`, starts]));

/** Keys whose form says little without the name before them. */
const NAMED: readonly Omit<TokenRule, 'starts'>[] = [
  { rule: 'AWS secret access key', pattern: /(?:aws|secret|access)\w{0,20}key\b["'\]]{0,2}\s{0,4}(?::=|=>|[:=,])\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi, random: true },
  { rule: 'authorization header', pattern: /authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?token\s([0-9A-Za-z_-]{20,})/dgi, random: true },
];

/** `starts`: what a scanner with {@link TOKEN_STARTS} saw in the text. */
export function* findKnownTokens(text: string, starts: ReadonlySet<string>): Generator<Found> {
  for (const { rule, pattern, random } of [...TOKENS.filter((_, i) => starts.has(`token ${i}`)), ...NAMED]) {
    for (const found of findGroup(text, pattern, 1, rule)) {
      if (!random || looksRandom(text.slice(found.start, found.end).replace(/^[a-z_]+[-_](?=.{12})/, ''))) yield found;
    }
  }
}

/** `Basic` credentials: only what decodes to `name:password` is one. */
export function* findBasicCredentials(text: string): Generator<Found> {
  if (!text.includes('asic ')) return;
  for (const found of findGroup(text, /\bbasic ([A-Za-z0-9+/]{8,}={0,2})(?![A-Za-z0-9+/=])/dgi, 1, 'authorization header')) {
    const decoded = Buffer.from(text.slice(found.start, found.end), 'base64').toString('latin1');
    if (/^[\x21-\x7e]+:[\x20-\x7e]+$/.test(decoded)) yield found;
  }
}
