import * as vscode from 'vscode';
import { orAbort } from '../engine/dispatch/wait';
import { type Model, type ModelEvent, type ModelLimits, type ModelRequest, ProviderError } from '../providers/model';
import { VSCODE_PROVIDER } from './contributions';
import { failureOf } from './languageModelFailure';
import { t } from '../l10n/localize';

/** VS Code tells how much a model reads, and not how much it writes: what the smallest of them answer at once. */
const MOST_OUTPUT_TOKENS = 4_096;
/** Extensions' models share a person's quota, and are not made for many requests at once. */
const MOST_AT_ONCE = 4;
/** Anthropic's tokenizer makes more of a text than others do; see its table of models. */
const TOKENS_OF_CLAUDE = 1.4;

/**
 * A model of VS Code's own, from whichever extension offers it. VS Code tells neither tokens nor cost, and knows no system role and no prompt cache: usage is
 * estimated, the cost is unknown. The first request asks the person for consent, so it must come from something that they did: runs are started by commands alone.
 * (`canSendRequest` would not tell beforehand: VS Code 1.139 answers `true` whether or not anybody was asked.)
 */
export function languageModel(chat: vscode.LanguageModelChat): Model {
  const limits: ModelLimits = {
    contextTokens: chat.maxInputTokens + MOST_OUTPUT_TOKENS,
    maxOutputTokens: MOST_OUTPUT_TOKENS,
    concurrency: MOST_AT_ONCE,
    tokensPerEstimate: /claude/i.test(`${chat.family} ${chat.id}`) ? TOKENS_OF_CLAUDE : 1,
  };
  return {
    provider: VSCODE_PROVIDER,
    id: nameOfModel(chat),
    limits,
    stream: (request, { signal }) => stream(chat, request, signal),
    countTokens: (request, { signal }) => countTokens(chat, request, signal),
  };
}

/** `copilot/gpt-5`: what the setting "specwright.model" holds. */
export function nameOfModel({ vendor, id }: Pick<vscode.LanguageModelChat, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}

async function* stream(chat: vscode.LanguageModelChat, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
  signal.throwIfAborted();
  const cancellation = cancelledWith(signal);
  try {
    const justification = t('Specwright sends the code that a specification describes, and takes its prose from the answer.');
    // Waits for the person's consent, the first time. An extension may take no notice of the token, and nobody waits for it then.
    const response = await orAbort(Promise.resolve(chat.sendRequest(messagesOf(request), { justification }, cancellation.token)), signal);
    const parts = response.stream[Symbol.asyncIterator]();
    let started = false;
    let answered = false;
    for (;;) {
      const next = await orAbort(parts.next(), signal);
      if (next.done) break;
      if (!started) yield { type: 'started' };
      started = true;
      const text = next.value instanceof vscode.LanguageModelTextPart ? next.value.value : '';
      answered ||= text !== '';
      yield text === '' ? { type: 'alive' } : { type: 'text', text };
    }
    yield { type: 'end', stop: answered ? 'complete' : 'other' };
  } catch (error) {
    signal.throwIfAborted();
    const failure = failureOf(error, chat.name || nameOfModel(chat));
    if (failure instanceof ProviderError) throw failure;
    yield { type: 'end', ...failure };
  } finally {
    cancellation.dispose();
  }
}

async function countTokens(chat: vscode.LanguageModelChat, request: ModelRequest, signal: AbortSignal): Promise<number> {
  signal.throwIfAborted();
  const cancellation = cancelledWith(signal);
  try {
    const counts = await orAbort(Promise.all(messagesOf(request).map((message) => chat.countTokens(message, cancellation.token))), signal);
    // VS Code says 0 where nobody counts, and a budget would believe it.
    if (!counts.every((count) => count > 0)) throw new ProviderError(t('{0} does not count tokens.', chat.name || nameOfModel(chat)), { provider: VSCODE_PROVIDER, kind: 'other', retryable: false });
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    cancellation.dispose();
  }
}

/** There is no system role: what is stable comes first, in a message of its own. */
function messagesOf({ system, user }: ModelRequest): vscode.LanguageModelChatMessage[] {
  return [system, user].filter((parts) => parts.length > 0).map((parts) => vscode.LanguageModelChatMessage.User(parts.map(({ text }) => text).join('\n\n')));
}

/** Abort on our side, token on VS Code's. */
function cancelledWith(signal: AbortSignal): { readonly token: vscode.CancellationToken; dispose(): void } {
  const cancellation = new vscode.CancellationTokenSource();
  const cancel = () => cancellation.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  return {
    token: cancellation.token,
    dispose() {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    },
  };
}
