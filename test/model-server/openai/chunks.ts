import { cutText } from '../pieces';
import type { InputBill } from '../promptCache';
import type { AnswerWriter, ModelCall, Output, Stop } from '../protocol';
import type { ChatCall } from './request';

/** The protocol has no word of its own for a full context window. */
const WORDS: Readonly<Record<Stop, string>> = {
  complete: 'stop',
  length: 'length',
  context: 'length',
  refusal: 'content_filter',
};

/** Tokens in each event of reasoning. */
const REASONING_DELTA_TOKENS = 32;

/** The chunks of one streamed completion: the role, the text, the reason of the end, the usage, `[DONE]`. */
export function writeChunks(call: ModelCall, requestNumber: number): AnswerWriter {
  const { tellsUsage, endsWithDone, reasoning, promptTokensTold } = call as ChatCall;
  let bill: InputBill | undefined;
  let told = 0;

  const usageOf = ({ outputTokens, thinkingTokens }: Output) => {
    const { inputTokens, cacheReadTokens, cacheWrite5mTokens } = bill!;
    const promptTokens = promptTokensTold ?? inputTokens + cacheReadTokens + cacheWrite5mTokens;
    return {
      prompt_tokens: promptTokens,
      completion_tokens: outputTokens,
      total_tokens: promptTokens + outputTokens,
      prompt_tokens_details: { cached_tokens: cacheReadTokens, cache_write_tokens: cacheWrite5mTokens, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: thinkingTokens, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    };
  };
  const chunk = (choices: readonly object[], usage?: object) =>
    event({
      id: `chatcmpl-${requestNumber}`,
      object: 'chat.completion.chunk',
      created: 1_790_000_000,
      model: call.model,
      service_tier: 'default',
      choices,
      ...(usage ? { usage } : tellsUsage === 'at the end' ? { usage: null } : {}),
    });
  const delta = (content: object, finish: string | null = null) => {
    // What is told with every event is a total so far.
    const usage = tellsUsage === 'always' ? usageOf({ outputTokens: ++told, thinkingTokens: 0 }) : undefined;
    return chunk([{ index: 0, delta: content, logprobs: null, finish_reason: finish }], usage);
  };
  return {
    begin(charged) {
      bill = charged;
      return delta({ role: 'assistant', content: '', refusal: null });
    },
    thinking: (text) => cutText(text, REASONING_DELTA_TOKENS).map((piece) => delta({ [reasoning]: piece })).join(''),
    text: (piece) => delta({ content: piece }),
    error: (code, message) => event({ error: { message, type: 'server_error', param: null, code: code ?? null } }),
    end(stop, output) {
      const last = tellsUsage === 'never' ? '' : chunk([], usageOf(output));
      return delta({}, WORDS[stop]) + last + (endsWithDone ? 'data: [DONE]\n\n' : '');
    },
    wordFor: (stop) => WORDS[stop],
  };
}

function event(fields: object): string {
  return `data: ${JSON.stringify(fields)}\n\n`;
}
