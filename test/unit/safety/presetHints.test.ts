import { describe, expect, test } from 'vitest';
import { PRESET_SIGNS, PRESET_STARTS, presetRulesFor } from '../../../src/engine/safety/presetHints';
import { createStartScanner } from '../../../src/engine/safety/startScanner';
import { findPresetSecrets, presetRules } from '../../../src/engine/safety/secretlint';
import { marked, presetSamples } from './madeUp';

const inUse = [...PRESET_STARTS.keys(), ...Object.keys(PRESET_SIGNS)];
const scan = createStartScanner(PRESET_STARTS);
const rulesFor = (text: string) => presetRulesFor(text, scan(text));

test('every recommended rule has a sign by which it is called, or a reason why it is not', () => {
  expect(inUse.sort()).toEqual(presetRules.filter((rule) => rule !== 'gcp' && rule !== 'filter-comments').sort());
  expect(Object.keys(presetSamples).sort()).toEqual(inUse.sort());
});

describe.each(Object.entries(presetSamples))('%s', (rule, sample) => {
  const { text, secrets } = marked(sample);

  test('is called for, and finds exactly the secret', async () => {
    expect(rulesFor(text)).toContain(rule);
    const found = await findPresetSecrets(text, [rule]);
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(secrets);
    expect(found.map((each) => each.rule)).toEqual([`secretlint ${rule}`]);
  });
});

test('a text with no sign needs no rule', () => {
  expect(rulesFor('export const answer = 42; // see https://nodejs.org/api/fs.html')).toEqual([]);
});

test('a comment that silences the linter silences nothing here', async () => {
  const { text } = marked(`${presetSamples['github']} // secretlint-disable-line`);
  expect(await findPresetSecrets(text, rulesFor(text))).toHaveLength(1);
});
