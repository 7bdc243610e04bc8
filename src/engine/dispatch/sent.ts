import type { ModelRequest } from '../../providers/model';
import { PLACEHOLDER } from '../safety/placeholders';

/** A request as it left, for "Show What Was Sent". */
export interface SentRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly run: string;
  readonly request: string;
  readonly attempt: number;
  readonly provider: string;
  readonly model: string;
  readonly body: ModelRequest;
}

/** So many requests are kept, and no more than so many characters of them: they hold source text, and stay in memory alone. */
const MOST_REQUESTS = 50;
const MOST_CHARACTERS = 4_000_000;

/** The last requests of a session, as they left. */
export class SentLog {
  readonly #sent: SentRequest[] = [];
  #characters = 0;

  readonly add = (sent: SentRequest): void => {
    this.#sent.push(sent);
    this.#characters += charactersOf(sent);
    while (this.#sent.length > 1 && (this.#sent.length > MOST_REQUESTS || this.#characters > MOST_CHARACTERS)) this.#characters -= charactersOf(this.#sent.shift()!);
  };

  /** The newest last. */
  get requests(): readonly SentRequest[] {
    return this.#sent;
  }

  clear(): void {
    this.#sent.length = 0;
    this.#characters = 0;
  }
}

/** What of the workspace was not sent. Counted, never shown. */
export interface HeldBack {
  /** Files left out by ignore files, settings, size or kind. */
  readonly files: number;
}

/** The requests as a Markdown text for a person, the newest first, after what was held back. */
export function renderSent(requests: readonly SentRequest[], heldBack: HeldBack): string {
  // The instructions name one as an example.
  const placeholders = new Set(requests.flatMap(({ body }) => body.user.flatMap(({ text }) => text.match(PLACEHOLDER) ?? [])));
  const head = [
    '# What was sent',
    requests.length === 0 ? 'Nothing was sent in this session.' : `The last ${count(requests.length, 'request')} of this session, the newest first, exactly as they left this machine but for the key.`,
    `Held back: ${count(placeholders.size, 'secret')}, of which a placeholder (\`SPECWRIGHT_SECRET_…\`) was sent instead; ${count(heldBack.files, 'file')} left out by the last run. \`.specwrightignore\` decides which files may leave at all.`,
  ];
  return `${[...head, ...[...requests].reverse().map(renderRequest)].join('\n\n')}\n`;
}

function renderRequest({ at, run, request, attempt, provider, model, body }: SentRequest): string {
  const facts = [`${provider}/${model}`, new Date(at).toISOString(), run, attempt > 1 ? `attempt ${attempt}` : '', `at most ${body.maxOutputTokens} output tokens`, body.effort ? `effort ${body.effort}` : ''];
  const parts = [...body.system.map((part) => ({ ...part, role: 'system' })), ...body.user.map((part) => ({ ...part, role: 'user' }))];
  return [
    `## Request ${request}`,
    facts.filter(Boolean).join(' · '),
    ...parts.map(({ role, text, cache }) => `### ${role}${cache ? `, to be cached for ${cache}` : ''}\n\n${fenced(text)}`),
  ].join('\n\n');
}

/** In a fence that is longer than any in the text, so that nothing of it counts as Markdown. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${text.replace(/\n$/, '')}\n${fence}`;
}

function textsOf({ system, user }: ModelRequest): string[] {
  return [...system, ...user].map(({ text }) => text);
}

function charactersOf({ body }: SentRequest): number {
  return textsOf(body).reduce((sum, text) => sum + text.length, 0);
}

function count(n: number, word: string): string {
  return `${n.toLocaleString('en-US')} ${word}${n === 1 ? '' : 's'}`;
}
