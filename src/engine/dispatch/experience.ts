/**
 * What past requests taught of a model: how its counts compare with estimates, how fast it answers, how long its answers are. It steers plans and estimates; no
 * output depends on it, and it may be lost at any time.
 */
export interface Experience {
  /** Real input tokens for each estimated one. */
  readonly inputFactor: number;
  /** Real output tokens for each expected one, thinking included. */
  readonly outputFactor: number;
  /** From leaving to the first byte, in milliseconds. */
  readonly firstByteMs: number;
  readonly outputTokensPerSecond: number;
}

/** One answered request. Tokens as estimated before it left, and as the provider reported them. */
export interface Observation {
  readonly estimatedInputTokens: number;
  readonly inputTokens: number;
  readonly expectedOutputTokens: number;
  readonly outputTokens: number;
  readonly firstByteMs: number | undefined;
  /** From leaving to the end. */
  readonly ms: number;
}

/** Before anything was seen. Speed and time to a first token follow the literature's case (1.0 s, then 5.8 s for a chunk of some 350 tokens); the first answers correct them. */
export const NO_EXPERIENCE: Experience = { inputFactor: 1, outputFactor: 1, firstByteMs: 1_000, outputTokensPerSecond: 60 };

/** Sums in which the past weighs less with each new request, so that quotients follow what the model does now, and large requests tell more than small ones. */
export interface ExperienceSums {
  readonly estimatedInput: number;
  readonly input: number;
  readonly expectedOutput: number;
  readonly output: number;
  readonly firstByteMs: number;
  readonly firstBytes: number;
  readonly streamedTokens: number;
  readonly streamedMs: number;
}

const NOTHING: ExperienceSums = { estimatedInput: 0, input: 0, expectedOutput: 0, output: 0, firstByteMs: 0, firstBytes: 0, streamedTokens: 0, streamedMs: 0 };

/** Weight of the past at each new request: after ten requests the first one weighs a tenth. */
const MEMORY = 0.8;
/** No tokenizer and no model is further off than this; a count that says so is wrong (a server that reports nonsense). */
const WIDEST_FACTOR = 4;

/** Learns from requests, one record a model (`provider/model`). */
export class Experiences {
  readonly #sums = new Map<string, ExperienceSums>();

  of(model: string): Experience {
    const sums = this.#sums.get(model);
    if (!sums) return NO_EXPERIENCE;
    return {
      inputFactor: factor(sums.input, sums.estimatedInput),
      outputFactor: factor(sums.output, sums.expectedOutput),
      firstByteMs: sums.firstBytes > 0 ? sums.firstByteMs / sums.firstBytes : NO_EXPERIENCE.firstByteMs,
      // A few tokens in a moment tell of the network, not of the model.
      outputTokensPerSecond: sums.streamedMs > 0 && sums.streamedTokens > 0 ? Math.min(10_000, Math.max(1, (1_000 * sums.streamedTokens) / sums.streamedMs)) : NO_EXPERIENCE.outputTokensPerSecond,
    };
  }

  /** Counts that tell nothing (zero, not finite) are passed over. */
  record(model: string, seen: Observation): void {
    const { estimatedInputTokens, inputTokens, expectedOutputTokens, outputTokens, firstByteMs, ms } = seen;
    const numbers = [estimatedInputTokens, inputTokens, expectedOutputTokens, outputTokens, ms];
    if (!numbers.every((n) => Number.isFinite(n) && n >= 0) || estimatedInputTokens === 0 || inputTokens === 0) return;
    const past = this.#sums.get(model) ?? NOTHING;
    const streamedMs = firstByteMs === undefined ? 0 : ms - firstByteMs;
    const streamed = streamedMs > 0 && outputTokens > 0;
    this.#sums.set(model, {
      estimatedInput: past.estimatedInput * MEMORY + estimatedInputTokens,
      input: past.input * MEMORY + inputTokens,
      expectedOutput: past.expectedOutput * MEMORY + expectedOutputTokens,
      output: past.output * MEMORY + outputTokens,
      firstByteMs: past.firstByteMs * MEMORY + (firstByteMs ?? 0),
      firstBytes: past.firstBytes * MEMORY + (firstByteMs === undefined ? 0 : 1),
      streamedTokens: past.streamedTokens * MEMORY + (streamed ? outputTokens : 0),
      streamedMs: past.streamedMs * MEMORY + (streamed ? streamedMs : 0),
    });
  }

  /** To be kept until the next session. */
  snapshot(): Readonly<Record<string, ExperienceSums>> {
    return Object.fromEntries(this.#sums);
  }

  /** Takes what an earlier session learnt. What is not of that shape is passed over. */
  restore(snapshot: unknown): void {
    if (typeof snapshot !== 'object' || snapshot === null) return;
    for (const [model, sums] of Object.entries(snapshot)) if (areSums(sums)) this.#sums.set(model, sums);
  }
}

function factor(real: number, foreseen: number): number {
  return foreseen > 0 && real > 0 ? Math.min(WIDEST_FACTOR, Math.max(1 / WIDEST_FACTOR, real / foreseen)) : 1;
}

function areSums(value: unknown): value is ExperienceSums {
  return typeof value === 'object' && value !== null && Object.keys(NOTHING).every((key) => Number.isFinite((value as Record<string, unknown>)[key]) && (value as Record<string, number>)[key]! >= 0);
}
