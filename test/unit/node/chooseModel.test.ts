import { expect, test } from 'vitest';
import type { CommandLine } from '../../../src/node/arguments';
import { chooseModel } from '../../../src/node/chooseModel';
import { chooseRoles } from '../../../src/node/chooseRoles';

const choose = (options: Partial<CommandLine>, env: NodeJS.ProcessEnv) => chooseModel(options, env);
const KEYS = { ANTHROPIC_API_KEY: 'a', OPENAI_API_KEY: 'o', GEMINI_API_KEY: 'g' };

test.each([
  [KEYS, 'anthropic/claude-sonnet-5-5'],
  [{ ...KEYS, ANTHROPIC_API_KEY: ' ' }, 'openai/gpt-6.1-terra'],
  [{ GEMINI_API_KEY: 'g' }, 'gemini/gemini-3.8-flash'],
])('the default is the first provider that has a key: %j', async (env, expected) => {
  const model = await choose({}, env);
  expect(`${model?.provider}/${model?.id}`).toBe(expected);
});

test('a role without a key is told how to do without it', async () => {
  await expect(chooseRoles({ roles: [{ role: 'review', provider: 'gemini' }] }, {})).rejects.toThrow('There is no key for gemini. Set GEMINI_API_KEY, or leave --role review=… out.');
});

test('no key is no model, also where an address is set', async () => {
  expect(await choose({}, { OPENAI_BASE_URL: 'http://localhost:11434/v1' })).toBeUndefined();
  expect(await choose({ provider: 'outline' }, KEYS)).toBeUndefined();
});

test('a server of its own needs no key where it is asked for by name', async () => {
  const model = await choose({ provider: 'openai', model: 'qwen3:8b' }, { OPENAI_BASE_URL: 'http://localhost:11434/v1' });
  expect(model).toMatchObject({ provider: 'openai', id: 'qwen3:8b' });
  expect(model?.prices, 'unpriced, not free').toBeUndefined();
});

test.each<[Partial<CommandLine>, NodeJS.ProcessEnv, RegExp]>([
  [{ provider: 'openai' }, {}, /no key for openai\. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server that wants none, or use --provider outline/],
  [{ provider: 'gemini' }, { GEMINI_BASE_URL: 'http://localhost:1' }, /no key for gemini\. Set GEMINI_API_KEY, or use/],
  [{ model: 'gpt-6-luna' }, {}, /--model gpt-6-luna needs a provider and its key\. Set ANTHROPIC_API_KEY, OPENAI_API_KEY or GEMINI_API_KEY/],
  [{ provider: 'openai' }, { OPENAI_BASE_URL: 'localhost:11434' }, /not an http\(s\) address/],
])('what cannot be had is told: %j %j', async (options, env, message) => {
  await expect(choose(options, env)).rejects.toThrow(message);
  await expect(choose(options, env)).rejects.toMatchObject({ name: 'InputError' });
});
