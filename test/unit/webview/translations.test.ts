import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { translationsOf } from '../../../src/l10n/dictionary';
import { useTranslations } from '../../../src/l10n/localize';
import { duration, moment, usd } from '../../../src/webview/format';
import { compareReports } from '../../../src/webview/parts/comparison';
import { FILE_COLUMNS } from '../../../src/webview/parts/fileRows';
import { runLine, tilesOf, TOKEN_KINDS } from '../../../src/webview/parts/figures';
import { describeRequest } from '../../../src/webview/timeline/describe';
import { messagesIn } from '../l10n/messagesIn';
import { madeUpRun } from './madeUpRun';

const japanese = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../../l10n/webview.ja.json'), 'utf8')) as Record<string, string>;
const messages = ['src/webview', 'src/report'].flatMap(messagesIn);
/** With what `listed` puts between items. */
const shown = [...new Set([...messages.map(({ text }) => text), ', '])];
const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();
const isJapanese = (text: string) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text);

describe('what pages show', () => {
  test('is all there in Japanese, nothing besides, and in order', () => {
    expect(shown.length).toBeGreaterThan(150);
    expect(shown.filter((text) => japanese[text] === undefined)).toEqual([]);
    expect(Object.keys(japanese)).toEqual([...shown].sort());
  });

  test('has the same places to fill and the same settings in both languages', () => {
    const marks = (text: string) => [...placeholders(text), ...(text.match(/“[^”]*”/g) ?? [])].sort();
    for (const [english, text] of Object.entries(japanese)) expect([english, marks(text)]).toEqual([english, marks(english)]);
  });

  test('is filled in full: as many places as arguments', () => {
    const wrong = messages.filter(({ text, arguments: given }) => given !== undefined && placeholders(text).join() !== Array.from({ length: given }, (_, i) => `{${i}}`).join());
    expect(wrong).toEqual([]);
  });

  test('is Japanese, except for signs and the name of a language', () => {
    expect(Object.entries(japanese).filter(([, text]) => !isJapanese(text)).map(([english]) => english)).toEqual([', ', 'en-GB', '{0} by {1}: {2}', '{0} by {1}: {2}, {3}', '{0}, {1}']);
  });
});

describe('in Japanese', () => {
  const run = madeUpRun({ failedEvery: 7, throttledEvery: 7 });
  const speakJapanese = () => useTranslations(translationsOf({ id: 'ja', texts: japanese }));
  afterEach(() => useTranslations(translationsOf(undefined)));

  test('figures keep their digits and have Japanese words', () => {
    speakJapanese();
    const [now, before] = [new Date(2026, 0, 15, 18).getTime(), new Date(2026, 0, 14, 9, 5, 7).getTime()];
    expect([usd(0.42, true), usd(0, true), duration(85), duration(1250), duration(185_000), duration(7_800_000), moment(before, now)]).toEqual(['$0.420 以上', '不明', '85 ms', '1.25 秒', '3 分 5 秒', '2 時間 10 分', '1月14日 09:05:07']);
  });

  test('tables that were made before the language was known follow it', () => {
    expect(FILE_COLUMNS[0]!.title()).toBe('File and section');
    speakJapanese();
    const labels = [...FILE_COLUMNS.map(({ title }) => title()), ...TOKEN_KINDS.map(({ label }) => label()), ...tilesOf(run).map(({ label }) => label), ...compareReports(run, run).map(({ label }) => label)];
    expect(labels.filter((label) => !isJapanese(label))).toEqual([]);
  });

  test('a run and its requests are told in whole sentences', () => {
    speakJapanese();
    expect(runLine(madeUpRun({ isRunning: true }))).toBe('生成 (anthropic/claude-sonnet-5-5): 実行中、解析');
    const [first, , ...rest] = describeRequest(run.requests[6]!, 6, run.run.ms);
    expect(first).toBe('リクエスト 7: エラー、2 項目');
    // What the engine says stays as it is.
    expect(rest.filter((line) => !isJapanese(line))).toEqual([expect.stringMatching(/^\$/), 'the server answered 500']);
  });

  test('what has no text stays in English, with its places filled', () => {
    const translate = translationsOf({ id: 'ja', texts: { 'Plan {0}': '{0} の計画' } });
    expect([translate('Plan {0}', ['a $1 {1}']), translate('Check {0}', ['a'])]).toEqual(['a $1 {1} の計画', 'Check a']);
  });
});
