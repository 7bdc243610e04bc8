import * as vscode from 'vscode';
import { type Model, type ModelEvent, type ModelLimits, type ModelRequest, ProviderError, type ProviderErrorKind } from '../providers/model';

/** Its name in settings, in specs (`by="vscode/…"`) and in figures. */
export const VSCODE_PROVIDER = 'vscode';

/** VS Code tells how much a model reads, and not how much it writes: what the smallest of them answer at once. */
const MOST_OUTPUT_TOKENS = 4_096;
/** Extensions' models share a person's quota, and are not made for many requests at once. */
const MOST_AT_ONCE = 4;

/**
 * A model of VS Code's own, from whichever extension offers it. VS Code tells neither tokens nor cost, and knows no system role and no prompt cache: usage is
 * estimated, the cost is unknown. The first request asks the person for consent, so it must come from something that they did.
 */
export function languageModel(chat: vscode.LanguageModelChat): Model {
  const limits: ModelLimits = { contextTokens: chat.maxInputTokens + MOST_OUTPUT_TOKENS, maxOutputTokens: MOST_OUTPUT_TOKENS, concurrency: MOST_AT_ONCE, tokensPerEstimate: 1 };
  return {
    provider: VSCODE_PROVIDER,
    id: nameOfModel(chat),
    limits,
    stream: (request, { signal }) => stream(chat, request, signal),
    async countTokens(request, { signal }) {
      const counts = await withToken(signal, (token) => Promise.all(messagesOf(request).map((message) => chat.countTokens(message, token))));
      return counts.reduce((sum, tokens) => sum + tokens, 0);
    },
  };
}

/** `copilot/gpt-5`: what the setting "specwright.model" holds. */
export function nameOfModel({ vendor, id }: Pick<vscode.LanguageModelChat, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}

async function* stream(chat: vscode.LanguageModelChat, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const justification = 'Specwright writes the prose of specifications with it.';
    const response = await chat.sendRequest(messagesOf(request), { justification }, cancellation.token);
    let started = false;
    for await (const text of response.text) {
      signal.throwIfAborted();
      if (!started) yield { type: 'started' };
      started = true;
      if (text !== '') yield { type: 'text', text };
    }
    signal.throwIfAborted();
    yield { type: 'end', stop: started ? 'complete' : 'other' };
  } catch (error) {
    signal.throwIfAborted();
    throw errorOf(error, chat);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

/** There is no system role: what is stable comes first, in a message of its own. */
function messagesOf({ system, user }: ModelRequest): vscode.LanguageModelChatMessage[] {
  return [system, user].map((parts) => vscode.LanguageModelChatMessage.User(parts.map(({ text }) => text).join('\n\n')));
}

/** Abort on our side, token on VS Code's. */
async function withToken<T>(signal: AbortSignal, work: (token: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await work(cancellation.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

function errorOf(error: unknown, { name }: vscode.LanguageModelChat): ProviderError {
  const said = error instanceof Error && error.message ? ` (${error.message.replace(/\s+/g, ' ').slice(0, 300)})` : '';
  const failure = (kind: ProviderErrorKind, message: string, retryable = false) => new ProviderError(message, { provider: VSCODE_PROVIDER, kind, retryable, cause: error });
  if (!(error instanceof vscode.LanguageModelError)) return failure('other', `${name} failed to answer${said}.`);
  switch (error.code) {
    case 'NoPermissions':
      return failure('auth', `Specwright may not use ${name}. Run the command again and allow it, or choose another model with "Specwright: Select Provider and Model".`);
    case 'Blocked':
      return failure('quota', `${name} is blocked: its quota is used up${said}. Try again later, or choose another model with "Specwright: Select Provider and Model".`);
    case 'NotFound':
      return failure('not-found', `${name} is not there any more. Choose another model with "Specwright: Select Provider and Model".`);
    default:
      return failure('server', `${name} failed to answer${said}.`, true);
  }
}
