import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

interface Setting {
  readonly default: unknown;
  readonly scope?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

const ROOT = path.resolve(import.meta.dirname, '../../..');
const read = (name: string) => JSON.parse(readFileSync(path.join(ROOT, name), 'utf8')) as unknown;
const words = (existsSync(path.join(ROOT, 'package.nls.json')) ? read('package.nls.json') : {}) as Readonly<Record<string, string>>;
const say = (text: string) => (/^%[^%]+%$/.test(text) ? words[text.slice(1, -1)]! : text);
/** Links that only the editor can follow: a setting is named, a command by its title. */
const plain = (text: string) => text.replace(/`#([\w.]+)#`/g, '`$1`').replace(/\[([^\]]+)\]\(command:[^)]*\)/g, '*$1*');

function settingText([id, { default: value, scope, minimum, maximum, ...setting }]: [string, Setting]): string {
  const range = [minimum === undefined ? '' : `from ${minimum.toLocaleString('en-US')}`, maximum === undefined ? '' : `to ${maximum.toLocaleString('en-US')}`].filter(Boolean).join(' ');
  const facts = [`default ${value === null ? 'not set' : `\`${JSON.stringify(value)}\``}`, range, scope === 'resource' ? 'each folder its own' : ''].filter(Boolean).join(' · ');
  const choices = (setting.enum ?? []).map((choice, i) => `- \`${choice}\`: ${plain(say((setting.markdownEnumDescriptions ?? setting.enumDescriptions)![i]!))}`);
  return [`### \`${id}\``, plain(say(setting.markdownDescription)), ...(choices.length > 0 ? [choices.join('\n')] : []), facts].join('\n\n');
}

test('docs/settings.md says what the manifest says', async () => {
  const { contributes } = read('package.json') as { contributes: { configuration: readonly { title: string; properties: Readonly<Record<string, Setting>> }[] } };
  const sections = contributes.configuration.map(({ title, properties }) => [`## ${say(title)}`, ...Object.entries(properties).map(settingText)].join('\n\n'));
  await expect(`# Settings

Made from the manifest of the extension by a test (\`npx vitest run test/unit/editor/settingsPage.test.ts -u\`). *Specwright: Open Settings* shows them in the editor.

${sections.join('\n\n')}
`).toMatchFileSnapshot('../../../docs/settings.md');
});
