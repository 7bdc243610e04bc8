import { type Found, findGroup } from './found';
import { looksRandom } from './literalStrength';

interface TokenRule {
  readonly rule: string;
  /** What every match holds, as the source of a pattern: all of them are looked for at once, and most texts hold none. */
  readonly hint: string;
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
  { rule: 'Google API key', hint: 'AIza', pattern: /(AIza[0-9A-Za-z_-]{35})(?![0-9A-Za-z_-])/dg },
  { rule: 'Google OAuth secret', hint: 'GOCSPX-', pattern: /(GOCSPX-[0-9A-Za-z_-]{20,})/dg },
  { rule: 'Google access token', hint: 'ya29\\.', pattern: /\b(ya29\.[0-9A-Za-z_-]{20,})/dg },
  { rule: 'JSON web token', hint: 'eyJ[\\w-]{8}', pattern: /\b(eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*){1,3})/dg },
  { rule: 'AWS access key id', hint: 'A(?:KI|SI|BI|CC)A[A-Z0-9]{16}', pattern: /\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16})(?![A-Z0-9])/dg },
  { rule: 'Azure key', hint: '(?:Account|SharedAccess)Key=', pattern: /(?:Account|SharedAccess)Key=([A-Za-z0-9+/]{40,}={0,2})/dg },
  { rule: 'Azure signature', hint: '[?&]sig=', pattern: /[?&]sig=([A-Za-z0-9%+/]{30,}(?:%3D|=)*)/dg },
  { rule: 'OpenAI key', hint: 'sk-[\\w-]{20}', pattern: /(?<![\w-])(sk-(?!ant-)[A-Za-z0-9_-]{20,})/dg, random: true },
  { rule: 'Anthropic key', hint: 'sk-ant-', pattern: /(sk-ant-[A-Za-z0-9_-]{16,})/dg },
  { rule: 'Stripe key', hint: '[sr]k_(?:live|test)_', pattern: /\b((?:sk|rk)_(?:live|test)_[0-9A-Za-z]{10,})/dg },
  { rule: 'Stripe webhook secret', hint: 'whsec_', pattern: /\b(whsec_[0-9A-Za-z+/]{20,}=*)/dg },
  { rule: 'Slack token', hint: 'xox[a-z]-', pattern: /\b((?:xox[a-z]|xoxe\.xox[a-z])-[0-9A-Za-z-]{10,})/dg },
  { rule: 'Slack token', hint: 'xapp-', pattern: /\b(xapp-\d-[0-9A-Za-z-]{10,})/dg },
  { rule: 'Slack webhook', hint: 'hooks\\.slack\\.com', pattern: /hooks\.slack\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9]+(?:\/[A-Za-z0-9]+){1,4})/dg },
  { rule: 'Discord webhook', hint: '/api/webhooks/', pattern: /discord(?:app)?\.com\/api\/webhooks\/(\d{10,}\/[\w-]{40,})/dg },
  { rule: 'Telegram bot token', hint: ':AA[\\w-]{33}', pattern: /\b(\d{8,10}:AA[\w-]{33})(?![\w-])/dg },
  { rule: 'GitHub token', hint: 'gh[opusr]_', pattern: /(?<![A-Za-z])(gh[opusr]_[A-Za-z0-9_]{36,})/dg },
  { rule: 'GitHub token', hint: 'github_pat_', pattern: /(?<![A-Za-z])(github_pat_[A-Za-z0-9_]{22,})/dg },
  { rule: 'GitLab token', hint: 'gl[a-z]{2,5}-[\\w.-]{20}', pattern: /\b(gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-[\w.-]{20,})/dg, random: true },
  { rule: 'npm token', hint: 'npm_[A-Za-z0-9]{36}', pattern: /(?<![A-Za-z])(npm_[A-Za-z0-9]{36,})/dg },
  { rule: 'npm token', hint: '_authToken|:_auth', pattern: /(?:_authToken|:_auth)\s?=\s?["']?([A-Za-z0-9+/=_-]{16,})/dg, random: true },
  { rule: 'PyPI token', hint: 'pypi-AgEI', pattern: /\b(pypi-AgEI[\w-]{40,})/dg },
  { rule: 'RubyGems key', hint: 'rubygems_', pattern: /\b(rubygems_[0-9a-f]{48})/dg },
  { rule: 'DigitalOcean token', hint: 'do[opr]_v1_', pattern: /\b(do[opr]_v1_[0-9a-f]{64})/dg },
  { rule: 'Hugging Face token', hint: 'hf_[A-Za-z0-9]{30}', pattern: /\b(hf_[A-Za-z0-9]{30,})/dg, random: true },
  { rule: 'Replicate token', hint: 'r8_', pattern: /\b(r8_[A-Za-z0-9]{37})/dg },
  { rule: 'xAI key', hint: 'xai-', pattern: /\b(xai-[A-Za-z0-9]{60,})/dg },
  { rule: 'Perplexity key', hint: 'pplx-', pattern: /\b(pplx-[A-Za-z0-9]{40,})/dg },
  { rule: 'SendGrid key', hint: 'SG\\.[\\w-]{16}', pattern: /\b(SG\.[\w-]{16,32}\.[\w-]{32,64})/dg },
  { rule: 'Mailgun key', hint: 'key-[0-9a-f]{32}', pattern: /\b(key-[0-9a-f]{32})\b/dg },
  { rule: 'Mailchimp key', hint: '-us\\d', pattern: /\b([0-9a-f]{32}-us\d{1,2})\b/dg },
  { rule: 'Twilio key', hint: 'SK[0-9a-f]{32}', pattern: /\b(SK[0-9a-f]{32})\b/dg },
  { rule: 'Square token', hint: 'sq0', pattern: /\b(sq0(?:atp|csp|idp)-[\w-]{22,})/dg },
  { rule: 'Sentry token', hint: 'sntry', pattern: /\b(sntry[su]_[\w+/=]{40,})/dg },
  { rule: 'Supabase token', hint: 'sbp_', pattern: /\b(sbp_[0-9a-f]{40})/dg },
  { rule: 'Atlassian token', hint: 'ATATT3', pattern: /\b(ATATT3[\w=-]{50,})/dg },
  { rule: 'Postman key', hint: 'PMAK-', pattern: /\b(PMAK-[0-9a-f]{24}-[0-9a-f]{34})/dg },
  { rule: 'New Relic key', hint: 'NRAK-', pattern: /\b(NRAK-[A-Z0-9]{27})/dg },
  { rule: 'PlanetScale token', hint: 'pscale_', pattern: /\b(pscale_(?:tkn|pw|oauth)_[\w.=-]{30,})/dg },
  { rule: 'Terraform token', hint: '\\.atlasv1\\.', pattern: /\b([A-Za-z0-9]{14}\.atlasv1\.[\w=-]{40,})/dg },
  { rule: 'age key', hint: 'AGE-SECRET-KEY-1', pattern: /(AGE-SECRET-KEY-1[0-9A-Z]{58})/dg },
  { rule: 'authorization header', hint: '[Bb](?:earer|EARER)\\s', pattern: /\bbearer\s{1,3}([A-Za-z0-9._~+/-]{16,}=*)/dgi, random: true },
];

const ANY_HINT = new RegExp(TOKENS.map(({ hint }) => hint).join('|'));

/** Keys whose form says little without the name before them. */
const NAMED: readonly Omit<TokenRule, 'hint'>[] = [
  { rule: 'AWS secret access key', pattern: /(?:aws|secret|access)\w{0,20}key\b["'\]]{0,2}\s{0,4}(?::=|=>|[:=,])\s{0,4}["']?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/dgi, random: true },
  { rule: 'authorization header', pattern: /authorization["']?\s{0,3}[:=,]\s{0,3}["'`]?token\s([0-9A-Za-z_-]{20,})/dgi, random: true },
];

export function* findKnownTokens(text: string): Generator<Found> {
  for (const { rule, pattern, random } of ANY_HINT.test(text) ? [...TOKENS, ...NAMED] : NAMED) {
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
