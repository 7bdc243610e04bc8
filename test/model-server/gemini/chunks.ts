import { cutText } from '../pieces';
import type { InputBill } from '../promptCache';
import type { AnswerWriter, ModelCall, Output, Stop } from '../protocol';
import type { GeminiCall } from './request';

/** The protocol has no word of its own for a full context window. */
const WORDS: Readonly<Record<Stop, string>> = { complete: 'STOP', length: 'MAX_TOKENS', context: 'MAX_TOKENS', refusal: 'SAFETY' };

/** Tokens in each event of thoughts. */
const THOUGHT_DELTA_TOKENS = 32;

interface Part {
  readonly text: string;
  readonly thought?: true;
}

/** The chunks of one answer, each an answer by itself, or all of them in one object where nothing is streamed. */
export function writeChunks(call: ModelCall, requestNumber: number): AnswerWriter {
  const { showsThoughts, isStreamed } = call as GeminiCall;
  let bill: InputBill | undefined;
  const held: Part[] = [];

  const object = (parts: readonly Part[], usage: Partial<Output> = {}, finishReason?: string) => ({
    candidates: [{ content: { parts, role: 'model' }, ...(finishReason && { finishReason }), index: 0 }],
    usageMetadata: usageOf(bill!, usage),
    modelVersion: call.model,
    responseId: `response-${requestNumber}`,
  });
  const send = (...parts: Part[]) => {
    if (isStreamed) return event(object(parts));
    held.push(...parts);
    return '';
  };
  return {
    begin(charged) {
      bill = charged;
      return isStreamed ? send({ text: '' }) : '';
    },
    // Without being asked the server is silent while the model thinks.
    thinking: (text) => (showsThoughts ? cutText(text, THOUGHT_DELTA_TOKENS).map((piece) => send({ text: piece, thought: true })).join('') : ''),
    text: (piece) => send({ text: piece }),
    error: (code, message) => event({ error: { code: code === undefined ? 503 : Number(code), message, status: code === undefined ? 'UNAVAILABLE' : 'INTERNAL' } }),
    end: (stop, output) => (isStreamed ? event(object([{ text: '' }], output, WORDS[stop])) : JSON.stringify(object(held, output, WORDS[stop]))),
    wordFor: (stop) => WORDS[stop],
  };
}

function usageOf({ inputTokens, cacheReadTokens }: InputBill, { outputTokens = 0, thinkingTokens = 0 }: Partial<Output>): object {
  const promptTokenCount = inputTokens + cacheReadTokens;
  return {
    promptTokenCount,
    ...(outputTokens > thinkingTokens && { candidatesTokenCount: outputTokens - thinkingTokens }),
    totalTokenCount: promptTokenCount + outputTokens,
    ...(cacheReadTokens > 0 && { cachedContentTokenCount: cacheReadTokens }),
    ...(thinkingTokens > 0 && { thoughtsTokenCount: thinkingTokens }),
  };
}

function event(fields: object): string {
  return `data: ${JSON.stringify(fields)}\r\n\r\n`;
}
