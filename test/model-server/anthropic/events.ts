import type { InputBill } from '../promptCache';
import type { AnswerWriter, ModelCall, Output, Stop } from '../protocol';
import { cutText } from '../pieces';

const WORDS: Readonly<Record<Stop, string>> = {
  complete: 'end_turn',
  length: 'max_tokens',
  context: 'model_context_window_exceeded',
  refusal: 'refusal',
};

/** Tokens in each event of a thinking block. */
const THINKING_DELTA_TOKENS = 32;

/** The events of one streamed message, in the order and with the fields that the real SDK expects. */
export function writeMessageEvents(call: ModelCall, requestNumber: number): AnswerWriter {
  let bill: InputBill | undefined;
  let index = 0;
  let textIsOpen = false;

  const openText = () => {
    if (textIsOpen) return '';
    textIsOpen = true;
    return block(index, { type: 'text', text: '', citations: null });
  };
  return {
    begin(charged) {
      bill = charged;
      const usage = {
        ...inputUsage(charged),
        cache_creation: splitOf(charged),
        output_tokens: 1,
        output_tokens_details: null,
        server_tool_use: null,
        service_tier: 'standard',
        inference_geo: null,
        speed: 'standard',
      };
      const message = {
        id: `msg_${requestNumber}`,
        type: 'message',
        role: 'assistant',
        model: call.model,
        content: [],
        container: null,
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        usage,
      };
      return event('message_start', { message }) + event('ping', {});
    },
    thinking(text) {
      const deltas = cutText(text, THINKING_DELTA_TOKENS).map((thinking) =>
        delta(index, { type: 'thinking_delta', thinking }),
      );
      const opened = block(index, { type: 'thinking', thinking: '', signature: '' });
      const closed =
        delta(index, { type: 'signature_delta', signature: 'c2lnbmF0dXJl' }) + event('content_block_stop', { index });
      index++;
      return opened + deltas.join('') + closed;
    },
    text: (piece) => openText() + delta(index, { type: 'text_delta', text: piece }),
    error: (code, message) => event('error', { error: { type: code ?? 'overloaded_error', message } }),
    end(stop, { outputTokens, thinkingTokens }: Output) {
      const usage = {
        ...inputUsage(bill!),
        output_tokens: outputTokens,
        output_tokens_details: { thinking_tokens: thinkingTokens },
        server_tool_use: null,
      };
      const details = stop === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null;
      const closed = textIsOpen ? event('content_block_stop', { index }) : '';
      return (
        closed +
        event('message_delta', {
          delta: { stop_reason: WORDS[stop], stop_sequence: null, stop_details: details, container: null },
          usage,
        }) +
        event('message_stop', {})
      );
    },
    wordFor: (stop) => WORDS[stop],
  };
}

function inputUsage(bill: InputBill): object {
  return {
    input_tokens: bill.inputTokens,
    cache_creation_input_tokens: bill.cacheWrite5mTokens + bill.cacheWrite1hTokens,
    cache_read_input_tokens: bill.cacheReadTokens,
  };
}

function splitOf(bill: InputBill): object {
  return { ephemeral_5m_input_tokens: bill.cacheWrite5mTokens, ephemeral_1h_input_tokens: bill.cacheWrite1hTokens };
}

function block(index: number, content: object): string {
  return event('content_block_start', { index, content_block: content });
}

function delta(index: number, content: object): string {
  return event('content_block_delta', { index, delta: content });
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}
