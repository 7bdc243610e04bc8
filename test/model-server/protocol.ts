import type { IncomingHttpHeaders } from 'node:http';
import type { Billed } from './ledger';
import type { Caching, InputBill, PromptBlock } from './promptCache';
import type { LimitsLeft } from './rateLimits';
import type { ServerSettings } from './settings';
import type { StoredPrompts } from './storedPrompts';

/** A request, whichever protocol it came by. */
export interface ModelCall {
  readonly model: string;
  /** In the order of the prompt: system first. */
  readonly blocks: readonly PromptBlock[];
  /** The part that holds the items. */
  readonly lastUserText: string;
  readonly maxOutputTokens: number;
  /** Default: at the breakpoints, from `settings.minCacheableTokens` on. */
  readonly caching?: Caching;
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

/** A request as it arrived. */
export interface Incoming {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; `undefined` where it is no JSON. */
  readonly body: unknown;
}

/** What is answered at once and billed all the same: a prompt that was stored. */
export interface Paid {
  readonly answer: object;
  readonly model: string;
  readonly blocks: readonly PromptBlock[];
  readonly billed: Partial<Billed>;
  /** Tokens times the hours for which they are kept. */
  readonly storedTokenHours: number;
}

/** One provider's way to ask and to answer. The rest of the server knows none. */
export interface Protocol {
  readonly name: string;
  /** Two protocols may use the same path; the first one in the server's list that accepts a request has it. */
  accepts(method: string, path: string, headers: IncomingHttpHeaders): boolean;
  /** The answer to what asks no model: a list of models, a count of tokens. `undefined`: it does ask one. Throws an {@link HttpFailure}. */
  lookUp?(request: Incoming, settings: ServerSettings, stored: StoredPrompts): object | undefined;
  /** Stores a prompt; `undefined`: it is no request to store one. Throws an {@link HttpFailure}. */
  store?(request: Incoming, settings: ServerSettings, stored: StoredPrompts): Paid | undefined;
  /** Throws an {@link HttpFailure} for what the real server would refuse. */
  read(headers: IncomingHttpHeaders, body: unknown, settings: ServerSettings, path: string, stored: StoredPrompts): ModelCall;
  failure(failure: HttpFailure): { readonly headers: Readonly<Record<string, string>>; readonly body: string };
  /** Headers of every answer that is a stream. */
  readonly streamHeaders: Readonly<Record<string, string>>;
  /** Where this answer has others. */
  headersOf?(call: ModelCall): Readonly<Record<string, string>>;
  /** Headers of every answer, a refusal too, that tell what the rate limits leave. `now` in milliseconds since the epoch. */
  limitHeaders?(left: LimitsLeft, now: number): Readonly<Record<string, string>>;
  writer(call: ModelCall, requestNumber: number): AnswerWriter;
}
