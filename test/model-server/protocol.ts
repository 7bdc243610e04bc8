import type { IncomingHttpHeaders } from 'node:http';
import type { InputBill, PromptBlock } from './promptCache';
import type { ServerSettings } from './settings';

/** A request, whichever protocol it came by. */
export interface ModelCall {
  readonly model: string;
  /** In the order of the prompt: system first. */
  readonly blocks: readonly PromptBlock[];
  /** The part that holds the items. */
  readonly lastUserText: string;
  readonly maxOutputTokens: number;
}

/** Why an answer ends. */
export type Stop = 'complete' | 'length' | 'context' | 'refusal';

export interface Output {
  /** Thinking included. */
  readonly outputTokens: number;
  readonly thinkingTokens: number;
}

/** A refusal to answer, in the words of HTTP. `code` is the protocol's own name for it; without one the status decides. */
export class HttpFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code?: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** How the texts of one answer are put on the wire. Each function gives the text to be sent. */
export interface AnswerWriter {
  begin(bill: InputBill): string;
  thinking(pieces: string): string;
  text(piece: string): string;
  error(code: string | undefined, message: string): string;
  end(stop: Stop, output: Output): string;
  /** The protocol's word for the stop. */
  wordFor(stop: Stop): string;
}

/** One provider's way to ask and to answer. The rest of the server knows none. */
export interface Protocol {
  readonly name: string;
  accepts(method: string, path: string): boolean;
  /** Throws an {@link HttpFailure} for what the real server would refuse. */
  read(headers: IncomingHttpHeaders, body: unknown, settings: ServerSettings): ModelCall;
  failure(failure: HttpFailure): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** Headers of every answer that is a stream. */
  readonly streamHeaders: Readonly<Record<string, string>>;
  writer(call: ModelCall, requestNumber: number): AnswerWriter;
}
