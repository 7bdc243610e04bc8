import type { MessageCreateParamsStreaming, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { type ModelRequest, type PromptPart, ProviderError } from '../model';

/** Most cache breakpoints that the API takes in a request. */
const MAX_BREAKPOINTS = 4;

/**
 * The body of a Messages request. No sampling parameters: current models refuse them. No `thinking`: what a model does by default is what its
 * `effort` steers. Throws a {@link ProviderError} (`invalid`) where the API would refuse the cache breakpoints.
 */
export function toAnthropicRequest(
  model: string,
  request: ModelRequest,
  acceptsEffort: boolean,
): MessageCreateParamsStreaming {
  const system = toBlocks(request.system);
  const content = toBlocks(request.user);
  const breakpoints = [...system, ...content].filter((block) => block.cache_control).length;
  if (breakpoints > MAX_BREAKPOINTS) {
    const message = `A request to Anthropic has ${breakpoints} cache breakpoints; ${MAX_BREAKPOINTS} is the most it takes.`;
    throw new ProviderError(message, { provider: 'anthropic', kind: 'invalid', retryable: false });
  }
  return {
    model,
    max_tokens: request.maxOutputTokens,
    stream: true,
    ...(request.effort && acceptsEffort && { output_config: { effort: request.effort } }),
    ...(system.length > 0 && { system }),
    messages: [{ role: 'user', content }],
  };
}

/** The API refuses empty text blocks, so a part without text is left out. */
function toBlocks(parts: readonly PromptPart[]): TextBlockParam[] {
  return parts
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, cache }) => ({
      type: 'text',
      text,
      // Five minutes is what a breakpoint without `ttl` means, and what older gateways understand.
      ...(cache && { cache_control: { type: 'ephemeral', ...(cache === '1h' && { ttl: cache }) } }),
    }));
}
