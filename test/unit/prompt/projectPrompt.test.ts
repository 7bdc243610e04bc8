import { expect, test } from 'vitest';
import { projectInstructions } from '../../../src/engine/prompt/projectInstructions';
import type { Model, ModelRequest } from '../../../src/providers/model';
import { parseItems } from '../../model-server/items';
import { defaultAnswer } from '../../model-server/answers';
import { workspaceOf } from '../engine/workspace';

const SPEC = `name: Notes
description: Keeps short notes.
language: go
module: example.com/notes
requirements:
  - { id: FR-1, text: A title has at most 80 characters. }
entities:
  - name: Note
    description: A short text with a title.
    fields: [ { name: id, type: uuid }, { name: title, type: string }, { name: text, type: string } ]
api_contracts:
  - { endpoint: POST /notes, request_body: { title: string, text: string }, response_201: Note, response_422: The title is too long. }
files:
  - { path: docs/operations.md, description: How to run and watch the service. }
`;

/** Keeps what it is asked: the contract is the boundary. */
function listening(id = 'claude-sonnet-5-5'): { readonly model: Model; readonly requests: ModelRequest[] } {
  const requests: ModelRequest[] = [];
  const model: Model = {
    provider: 'anthropic',
    id,
    limits: { contextTokens: 1e6, maxOutputTokens: 128_000, promptCache: 'breakpoints', minCacheableTokens: 512, cacheReadableAfterFirstByte: true, tokensPerEstimate: 1.4 },
    async *stream(request) {
      requests.push(request);
      yield { type: 'started' };
      for (const item of parseItems(request.user.at(-1)!.text)?.items ?? []) yield { type: 'text', text: `<specwright:item id="${item.id}">\n${item.kind === 'file' ? '# Operations' : defaultAnswer(item)}\n</specwright:item>\n` };
      yield { type: 'end', stop: 'complete' };
    },
  };
  return { model, requests };
}

test('the prompt of a project is the one that was reviewed', async () => {
  const { model, requests } = listening();
  const at = await workspaceOf({ 'notes.spec.yaml': SPEC });
  const { status, errors } = await at.regenerate('notes.spec.yaml', { model });
  expect([status, errors, requests.length]).toEqual(['done', [], 1]);
  const [request] = requests;
  const reviewed = await at.clone();
  const { requests: reviews, model: reviewer } = listening('claude-haiku-5-5');
  await reviewed.remove('internal/service/note.go');
  const second = await reviewed.regenerate('notes.spec.yaml', { model: listening().model, ports: { roles: { review: { model: reviewer } } } });
  expect([second.status, reviews.length]).toEqual(['done', 1]);
  const fenced = (text: string) => `\`\`\`\`text\n${text.replace(/\n$/, '')}\n\`\`\`\``;
  const partsOf = ({ system, user }: ModelRequest) => [...system.map(({ text }) => ['System, part `always`', text] as const), ...user.map(({ text }) => ['User, the items', text] as const)].map(([title, text]) => `## ${title}\n\n${fenced(text)}`).join('\n\n');
  await expect(`# The prompt for a project

The request for the files of this project spec, as it leaves. A golden test keeps it byte by byte; after a change that is meant, \`npx vitest run test/unit/prompt -u\` writes this page anew. A change of the first
part is a new version of every cache key.

${fenced(SPEC)}

${partsOf(request!)}

# The prompt for a review

One of the files is missing and has been written again; a second model reads it (\`--role review=…\`).

${partsOf(reviews[0]!)}
`).toMatchFileSnapshot('../../../docs/prompts-project.md');
});

test('its constant part is long enough for the prompt cache of the default model', () => {
  // About four characters a token; 1,024 tokens is the shortest prefix that most models cache.
  expect(projectInstructions().always.length).toBeGreaterThan(4 * 1_024);
});
