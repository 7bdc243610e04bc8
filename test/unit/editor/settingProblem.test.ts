import { describe, expect, test } from 'vitest';
import { apiKeyProblem } from '../../../src/editor/apiKeyForm';
import { SETTINGS, type SettingName } from '../../../src/editor/contributions';
import { settingProblem } from '../../../src/editor/settingProblem';

const problem = (name: SettingName, value: unknown) => settingProblem(name, SETTINGS[name], value);

describe('a setting that cannot be right', () => {
  test('no default is one', () => {
    for (const name of Object.keys(SETTINGS) as SettingName[]) expect(problem(name, SETTINGS[name].default)).toBeUndefined();
  });

  test.each<[SettingName, unknown, string]>([
    ['concurrency', 0, 'The setting "specwright.concurrency" is 0: it must be a whole number from 1 to 64. Correct it in the settings, or reset it.'],
    ['concurrency', 2.5, 'a whole number from 1 to 64'],
    ['concurrency', '6', 'a whole number from 1 to 64'],
    ['timeLimits.run', -1, 'a number from 1 to 86400, or empty'],
    ['budget.usd', 0, 'a number of at least 0.01, or empty'],
    ['provider', 'ollama', 'one of "auto", "outline", "anthropic", "openai", "gemini"'],
    ['include', ['src', 3], 'a list of texts'],
    ['cache.enabled', 'yes', 'true or false'],
    ['language', ' ', 'a text that is not empty'],
    ['anthropic.baseUrl', 'api.example.com', 'an http(s) address'],
    ['anthropic.baseUrl', 'https://me:secret@example.com', 'without user name and password'],
  ])('%s: %j is told with what it must be', (name, value, expected) => {
    expect(problem(name, value)).toContain(expected);
  });

  test('an empty ceiling and an empty address are none', () => {
    expect(problem('budget.usd', null)).toBeUndefined();
    expect(problem('anthropic.baseUrl', '')).toBeUndefined();
  });
});

describe('a pasted key', () => {
  const key = `sk-ant-${'a1B2-'.repeat(10)}x`;

  test('is taken with the white space that copying leaves', () => {
    expect(apiKeyProblem('anthropic', ` ${key}\n`, false)).toBeUndefined();
  });

  test.each([`ANTHROPIC_API_KEY=${key}`, `"${key}"`, 'two words', 'schlüssel'])('is refused: %s', (pasted) => {
    expect(apiKeyProblem('anthropic', pasted, false)?.severity).toBe('error');
  });

  test('of another form is doubted, unless there is a server of its own', () => {
    expect(apiKeyProblem('anthropic', 'gateway-key', false)?.severity).toBe('warning');
    expect(apiKeyProblem('anthropic', 'gateway-key', true)).toBeUndefined();
  });

  test("of another provider is doubted: all of Anthropic's begin like OpenAI's", () => {
    expect(apiKeyProblem('openai', key, false)?.message).toMatch(/Keys of the OpenAI API begin with "sk-"/);
    expect(apiKeyProblem('gemini', 'sk-proj-1', false)?.severity).toBe('warning');
    for (const [provider, own] of [['openai', 'sk-proj-1'], ['openai', 'sk-1'], ['gemini', `AIza${'x'.repeat(35)}`], ['gemini', 'AQ.x']] as const) expect(apiKeyProblem(provider, own, false)).toBeUndefined();
  });
});
