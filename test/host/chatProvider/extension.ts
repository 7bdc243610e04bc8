// Offers two language models through VS Code: "plain" at once, "guarded" after the person's consent. Answers are the model server's, in our wire format.
import * as vscode from 'vscode';
import { defaultAnswer, renderAnswer } from '../../model-server/answers';
import { parseItems, type RequestedBatch } from '../../model-server/items';
import { CHAT_COMMAND, type ChatBehaviour, type ChatNote, type ChatOrder, type ChatRule } from './protocol';

/** VS Code 1.104 and later; the types of the project are those of the oldest VS Code that it runs in. */
interface ChatProviders {
  registerLanguageModelChatProvider(vendor: string, provider: ChatProvider): vscode.Disposable;
}

interface ChatProvider {
  provideLanguageModelChatInformation(): readonly ChatInformation[];
  provideLanguageModelChatResponse(model: ChatInformation, messages: readonly vscode.LanguageModelChatMessage[], options: unknown, progress: vscode.Progress<unknown>, token: vscode.CancellationToken): Promise<void>;
  provideTokenCount(model: ChatInformation, text: string | vscode.LanguageModelChatMessage): Promise<number>;
}

interface ChatInformation {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly version: string;
  readonly maxInputTokens: number;
  readonly maxOutputTokens: number;
  readonly capabilities: object;
  /** VS Code asks the person; a proposed API elsewhere, open to all in the test host. */
  readonly requiresAuthorization?: { readonly label: string };
}

const VENDOR = 'specwright-test';
const common = { family: 'parrot', version: '1', maxInputTokens: 64_000, maxOutputTokens: 4_096, capabilities: {} };
const MODELS: readonly ChatInformation[] = [
  { ...common, id: 'plain', name: 'Plain Parrot' },
  { ...common, id: 'guarded', name: 'Guarded Parrot', requiresAuthorization: { label: 'A person' } },
];

let rules: { -readonly [K in keyof ChatRule]: ChatRule[K] }[] = [];
let notes: ChatNote[] = [];
let registration: vscode.Disposable | undefined;

export function activate(context: vscode.ExtensionContext): void {
  offer(true);
  context.subscriptions.push(
    { dispose: () => offer(false) },
    vscode.commands.registerCommand(CHAT_COMMAND, (order: ChatOrder): readonly ChatNote[] => {
      if (order.do === 'offer') offer(order.offered);
      if (order.do === 'behave') [rules, notes] = [order.rules.map((rule) => ({ ...rule })), []];
      return notes;
    }),
  );
}

function offer(offered: boolean): void {
  if (offered) registration ??= (vscode.lm as unknown as ChatProviders).registerLanguageModelChatProvider(VENDOR, provider);
  else {
    registration?.dispose();
    registration = undefined;
  }
}

const provider: ChatProvider = {
  provideLanguageModelChatInformation: () => MODELS,
  provideTokenCount: async (_, text) => Math.ceil((typeof text === 'string' ? text : textOf(text)).length / 4),
  // Not async: what it throws at once takes another way than what it rejects with.
  provideLanguageModelChatResponse(model, messages, _options, progress, token) {
    const batch = parseItems(textOf(messages.at(-1)!))!;
    const symbols = batch.items.flatMap(({ symbol }) => symbol ?? []);
    const note: ChatNote = { model: model.id, symbols, messages: messages.length, cancelled: false };
    notes.push(note);
    token.onCancellationRequested(() => (note.cancelled = true));
    const as = behaviourFor(symbols);
    if (as === 'throwAtOnce') throw new Error('The parrot flew away.');
    return respond(as, batch, (part) => progress.report(part), token);
  },
};

async function respond(as: ChatBehaviour, batch: RequestedBatch, report: (part: unknown) => void, token: vscode.CancellationToken): Promise<void> {
  const { text, itemEnds } = renderAnswer(batch, defaultAnswer);
  const say = (words: string) => words.match(/[^]{1,200}/g)?.forEach((piece) => report(new vscode.LanguageModelTextPart(piece)));
  switch (as) {
    case 'quota':
      throw vscode.LanguageModelError.Blocked('Come back tomorrow.');
    case 'copilotQuota':
      throw Object.assign(new Error("You've exhausted your premium model quota."), { name: 'ChatQuotaExceeded' });
    case 'refuse':
      throw new Error('Response got filtered.');
    case 'empty':
      return;
    case 'hang':
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
      throw new vscode.CancellationError();
    case 'stubborn':
      return new Promise(() => {});
    case 'leave':
      say(text);
      return offer(false);
    case 'breakOff':
      say(text.slice(0, itemEnds[0]! + 20));
      throw new Error('The line went dead.');
    case 'think':
      report(new (vscode as unknown as { LanguageModelThinkingPart: new (text: string) => unknown }).LanguageModelThinkingPart('Hm.'));
  }
  say(text);
}

function behaviourFor(symbols: readonly string[]): ChatBehaviour {
  const fits = rules.filter(({ symbol, times }) => times !== 0 && (symbol === undefined || symbols.includes(symbol)));
  const rule = fits.find(({ symbol }) => symbol !== undefined) ?? fits[0];
  if (rule?.times !== undefined) rule.times--;
  return rule?.as ?? 'answer';
}

function textOf({ content }: vscode.LanguageModelChatMessage): string {
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
