import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATEGORY, commandId, COMMANDS, CONTEXT_KEYS, LANGUAGES, OFFER_SCHEME, PROVIDER_TITLES, RESTRICTED_SETTINGS, SETTINGS, VIEWS, VSCODE_PROVIDER, WALKTHROUGH_ID, type CommandName, type SettingName, type SettingShape } from '../../../src/editor/contributions';
import { DEFAULT_CACHE_LIMITS } from '../../../src/engine/cache/createResultCache';
import { CONFIRM_ABOVE } from '../../../src/engine/batch/estimate';
import { DEFAULT_TIME_LIMITS, TIME_LIMIT_SETTINGS } from '../../../src/engine/dispatch/limits';
import { DEFAULT_CONCURRENCY, MAX_CONCURRENCY } from '../../../src/engine/dispatch/pool';
import { languages } from '../../../src/engine/outline/languages';
import { TEMPLATE_NAMES } from '../../../src/engine/write/templates/templates';
import { DEFAULT_MODELS, PROVIDERS } from '../../../src/providers/models';
import { manifestIn } from './localizedManifest';

interface Property {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly scope: string;
  readonly order: number;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

const manifest = manifestIn('en');
const { contributes } = manifest;
const groups = contributes.configuration.map((section) => section.properties as unknown as Record<string, Property>);
const properties = Object.fromEntries(groups.flatMap((group) => Object.entries(group)));
const menuItems = Object.entries(contributes.menus).flatMap(([menu, items]) => (items as { command: string; when?: string; group?: string }[]).map((item) => ({ menu, ...item })));
const [walkthrough] = contributes.walkthroughs;
const steps = walkthrough!.steps as readonly { id: string; title: string; description: string; when?: string; media: { image: Record<string, string>; altText: string }; completionEvents: string[] }[];
const names = Object.keys(COMMANDS) as CommandName[];
const isCommand = (id: string) => names.some((name) => commandId(name) === id);
const settings = Object.entries(SETTINGS) as [SettingName, SettingShape][];

describe('the manifest says what the code does', () => {
  test('of commands: ids, titles, category', () => {
    const declared = contributes.commands.map(({ command, title, category }) => ({ command, title, category }));
    expect(declared).toEqual(names.map((name) => ({ command: commandId(name), title: COMMANDS[name], category: CATEGORY })));
  });

  test('of settings: which there are', () => {
    expect(Object.keys(properties).sort()).toEqual(settings.map(([name]) => `specwright.${name}`).sort());
  });

  test.each(settings)('of the setting %s', (name, shape) => {
    const property = properties[`specwright.${name}`]!;
    expect(property.scope).toBe(shape.scope);
    expect(property.default).toEqual(shape.default);
    expect(property.type).toEqual(typeOf(shape));
    expect(property.enum).toEqual('choices' in shape ? shape.choices : undefined);
    expect(property.minimum).toBe('minimum' in shape ? shape.minimum : undefined);
    expect(property.maximum).toBe('maximum' in shape ? shape.maximum : undefined);
    expect(property.pattern && new RegExp(property.pattern).source).toBe('form' in shape ? shape.form?.pattern.source : undefined);
  });

  test('of what an untrusted workspace has no say in', () => {
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(RESTRICTED_SETTINGS.map((name) => `specwright.${name}`));
  });

  test('of the languages for which commands show in menus', () => {
    const patterns = menuItems.flatMap(({ when }) => [...(when ?? '').matchAll(/resourceLangId =~ \/\^\(([^)]*)\)\$\//g)].map((match) => match[1]!.split('|')));
    expect(patterns.length).toBeGreaterThan(3);
    for (const pattern of patterns) expect(pattern).toEqual(Object.keys(LANGUAGES));
    const shown = new Set<string>(Object.values(LANGUAGES));
    expect(languages.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });

  test('and its menus and conditions name nothing that is not there', () => {
    expect([...menuItems, ...contributes.keybindings].map(({ command }) => command).filter((id) => !isCommand(id))).toEqual([]);
    const enablements = contributes.commands.map((command) => ({ when: 'enablement' in command ? command.enablement : '' }));
    const conditions = [...menuItems, ...contributes.keybindings, ...contributes.viewsWelcome, ...contributes.walkthroughs, ...steps, ...enablements].map(({ when }) => when ?? '');
    const configured = conditions.flatMap((when) => [...when.matchAll(/\bconfig\.(specwright\.[\w.]+)/g)].map((match) => match[1]!));
    expect(configured.filter((id) => !properties[id])).toEqual([]);
    const named = (pattern: RegExp) => [...new Set(conditions.flatMap((when) => [...when.matchAll(pattern)].map((match) => match[1]!)))].sort();
    expect(named(/(?<!view == |config\.)\b(specwright\.\w+)/g)).toEqual(Object.values(CONTEXT_KEYS).sort());
    expect(named(/view == specwright\.(\w+)/g)).toEqual(Object.keys(VIEWS).sort());
    expect(named(/resourceScheme == ([\w-]+)/g)).toEqual([OFFER_SCHEME]);
  });

  test('of views: which there are, and what their empty states lead to', () => {
    expect(Object.values(contributes.views).flat().map(({ id, name }) => [id, name])).toEqual(Object.entries(VIEWS).map(([id, title]) => [`specwright.${id}`, title]));
    const views = new Set(Object.keys(VIEWS).map((id) => `specwright.${id}`));
    expect(contributes.viewsWelcome.filter(({ view }) => !views.has(view))).toEqual([]);
    const commands = contributes.viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/\(command:(specwright\.\w+)\)/g)].map((match) => match[1]!));
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.filter((id) => !isCommand(id))).toEqual([]);
  });

  test('and what stands in a toolbar has an icon', () => {
    const iconOf = new Map(contributes.commands.map((command) => [command.command, 'icon' in command]));
    const inToolbars = menuItems.filter(({ menu, group }) => (/^(editor|view)\/title$/.test(menu) && group?.startsWith('navigation')) || group?.startsWith('inline'));
    expect(inToolbars.length).toBeGreaterThan(5);
    expect(inToolbars.filter(({ command }) => !iconOf.get(command))).toEqual([]);
  });

  test('of keys: two strokes that begin like those of VS Code for texts, in texts alone, each for one thing', () => {
    for (const { key, mac, when } of contributes.keybindings) {
      expect(key).toMatch(/^ctrl\+k [a-z]$/);
      expect(mac).toBe(key.replace('ctrl', 'cmd'));
      expect(when).toMatch(/^editorTextFocus && /);
    }
    const strokes = contributes.keybindings.map(({ key, when }) => `${key} ${when}`);
    expect(new Set(strokes).size).toBe(strokes.length);
  });

  test('of schemas: those of project specs, which are in the package', () => {
    const { jsonValidation, yamlValidation } = contributes;
    expect(jsonValidation.map(({ fileMatch }) => fileMatch)).toEqual(['*.spec.json']);
    expect(yamlValidation.map(({ fileMatch }) => fileMatch)).toEqual([['*.spec.yaml', '*.spec.yml']]);
    const shipped = readFileSync(path.join(import.meta.dirname, '../../../.vscodeignore'), 'utf8');
    for (const { url } of [...jsonValidation, ...yamlValidation]) {
      expect(existsSync(path.join(import.meta.dirname, '../../..', url)), url).toBe(true);
      expect(shipped).toContain(`!${url.split('/')[1]}/**`);
    }
  });

  test('and its icons are there', () => {
    const icons = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon), ...Object.values(contributes.views).flat().map(({ icon }) => icon), ...contributes.commands.flatMap(({ icon }) => (typeof icon === 'object' ? Object.values(icon) : []))];
    expect(icons.filter((icon) => !existsSync(path.join(import.meta.dirname, '../../..', icon)))).toEqual([]);
  });
});

describe('the settings page', () => {
  test.each(Object.entries(properties))('describes %s, and each of its choices', (_, property) => {
    expect(`${property.description ?? ''}${property.markdownDescription ?? ''}`.length).toBeGreaterThan(20);
    expect((property.enumDescriptions ?? property.markdownEnumDescriptions ?? []).length).toBe(property.enum?.length ?? 0);
  });

  test('has an order in each group, without gaps', () => {
    for (const group of groups) expect(Object.values(group).map(({ order }) => order)).toEqual(Object.keys(group).map((_, i) => i + 1));
  });

  test('links only to settings and commands that exist', () => {
    const text = JSON.stringify(contributes.configuration);
    const linked = [...text.matchAll(/#(specwright\.[\w.]+)#/g)].map((match) => match[1]!);
    expect(linked.filter((id) => !properties[id])).toEqual([]);
    const commands = [...text.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1]!);
    expect(commands.filter((id) => !isCommand(id))).toEqual([]);
  });
});

describe('the walkthrough', () => {
  test('is the one that the command opens, and does not open by itself', () => {
    expect(`${manifest.publisher}.${manifest.name}#${walkthrough!.id}`).toBe(WALKTHROUGH_ID);
    expect(walkthrough!.when).toBe(CONTEXT_KEYS.active);
  });

  test.each(steps.map((step) => [step.id, step] as const))('leads on from the step %s, by a command that is there', (_, { description, completionEvents }) => {
    const commands = [...description.matchAll(/\(command:([\w.]+)/g)].map((match) => match[1]!);
    expect(commands.filter((id) => id.startsWith('specwright.') && !isCommand(id))).toEqual([]);
    // A link that has a line to itself is a button.
    expect(description).toMatch(/^\[[^\]]+\]\(command:[\w.]+\)$/m);
    const asked = [...description.matchAll(/openSettings\?([^)]+)\)/g)].flatMap((match) => JSON.parse(decodeURIComponent(match[1]!)) as string[]);
    expect(asked.filter((id) => !Object.keys(properties).some((one) => one.startsWith(id)))).toEqual([]);
    expect(completionEvents.length).toBeGreaterThan(0);
    for (const event of completionEvents) {
      const [, kind, what] = /^(\w+):(.+)$/.exec(event)!;
      if (kind === 'onCommand') expect(isCommand(what!), what).toBe(true);
      else if (kind === 'onSettingChanged') expect(Object.keys(properties)).toContain(what);
      else expect([kind, what]).toEqual(['onContext', expect.stringMatching(new RegExp(`^(workspaceFolderCount|${Object.values(CONTEXT_KEYS).join('|')})\\b`))]);
    }
  });

  test.each(steps.map((step) => [step.id, step.media.image] as const))('has pictures of the step %s for every kind of theme, each under 60 kB', (_, image) => {
    expect(Object.keys(image).sort()).toEqual(['dark', 'hc', 'hcLight', 'light']);
    for (const file of Object.values(image)) expect(statSync(path.join(import.meta.dirname, '../../..', file)).size, file).toBeLessThan(60_000);
  });
});

describe('the defaults of the editor are those of the engine', () => {
  test('limits and ceilings', () => {
    expect({ max: SETTINGS.concurrency.maximum, is: SETTINGS.concurrency.default }).toEqual({ max: MAX_CONCURRENCY, is: DEFAULT_CONCURRENCY });
    expect({ tokens: SETTINGS['confirmAbove.tokens'].default, usd: SETTINGS['confirmAbove.usd'].default }).toEqual(CONFIRM_ABOVE);
    expect(SETTINGS['cache.maxSizeMB'].default * 1_000_000).toBe(DEFAULT_CACHE_LIMITS.maxBytes);
    expect(SETTINGS['cache.maxAgeDays'].default).toBe(DEFAULT_CACHE_LIMITS.maxAgeDays);
  });

  test('time limits, under the ids that messages name', () => {
    const { requestMs, firstByteMs, idleMs, runMs } = DEFAULT_TIME_LIMITS.files;
    expect([SETTINGS['timeLimits.request'].default, SETTINGS['timeLimits.firstByte'].default, SETTINGS['timeLimits.idle'].default]).toEqual([requestMs, firstByteMs, idleMs].map((ms) => ms / 1000));
    expect(properties['specwright.timeLimits.run']!.markdownDescription).toContain(`${runMs! / 1000} for files`);
    const named = Object.values(TIME_LIMIT_SETTINGS).map((text) => /"specwright\.([\w.]+)"/.exec(text)?.[1]);
    expect(named.filter((name) => !(name! in SETTINGS))).toEqual([]);
  });

  test('templates, providers, models', () => {
    expect(TEMPLATE_NAMES).toContain(SETTINGS.template.default);
    for (const name of TEMPLATE_NAMES) expect(properties['specwright.template']!.markdownDescription).toContain(`\`${name}\``);
    expect(SETTINGS.provider.choices).toEqual(['auto', 'outline', ...PROVIDERS, VSCODE_PROVIDER]);
    expect(Object.keys(PROVIDER_TITLES)).toEqual(PROVIDERS);
    for (const model of Object.values(DEFAULT_MODELS)) expect(properties['specwright.model']!.markdownDescription).toContain(`\`${model}\``);
    for (const provider of PROVIDERS) expect(RESTRICTED_SETTINGS).toContain(`${provider}.baseUrl`);
  });
});

function typeOf(shape: SettingShape): string | string[] {
  switch (shape.type) {
    case 'strings':
      return 'array';
    case 'object':
      return 'object';
    case 'number':
      return shape.whole ? 'integer' : 'number';
    case 'number?':
      return [shape.whole ? 'integer' : 'number', 'null'];
    default:
      return shape.type;
  }
}
