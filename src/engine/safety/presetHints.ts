/**
 * A sign for each of secretlint's recommended rules without which it finds nothing. They are read off the rules' own patterns (the version is
 * pinned, and a test compares the list of rules with this one), so that a text without any of them needs neither the rules nor their bundle.
 * Absent on purpose: `gcp` reads a `.p12` file from the disk by its path and marks a JSON file as a whole (the key in it is found as a private
 * key); `filter-comments` lets a comment switch rules off: what a linter may overlook may still not leave.
 */
export const PRESET_STARTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['privatekey', ['PRIVATE KEY']],
  ['npm', ['npm_', 'x-oauth-basic']],
  ['slack', ['xox[bpaor]-', 'xapp-', 'hooks\\.slack\\.com', 'HOOKS\\.SLACK\\.COM', 'Hooks\\.Slack\\.com']],
  ['sendgrid', ['SG\\.']],
  ['shopify', ['shp(?:pa|ca|at|ss)_']],
  ['github', ['gh[pousr]_', 'github_pat_']],
  ['gitlab', ['glpat-']],
  ['grafana', ['glc_', 'glsa_']],
  ['openai', ['sk-[\\w-]{20}']],
  ['anthropic', ['sk-ant-api0']],
  ['groq', ['gsk_']],
  ['huggingface', ['hf_']],
  ['linear', ['lin_api_']],
  ['notion', ['ntn_']],
  ['1password', ['ops_ey']],
  ['hashicorp-vault', ['hv[sbr]\\.']],
  ['vercel', ['vc[piark]_']],
  ['databricks', ['dapi[A-Fa-f0-9]{32}']],
  ['docker', ['dckr_pat_']],
  ['figma', ['figd_']],
]);

/** Rules whose matches begin with no fixed word. */
export const PRESET_SIGNS: Readonly<Record<string, RegExp>> = {
  aws: /secret_?access_?key/i,
  basicauth: /(?:http|ftp)s?:\/\/[^\s@]{3,600}@/,
  'database-connection-string': /(?:mongodb(?:\+srv)?|mysqlx?|postgres(?:ql)?):\/\/[^\s@]{3,400}@/i,
};

/** The rules that could find something in the text. `starts`: what a scanner with {@link PRESET_STARTS} saw in it. */
export function presetRulesFor(text: string, starts: ReadonlySet<string>): string[] {
  return [...[...PRESET_STARTS.keys()].filter((rule) => starts.has(rule)), ...Object.keys(PRESET_SIGNS).filter((rule) => (PRESET_SIGNS[rule] as RegExp).test(text))];
}
