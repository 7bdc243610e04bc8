import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json';
import { keyOf, manifestIn, TEXTS } from './localizedManifest';

const values = valuesOf(manifest);
const named = [...new Set(values.flatMap(({ value }) => keyOf(value) ?? []))];

describe('the texts of the manifest', () => {
  test('are keys, wherever a person reads them', () => {
    const read = /^(displayName|title|shortTitle|category|name|contextualTitle|description|markdownDescription|contents|altText|patternErrorMessage|enumDescriptions|markdownEnumDescriptions|enumItemLabels)$/;
    const texts = values.filter(({ path: [first, ...rest] }) => (first === 'contributes' || first === 'capabilities') && rest.some((name) => read.test(name)) && !rest.includes('properties')).concat(
      values.filter(({ path: names }) => names.includes('properties') && read.test(names.filter((name) => !/^\d+$/.test(name)).at(-1)!)),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.filter(({ value }) => keyOf(value) === undefined).map(({ path: names, value }) => `${names.join('.')}: ${value}`)).toEqual([]);
    expect([manifest.displayName, manifest.description].map(keyOf)).toEqual(['displayName', 'description']);
  });

  test.each(Object.entries(TEXTS))('are all there in %s, none is unused, and they stand in the order of the manifest', (_, texts) => {
    expect(Object.keys(texts)).toEqual(named);
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('lead to the same commands, settings and addresses in each language, and name the same code', () => {
    const marks = (text: string) => [...text.matchAll(/`[^`]+`|\]\([^)]+\)|https?:\/\/[^\s`)、。]+|\n/g)].map(([mark]) => mark).sort();
    for (const key of named) expect([key, marks(TEXTS.ja[key]!)]).toEqual([key, marks(TEXTS.en[key]!)]);
  });

  test('are Japanese in Japanese, except for names', () => {
    const same = named.filter((key) => TEXTS.ja[key] === TEXTS.en[key]).map((key) => TEXTS.en[key]);
    expect([...new Set(same)].sort()).toEqual(['Anthropic', 'Gemini', 'Specwright']);
    expect(named.filter((key) => TEXTS.ja[key] !== TEXTS.en[key] && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(TEXTS.ja[key]!))).toEqual([]);
  });

  test('are unlike for each command, so that the palette tells them apart', () => {
    for (const language of ['en', 'ja'] as const) {
      const titles = manifestIn(language).contributes.commands.map(({ title }) => title);
      expect(new Set(titles).size).toBe(titles.length);
    }
  });
});

/** Every string of a JSON value, with the way to it. */
function valuesOf(value: unknown, way: readonly string[] = []): { readonly path: readonly string[]; readonly value: string }[] {
  if (typeof value === 'string') return [{ path: way, value }];
  return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, one]) => valuesOf(one, [...way, name])) : [];
}
