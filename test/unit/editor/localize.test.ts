import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CATEGORY, COMMANDS } from '../../../src/editor/contributions';
import { later, listed, plural, sentences, t, useTranslations } from '../../../src/l10n/localize';
import { duration } from '../../../src/editor/words';
import { TEXTS } from './localizedManifest';
import { messagesOfTables, shownMessages } from './shownMessages';

const japanese = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../l10n/bundle.l10n.ja.json'), 'utf8')) as Record<string, string>;
const messages = shownMessages();
const shown = [...new Set([...messages.map(({ text }) => text), ...messagesOfTables()])];
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();

/** VS Code's own way: the message is the key, arguments are numbered. */
const inJapanese = (message: string, args: readonly (string | number)[]) => (japanese[message] ?? message).replace(/\{(\d+)\}/g, (_, i: string) => String(args[Number(i)]));
const inEnglish = (message: string, args: readonly (string | number)[]) => message.replace(/\{(\d+)\}/g, (_, i: string) => String(args[Number(i)]));

describe('what the editor shows', () => {
  test('is all there in Japanese, and nothing besides', () => {
    expect(shown.filter((text) => japanese[text] === undefined)).toEqual([]);
    expect(Object.keys(japanese).filter((text) => !shown.includes(text))).toEqual([]);
  });

  test('has the same places to fill, the same commands and the same settings in both languages', () => {
    const marks = (text: string) => [...placeholders(text), ...(text.match(/\]\([^)]*\)|"specwright(\.\w+)*"|`[^`]*`|https?:\/\/\S+|\*\.spec\.\w+/g) ?? [])].sort();
    for (const [english, text] of Object.entries(japanese)) expect([english, marks(text)]).toEqual([english, marks(english)]);
  });

  test('is filled in full: as many places as arguments', () => {
    const wrong = messages.filter(({ text, arguments: given = 0 }) => {
      const [numbers, last] = [placeholders(text).map((one) => Number(one.slice(1, -1))), given - 1];
      return numbers.some((n) => n > last);
    });
    expect(wrong).toEqual([]);
    // In one of its forms a sentence may do without the number.
    const unused = messages.filter(({ text, place, arguments: given = 0 }) => given > 0 && !messages.some((other) => other.place === place && placeholders(other.text).includes(`{${given - 1}}`)) && placeholders(text).length < given - 1);
    expect(unused).toEqual([]);
  });

  test('names commands as the palette does', () => {
    for (const [name, title] of Object.entries(COMMANDS)) expect([name, japanese[title]]).toEqual([name, TEXTS.ja[`command.${name}`]]);
    const titles = new Map(Object.values(COMMANDS).map((title) => [title, japanese[title]!]));
    for (const [english, text] of Object.entries(japanese)) {
      for (const [, title] of english.matchAll(new RegExp(`"${CATEGORY}: ([^"]+)"`, 'g'))) expect([english, text]).toEqual([english, expect.stringContaining(`"${CATEGORY}: ${titles.get(title as never)}"`)]);
    }
  });

  test('is Japanese, except for signs and names', () => {
    const kept = Object.entries(japanese).filter(([english, text]) => text === english).map(([english]) => english);
    expect(kept.filter((text) => /\p{L}{2,}/u.test(text.replace(/\{\d+\}|Specwright/g, '')))).toEqual([]);
  });
});

describe('translate', () => {
  afterEach(() => useTranslations(inEnglish));

  test('in English as it stands, until a root says otherwise', () => {
    expect(t('Files of {0}', 'a $1 {1}')).toBe('Files of a $1 {1}');
    const title = later('Show Log');
    expect(title()).toBe('Show Log');
    useTranslations(inJapanese);
    expect(title()).toBe('ログを表示');
  });

  test('numbers by whole sentences', () => {
    expect([1, 2, 1_200].map((n) => plural(n, '{0} file', '{0} files'))).toEqual(['1 file', '2 files', '1,200 files']);
    useTranslations(inJapanese);
    expect([1, 2].map((n) => plural(n, '{0} file', '{0} files'))).toEqual(['1 個のファイル', '2 個のファイル']);
  });

  test('sentences and lists are joined as the language has it', () => {
    expect(sentences('One.', '', undefined, false, 'Two.')).toBe('One. Two.');
    expect(sentences()).toBe('');
    expect(listed(['a', 'b'])).toBe('a, b');
    useTranslations(inJapanese);
    expect(sentences('一。', '', '二。')).toBe('一。二。');
    expect(listed(['a', 'b'])).toBe('a、b');
    expect(duration(125_000)).toBe('2 分 5 秒');
  });
});
