import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ModelRequest } from '../../../src/providers/model';
import type { Model } from '../../../src/providers/model';
import { FIXTURES, workspaceOf } from '../engine/workspace';

const SOURCES = {
  'src/throttle.ts': await readFile(path.join(FIXTURES, 'throttle/src/throttle.ts'), 'utf8'),
  'src/clock.ts': await readFile(path.join(FIXTURES, 'throttle/src/clock.ts'), 'utf8'),
};

/** What a person wrote for this source by hand, as the answers of a model. */
const ANSWERS: Readonly<Record<string, string>> = {
  overview: `Paces callers to a fixed rate without queueing work itself: each caller is told how long it had to wait, in the order of the calls.
There is no burst allowance: an idle throttle lets one call through at once, and the next only after one interval.`,
  Throttle: `**Purpose.** Holds the time at which the next call may go on.

**Rules**
- \`perSecond\` must be greater than 0; otherwise, and for \`NaN\`, the constructor throws \`RangeError\`.
- The interval between two calls is \`1000 / perSecond\` milliseconds.
- \`#next\` never moves backwards; time is read only from \`clock\`, in milliseconds.

**Notes.** One instance serves one process; two instances do not know of each other.`,
  'Throttle.take': `**Purpose.** Resolves when the caller may go on, with the milliseconds that it waited.

**Behaviour**
- Nobody waited within the last interval → resolves with 0, without a timer.
- Otherwise → waits until its slot, then resolves with the time waited.
- Slots are given in the order of the calls, at the moment of the call: a later call never overtakes an earlier one.

**Errors.** Rejects with the signal's abort error when \`signal\` aborts during the wait. The slot stays used: the next caller does
not move up. A signal that is already aborted rejects only if there is something to wait for.

**Edge cases.** A clock that jumps back prolongs the waits of all callers until it has caught up with \`#next\`.`,
};

/** Keeps what it is asked and answers from the table: the contract is the boundary. */
function writtenByHand(): { model: Model; requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const limits = { contextTokens: 1e6, maxOutputTokens: 128_000, promptCache: 'breakpoints' as const, minCacheableTokens: 512, cacheReadableAfterFirstByte: true, tokensPerEstimate: 1.4 };
  const model: Model = {
    provider: 'anthropic',
    id: 'claude-sonnet-5-5',
    limits,
    async *stream(request) {
      requests.push(request);
      yield { type: 'started' };
      for (const [, id, kind, symbol] of request.user.at(-1)!.text.matchAll(/^<specwright:item id="(\d+)" kind="(\w+)" path="[^"]*"(?: symbol="([^"]*)")?>/gm)) {
        yield { type: 'text', text: `<specwright:item id="${id}">\n${ANSWERS[symbol ?? kind!] ?? '**Purpose.** Source of the time.'}\n</specwright:item>\n` };
      }
      yield { type: 'end', stop: 'complete' };
    },
  };
  return { model, requests };
}

/** Writes what the code does not have, until it is told so. */
function writtenTwice(): { model: Model; requests: ModelRequest[] } {
  const { model, requests } = writtenByHand();
  return {
    requests,
    model: {
      ...model,
      async *stream(request, options) {
        for await (const event of model.stream(request, options)) {
          const isWrong = event.type === 'text' && requests.length === 1;
          yield isWrong ? { ...event, text: event.text.replace('caught up with `#next`', 'caught up with `Throttle.now`').replace('when `signal` aborts', 'when `signl` aborts') } : event;
        }
      },
    },
  };
}

test('the prompts are the ones that were reviewed', async () => {
  const { model, requests } = writtenByHand();
  const workspace = await workspaceOf(SOURCES);
  await workspace.run({ model, request: { paths: ['src/throttle.ts'] } });
  const [request] = requests;
  const { model: corrected, requests: asked } = writtenTwice();
  const again = await workspaceOf(SOURCES);
  await again.run({ model: corrected, request: { paths: ['src/throttle.ts'] } });
  const fenced = (text: string) => `\`\`\`\`text\n${text.replace(/\n$/, '')}\n\`\`\`\``;
  const parts = [...request!.system.map((part, i) => ({ title: i === 0 ? 'System, part `always`' : 'System, part `project`', part })), ...request!.user.map((part) => ({ title: 'User, the items', part }))];
  await expect(
    `# Prompts

The request for \`test/fixtures/throttle/src/throttle.ts\`, as it leaves: one file, one request. A golden test keeps it byte by byte; after a change that is meant,
\`npx vitest run test/unit/prompt -u\` writes this page anew. A change of the first part is a new version of every cache key.

At most ${request!.maxOutputTokens.toLocaleString('en-US')} output tokens, effort \`${request!.effort}\`. A cache breakpoint follows the second part where another request within five minutes is planned.

${parts.map(({ title, part }) => `## ${title}\n\n${fenced(part.text)}`).join('\n\n')}

## User, where an answer named what the code does not have

Every name in code font is looked up. Items whose answer names something unknown are asked for once more, those of a batch together; the system parts are the same.

${fenced(asked[1]!.user.at(-1)!.text)}
`,
  ).toMatchFileSnapshot('../../../docs/prompts.md');
});

test('the example in the docs is what comes out', async () => {
  const { model } = writtenByHand();
  const workspace = await workspaceOf(SOURCES);
  await workspace.run({ model, request: { paths: ['src/throttle.ts'] } });
  await expect(await workspace.read('specs/src/throttle.ts.spec.md')).toMatchFileSnapshot('../../../docs/example.spec.md');
});
