import { APIError } from '@anthropic-ai/sdk/core/error';
import { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { drain } from '../drain';
import { type ModelEvent, ProviderError } from '../model';
import { stopFromAnthropic } from './stopReason';
import { type AnthropicUsage, mergeUsage, usageFromAnthropic } from './usage';

/**
 * Turns the events of an answer into ours. Raw events, since the SDK's own iterator hides pings. Throws the SDK's error for an error event,
 * and a retryable {@link ProviderError} for a stream that ends before its last event. `close` closes the connection.
 */
export async function* readAnswer(
  response: Response,
  signal: AbortSignal,
  close: () => void,
): AsyncGenerator<ModelEvent> {
  const events = Stream.rawEvents(response);
  let started = false;
  let rawUsage: AnthropicUsage | undefined;
  let usageIsFinal = false;
  let rawStop: string | null = null;

  for (;;) {
    const next = await events.next();
    signal.throwIfAborted();
    if (next.done) throw brokenOff();
    const { event: name, data } = next.value;
    if (name === 'error') throw midStreamError(data, response.headers);
    if (name === null || name === 'ping') {
      yield { type: 'alive' };
      continue;
    }
    if (!started) {
      started = true;
      yield { type: 'started' };
    }
    const event = JSON.parse(data) as RawMessageStreamEvent;
    if (event.type === 'message_stop') break;
    if (event.type === 'message_start') rawUsage = event.message.usage;
    if (event.type === 'message_delta') {
      rawStop = event.delta.stop_reason ?? rawStop;
      // A gateway may leave it out.
      const usage = event.usage as AnthropicUsage | undefined;
      if (usage) {
        rawUsage = mergeUsage(rawUsage, usage);
        usageIsFinal = true;
      }
    }
    const text = textOf(event);
    yield text ? { type: 'text', text } : { type: 'alive' };
  }

  // Only a connection whose answer was read to the last byte can serve the next request.
  const drained = drain(events, close);
  // What `message_start` says of the output is a beginning, not a total: without `message_delta` the usage is unknown.
  const usage = usageIsFinal && rawUsage ? { usage: usageFromAnthropic(rawUsage), rawUsage } : {};
  yield { type: 'end', stop: stopFromAnthropic(rawStop), ...(rawStop !== null && { rawStop }), ...usage };
  await drained;
}

/** Thinking, signatures and the ends of blocks have no text of the answer. */
function textOf(event: RawMessageStreamEvent): string | undefined {
  if (event.type === 'content_block_start' && event.content_block.type === 'text') return event.content_block.text;
  if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') return event.delta.text;
  return undefined;
}

function midStreamError(data: string, headers: Headers): APIError {
  let body: { error?: { type?: string } } | undefined;
  try {
    body = JSON.parse(data) as typeof body;
  } catch {
    // Not JSON: the text itself is all there is to say.
  }
  return new APIError(undefined, body ?? { message: data }, undefined, headers);
}

function brokenOff(): ProviderError {
  const message = 'The connection to Anthropic ended in the middle of the answer.';
  return new ProviderError(message, { provider: 'anthropic', kind: 'network', retryable: true });
}
