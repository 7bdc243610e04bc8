// What a test says to the extension that offers models, and what it says of the requests that came: plain data, since a UI test is in another process.

/** The command to which all goes. */
export const CHAT_COMMAND = 'specwright-test.chat';

export type ChatOrder =
  /** From now on requests are treated so; a rule for a symbol goes before one for all. What was noted is forgotten. */
  | { readonly do: 'behave'; readonly rules: readonly ChatRule[] }
  | { readonly do: 'offer'; readonly offered: boolean }
  | { readonly do: 'tell' };

export interface ChatRule {
  readonly as: ChatBehaviour;
  /** Only requests that hold an item of this symbol. */
  readonly symbol?: string;
  /** Only so many requests. */
  readonly times?: number;
}

/**
 * `answer`: as the model server does. `quota`: VS Code's own code. `copilotQuota`: the error that GitHub Copilot throws. `breakOff`: after the first item. `hang`: until it is
 * cancelled. `stubborn`: for ever. `leave`: the models are gone once it has answered.
 */
export type ChatBehaviour = 'answer' | 'quota' | 'copilotQuota' | 'refuse' | 'throwAtOnce' | 'breakOff' | 'hang' | 'stubborn' | 'empty' | 'think' | 'leave';

/** One request, as it came. */
export interface ChatNote {
  readonly model: string;
  readonly symbols: readonly string[];
  readonly messages: number;
  cancelled: boolean;
}
