/**
 * A sign for each of secretlint's recommended rules without which it finds nothing. They are read off the rules' own patterns (the version is
 * pinned, and a test compares the list of rules with this one), so that a text without any of them needs neither the rules nor their bundle.
 * Absent on purpose: `gcp` reads a `.p12` file from the disk by its path and marks a JSON file as a whole (the key in it is found as a private
 * key); `filter-comments` lets a comment switch rules off: what a linter may overlook may still not leave.
 */
export const PRESET_HINTS: Readonly<Record<string, RegExp>> = {
  aws: /secret_?access_?key/i,
  privatekey: /PRIVATE KEY/,
  npm: /npm_|x-oauth-basic|_authToken=/,
  basicauth: /(?:http|ftp)s?:\/\/[^\s@]{3,600}@/,
  slack: /xox[bpaor]-|xapp-|hooks\.slack\.com/i,
  sendgrid: /SG\./,
  shopify: /shp(?:pa|ca|at|ss)_/,
  github: /gh[pousr]_|github_pat_/,
  gitlab: /glpat-/,
  grafana: /gl(?:c|sa)_/,
  openai: /sk-/,
  anthropic: /sk-ant-api0/,
  groq: /gsk_/,
  huggingface: /hf_/,
  linear: /lin_api_/,
  notion: /ntn_/,
  '1password': /ops_ey/,
  'database-connection-string': /(?:mongodb(?:\+srv)?|mysqlx?|postgres(?:ql)?):\/\/[^\s@]{3,400}@/i,
  'hashicorp-vault': /hv[sbr]\./,
  vercel: /vc[piark]_/,
  databricks: /dapi[A-Fa-f0-9]{32}/,
  docker: /dckr_pat_/,
  figma: /figd_/,
};

/** One look for all signs with a fixed case, since most texts hold none: a third of the time of one look each. */
const ANY_EXACT = new RegExp(Object.values(PRESET_HINTS).filter((hint) => !hint.ignoreCase).map((hint) => hint.source).join('|'));
const INEXACT = Object.keys(PRESET_HINTS).filter((rule) => (PRESET_HINTS[rule] as RegExp).ignoreCase);

/** The rules that could find something in the text. */
export function presetRulesFor(text: string): string[] {
  return (ANY_EXACT.test(text) ? Object.keys(PRESET_HINTS) : INEXACT).filter((rule) => (PRESET_HINTS[rule] as RegExp).test(text));
}
