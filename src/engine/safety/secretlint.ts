import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleContext, SecretLintRuleCreator, SecretLintRuleReportDescriptor, SecretLintSourceCode } from '@secretlint/types';
import type { Found } from './found';

/**
 * secretlint's recommended rules, as a bundle of its own that is loaded when a text holds a sign of one of them.
 *
 * The rules are called directly, not through `lintSource` of @secretlint/core: that records two performance marks a rule and file, with the file's
 * path, in the process's timeline for ever, and searches all of them whenever new ones arrive. Measured on 600 Python files, 9.8 MB: 3.3 s, then
 * 10 s for the same files once more; called directly 0.2 s each time.
 */
const rules = new Map<string, SecretLintRuleCreator>();
creator.create(
  { registerRule: (rule: SecretLintRuleCreator) => rules.set(shortName(rule.meta.id), rule) } as unknown as Parameters<typeof creator.create>[0],
  {},
);

/** Names of the preset's rules, without their common prefix. */
export const presetRules: readonly string[] = [...rules.keys()];

/** What the named rules find, each narrowed to the secret itself. */
export async function findPresetSecrets(text: string, names: readonly string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of names) {
    const rule = rules.get(name);
    if (!rule) continue;
    const report = ({ message, range }: SecretLintRuleReportDescriptor) => {
      const secret = narrowToSecret(name, text, range[0], range[1], message.data);
      if (secret) found.push({ ...secret, rule: `secretlint ${name}` });
    };
    await rule.create(contextFor(report), {}).file?.(sourceCode(text));
  }
  return found;
}

type Range = { readonly start: number; readonly end: number };

function narrowToSecret(name: string, text: string, start: number, end: number, data: unknown): Range | undefined {
  switch (name) {
    case 'aws':
    case 'npm': {
      // The length of the secret, but the start of the whole match (12.0.0): the secret is in the message's data.
      const secret = Object.values((data ?? {}) as Record<string, unknown>).find((value) => typeof value === 'string');
      const at = secret ? text.indexOf(secret, start) : -1;
      return secret && at >= 0 ? { start: at, end: at + secret.length } : { start, end };
    }
    case 'basicauth':
    case 'database-connection-string':
      return groupWithin(text, start, end, /:\/\/[^:@\s]*:([^@\s]*)@/d);
    case 'privatekey':
      return groupWithin(text, start, end, /-----(?:\s|\\+[nrt])*([^-]*?)(?:\s|\\+[nrt])*-----END/d);
    case 'slack':
      return text.startsWith('http', start) ? groupWithin(text, start, end, /\/services\/(.*)/di) : { start, end };
    default:
      return { start, end };
  }
}

function groupWithin(text: string, start: number, end: number, pattern: RegExp): Range | undefined {
  const range = pattern.exec(text.slice(start, end))?.indices?.[1];
  return range ? { start: start + range[0], end: start + range[1] } : { start, end };
}

function contextFor(report: (descriptor: SecretLintRuleReportDescriptor) => void): SecretLintRuleContext {
  return {
    sharedOptions: {},
    report,
    ignore: () => {},
    // The message would quote the secret: only its data is asked for.
    createTranslator: () => (messageId: string, data: unknown) => ({ message: messageId, messageId, data }),
  } as unknown as SecretLintRuleContext;
}

/** Without a path: no rule reads the disk, and a text has the same secrets in a file as in a prompt. */
function sourceCode(text: string): SecretLintSourceCode {
  return { content: text, filePath: '', ext: '', contentType: 'text', hasBOM: false } as unknown as SecretLintSourceCode;
}

function shortName(id: string): string {
  return id.replace('@secretlint/secretlint-rule-', '');
}
