/** What servers that speak OpenAI's chat protocol do differently. */
export interface OpenAiQuirks {
  /** `never`: `stream_options` is taken, and nothing is told. `always`: told unasked, with every event. Default: told at the end where it was asked for. */
  readonly usage?: 'never' | 'always';
  /** Fields that are refused with HTTP 400, such as `stream_options`. */
  readonly rejects?: readonly string[];
  /** The prompt is cut to so many tokens, silently, and the usage tells of what was left (Ollama's `num_ctx`). */
  readonly cutsPromptAt?: number;
  /** The stream ends without `data: [DONE]`. */
  readonly withoutDone?: boolean;
  /** The name under which reasoning is streamed. Default `reasoning_content`, as DeepSeek, vLLM and LM Studio have it; OpenRouter and Ollama call it `reasoning`. */
  readonly reasoning?: 'reasoning_content' | 'reasoning';
}
