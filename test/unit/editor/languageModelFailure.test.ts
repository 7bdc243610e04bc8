import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../src/editor/languageModelFailure';
import { stepsNamedIn } from '../../../src/editor/runMessage';
import { isProviderError } from '../../../src/providers/model';

/** As they arrive after their way between processes. */
const coded = (code: string, message = '') => Object.assign(new Error(message), { name: 'LanguageModelError', code });
const named = (name: string, message: string) => Object.assign(new Error(message), { name });
const failed = (error: unknown) => {
  const failure = failureOf(error, 'GPT-5');
  if (!isProviderError(failure)) throw new Error(`stopped: ${failure.stop}`);
  return failure;
};
const stopped = (error: unknown) => {
  const failure = failureOf(error, 'GPT-5');
  return isProviderError(failure) ? failure.message : failure.stop;
};

describe('what VS Code says of a request', () => {
  test.each([
    ['NoPermissions', 'auth', 'may not use GPT-5'],
    ['Blocked', 'quota', 'takes no more requests for now'],
    ['NotFound', 'not-found', 'is not there any more'],
  ])('%s is %s, for everybody, and offers another model', (code, kind, words) => {
    const failure = failed(coded(code, 'their words'));
    expect(failure).toMatchObject({ provider: 'vscode', kind, retryable: false });
    expect(failure.message).toContain(words);
    expect(stepsNamedIn(failure.message)).toEqual(['selectModel']);
  });

  test("Copilot's used-up quota, which is none of VS Code's codes, in Copilot's words", () => {
    const failure = failed(named('ChatQuotaExceeded', "You've exhausted your premium model quota."));
    expect(failure).toMatchObject({ kind: 'quota', retryable: false });
    expect(failure.message).toContain(`("You've exhausted your premium model quota")`);
  });

  test.each([[named('ChatRateLimited', 'Rate limited')], [new Error('429 Too Many Requests')], [new Error('upstream_provider_rate_limit')]])('a rate limit passes: %s', (error) => {
    expect(failed(error)).toMatchObject({ kind: 'rate', retryable: true });
  });

  test.each([
    ['Response got filtered.'],
    ['Prompt got filtered.'],
    ['filtered as off_topic by intent classifier: message was not programming related'],
    ['Sorry, the response was filtered by the Responsible AI Service. Please rephrase your prompt and try again.'],
    ['400 {"code":"content_filter"}'],
  ])('a refusal is no failure: %s', (message) => {
    expect(stopped(new Error(message))).toBe('refusal');
    expect(stopped(Object.assign(coded('', 'it failed'), { cause: new Error(message) }))).toBe('refusal');
  });

  test.each([
    ['Response too long.', 'length'],
    ['Message exceeds token limit.', 'context'],
  ])('%s is %s', (message, stop) => expect(stopped(new Error(message))).toBe(stop));

  test('anything else may succeed the next time, and is told in its own words, on one line and not at length', () => {
    const failure = failed(new Error(`socket\n\nhang up ${'x'.repeat(999)}`));
    expect(failure).toMatchObject({ kind: 'server', retryable: true });
    expect(failure.message).toMatch(/^GPT-5 failed to answer \("socket hang up x+"\)\.$/);
    expect(failure.message.length).toBeLessThan(400);
    expect(failed('no error at all').message).toBe('GPT-5 failed to answer.');
  });

  test("a file system's lack of permissions is not the person's no", () => {
    expect(failed(Object.assign(named('NoPermissions (FileSystemError)', 'nope'), { code: 'NoPermissions' }))).toMatchObject({ kind: 'server' });
  });
});
