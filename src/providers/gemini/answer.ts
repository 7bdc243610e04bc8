import { setImmediate } from 'node:timers/promises';
import { type ModelEvent, ProviderError } from '../model';
import { ApiFailure } from './apiFailure';
import { stopFromGemini } from './stopReason';
import { usageFromGemini, type StoredTokens } from './usage';
import type { WireChunk, WireUsage } from './wire';

/** How long a server may be silent after the reason for the end before the connection is closed. */
const DRAIN_MS = 1_000;

export interface AnswerOptions {
  readonly signal: AbortSignal;
  /** Closes the connection. */
  readonly close: () => void;
  /** Called at the end, where the usage is known: what was stored for this answer and is in nobody's usage yet. */
  readonly stored: (usage: WireUsage) => StoredTokens;
}

/**
 * Turns the chunks of an answer into events. Throws an {@link ApiFailure} for a chunk that is an error, a retryable {@link ProviderError} for a stream that
 * ends without saying why, and what the connection threw. The reason for the end may come before the last chunk, so the stream is read to its end.
 */
export async function* readAnswer(chunks: AsyncIterable<WireChunk>, { signal, close, stored }: AnswerOptions): AsyncGenerator<ModelEvent> {
  let started = false;
  let rawUsage: WireUsage | undefined;
  let end: { readonly stop: ReturnType<typeof stopFromGemini>; readonly rawStop: string } | undefined;
  let lingering: NodeJS.Timeout | undefined;
  try {
    for await (const chunk of chunks) {
      clearTimeout(lingering);
      signal.throwIfAborted();
      if (chunk.error) throw new ApiFailure(chunk.error);
      if (!started && Object.keys(chunk).some((name) => name in CONTENT)) {
        started = true;
        yield { type: 'started' };
      }
      rawUsage = chunk.usageMetadata ?? rawUsage;
      end = endOf(chunk) ?? end;
      yield* textsOf(chunk);
      if (end) lingering = setTimeout(close, DRAIN_MS);
    }
  } catch (error) {
    // An answer that is whole stays whole, however its connection ends.
    if (!end || signal.aborted || error instanceof ApiFailure) throw error;
  } finally {
    clearTimeout(lingering);
  }
  signal.throwIfAborted();
  if (!end) throw brokenOff();
  const usage = rawUsage && { usage: usageFromGemini(rawUsage, stored(rawUsage)), rawUsage };
  yield { type: 'end', ...end, ...usage };
  // undici frees a connection one turn of the event loop after the last byte; a request made before that opens another.
  await setImmediate();
}

/** A chunk with one of these is part of the answer; others are signs of life. */
const CONTENT: Readonly<Record<string, true>> = { candidates: true, promptFeedback: true, usageMetadata: true };

/** Thoughts are no text of the answer, but show that the stream is alive. */
function* textsOf({ candidates }: WireChunk): Generator<ModelEvent> {
  const parts = candidates?.[0]?.content?.parts ?? [];
  const texts = parts.flatMap(({ text, thought }) => (text && !thought ? [text] : []));
  if (texts.length === 0) yield { type: 'alive' };
  for (const text of texts) yield { type: 'text', text };
}

/** A prompt that was blocked has no candidate. */
function endOf({ candidates, promptFeedback }: WireChunk): { stop: ReturnType<typeof stopFromGemini>; rawStop: string } | undefined {
  const blockReason = promptFeedback?.blockReason;
  if (blockReason) return { stop: 'refusal', rawStop: blockReason };
  const rawStop = candidates?.[0]?.finishReason;
  return rawStop ? { stop: stopFromGemini(rawStop), rawStop } : undefined;
}

function brokenOff(): ProviderError {
  const message = 'The connection to Gemini ended in the middle of the answer.';
  return new ProviderError(message, { provider: 'gemini', kind: 'network', retryable: true });
}
