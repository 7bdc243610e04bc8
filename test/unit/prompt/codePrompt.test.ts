import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CODE_INSTRUCTIONS } from '../../../src/engine/prompt/codeInstructions';
import type { Model, ModelRequest } from '../../../src/providers/model';
import { withText } from '../apply/edited';
import { FIXTURES, workspaceOf } from '../engine/workspace';

const SOURCES = {
  'src/throttle.ts': await readFile(path.join(FIXTURES, 'throttle/src/throttle.ts'), 'utf8'),
  'src/clock.ts': await readFile(path.join(FIXTURES, 'throttle/src/clock.ts'), 'utf8'),
};

const TEXT = `**Purpose.** Resolves when the caller may go on, with the milliseconds that it waited.

**Behaviour**
- \`signal\` is already aborted → rejects at once, and the slot stays free.`;

/** Keeps what it is asked: the contract is the boundary. */
function asked(): { model: Model; requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const limits = { contextTokens: 1e6, maxOutputTokens: 128_000, promptCache: 'breakpoints' as const, minCacheableTokens: 512, cacheReadableAfterFirstByte: true, tokensPerEstimate: 1.4 };
  const model: Model = {
    provider: 'anthropic',
    id: 'claude-sonnet-5-5',
    limits,
    async *stream(request) {
      requests.push(request);
      yield { type: 'started' };
      yield { type: 'end', stop: 'refusal' };
    },
  };
  return { model, requests };
}

test('the prompt for code is the one that was reviewed', async () => {
  const { model, requests } = asked();
  const workspace = await workspaceOf(SOURCES);
  await workspace.run({ request: { paths: ['src/throttle.ts'] } });
  const spec = 'specs/src/throttle.ts.spec.md';
  await workspace.write(spec, withText(await workspace.read(spec), 'Throttle.take', TEXT));
  await workspace.apply(spec, { model });
  const [request] = requests;
  const fenced = (text: string) => `\`\`\`\`text\n${text.replace(/\n$/, '')}\n\`\`\`\``;
  const parts = [...request!.system.map(({ text }) => ({ title: 'System', text })), ...request!.user.map(({ text }) => ({ title: 'User, the items', text }))];
  await expect(
    `# The prompt for code

What **Apply Spec to Code** sends for \`test/fixtures/throttle/src/throttle.ts\`, after the text of \`Throttle.take\` was edited. A golden test keeps it byte by byte; after a change that is meant,
\`npx vitest run test/unit/prompt -u\` writes this page anew. A change of the first part is a new version of the cache keys of code; those of prose have another one: [prompts](prompts.md).

At most ${request!.maxOutputTokens.toLocaleString('en-US')} output tokens, effort \`${request!.effort}\`. An answer that cannot be taken is asked for once more, with the reason in front of the item.

${parts.map(({ title, text }) => `## ${title}\n\n${fenced(text)}`).join('\n\n')}
`,
  ).toMatchFileSnapshot('../../../docs/prompts-code.md');
});

test('its constant part is long enough for the prompt cache of the default model, and the same for every item', async () => {
  const { model, requests } = asked();
  const workspace = await workspaceOf({ 'a.py': 'def one(a):\n    b = a\n    return b\n' });
  await workspace.run();
  await workspace.write('specs/a.py.spec.md', withText(await workspace.read('specs/a.py.spec.md'), 'one', 'Gives one.'));
  await workspace.apply('a.py', { model });
  expect(requests[0]!.system.map(({ text }) => text)).toEqual([CODE_INSTRUCTIONS.always]);
  // About four characters a token; 1,024 tokens is the shortest prefix that most models cache.
  expect(CODE_INSTRUCTIONS.always.length).toBeGreaterThan(4 * 1_024);
});
