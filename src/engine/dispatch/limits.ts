/** The nested time limits of a run, in milliseconds. */
export interface TimeLimits {
  /** The whole command. Absent: as long as it takes. */
  readonly runMs?: number;
  /** One request, from leaving to its last byte. Waiting in the queue does not count. */
  readonly requestMs: number;
  /** From leaving to the first byte of the answer: a local model may have to load first. */
  readonly firstByteMs: number;
  /** Between two signs of life of an answer that has begun. */
  readonly idleMs: number;
}

/** What each limit is called in messages to a person. */
export const TIME_LIMIT_SETTINGS: Readonly<Record<keyof TimeLimits, string>> = {
  runMs: '"specwright.timeLimits.run" (--timeout)',
  requestMs: '"specwright.timeLimits.request" (--request-timeout)',
  firstByteMs: '"specwright.timeLimits.firstByte"',
  idleMs: '"specwright.timeLimits.idle" (--idle-timeout)',
};

const TITLES: Readonly<Record<keyof TimeLimits, string>> = {
  runMs: 'time limit of the command',
  requestMs: 'time limit of a request',
  firstByteMs: 'time limit of the first byte',
  idleMs: 'idle time limit',
};

/** A folder or a workspace has no limit of its own: how long it takes depends on its size. */
export const DEFAULT_TIME_LIMITS: Readonly<Record<'files' | 'folder', TimeLimits>> = {
  files: { runMs: 600_000, requestMs: 300_000, firstByteMs: 120_000, idleMs: 60_000 },
  folder: { requestMs: 300_000, firstByteMs: 120_000, idleMs: 60_000 },
};

/**
 * The limits that someone set, over the defaults. A default gives way to what was set, above it or beneath, so
 * that `--timeout 60` alone is no contradiction; two limits that were both set are left as they are, for {@link validateTimeLimits}.
 */
export function resolveTimeLimits(set: Partial<TimeLimits>, runsOn: 'files' | 'folder'): TimeLimits {
  const defaults = DEFAULT_TIME_LIMITS[runsOn];
  const setBelowMs = Math.max(set.requestMs ?? 0, set.firstByteMs ?? 0, set.idleMs ?? 0);
  const runMs = set.runMs ?? (defaults.runMs === undefined ? undefined : Math.max(defaults.runMs, setBelowMs));
  const requestMs = set.requestMs ?? Math.min(Math.max(defaults.requestMs, setBelowMs), runMs ?? Infinity);
  return {
    runMs,
    requestMs,
    firstByteMs: set.firstByteMs ?? Math.min(defaults.firstByteMs, requestMs),
    idleMs: set.idleMs ?? Math.min(defaults.idleMs, requestMs),
  };
}

/** What is wrong with the limits, one message each with the setting and the next step. Empty: nothing. */
export function validateTimeLimits(limits: TimeLimits): readonly string[] {
  const messages: string[] = [];
  for (const name of ['runMs', 'requestMs', 'firstByteMs', 'idleMs'] as const) {
    const ms = limits[name];
    if (ms === undefined || (Number.isFinite(ms) && ms > 0)) continue;
    const usual = describeMs(DEFAULT_TIME_LIMITS.files[name] ?? 0);
    messages.push(`The ${TITLES[name]} is ${describeMs(ms)}: it must be more than zero. Set ${TIME_LIMIT_SETTINGS[name]}, for example to ${usual}.`);
  }
  const mayNotExceed = (inner: keyof TimeLimits, outer: keyof TimeLimits): void => {
    const [innerMs, outerMs] = [limits[inner], limits[outer]];
    if (innerMs === undefined || outerMs === undefined || !(innerMs > outerMs)) return;
    messages.push(
      `The ${TITLES[inner]} (${describeMs(innerMs)}) is longer than the ${TITLES[outer]} (${describeMs(outerMs)}). ` +
        `Lower ${TIME_LIMIT_SETTINGS[inner]} to ${describeMs(outerMs)} or less, or raise ${TIME_LIMIT_SETTINGS[outer]}.`,
    );
  };
  mayNotExceed('requestMs', 'runMs');
  mayNotExceed('firstByteMs', 'requestMs');
  mayNotExceed('idleMs', 'requestMs');
  return messages;
}

/** Slower than any hosted model; about what a large local model does without a graphics card. */
const SLOWEST_TOKENS_PER_SECOND = 10;
/** How much more than expected an answer may turn out to be before its batch is given up. */
const OUTPUT_MARGIN = 2;

/**
 * How long a batch may take with all its attempts, waiting not counted:
 *
 *     attempts × first byte  +  2 × expected output tokens / 10 tokens a second,   at least one request's limit
 *
 * An attempt is repeated only before its first text, so that all but the last cost at most the wait for a first byte.
 */
export function batchLimitMs(expectedOutputTokens: number, limits: TimeLimits, maxAttempts: number): number {
  const outputMs = ((OUTPUT_MARGIN * expectedOutputTokens) / SLOWEST_TOKENS_PER_SECOND) * 1000;
  return Math.max(limits.requestMs, Math.ceil(maxAttempts * limits.firstByteMs + outputMs));
}

/** `300 s`, `1.5 s`, `20 ms`. */
export function describeMs(ms: number): string {
  return Math.abs(ms) >= 1000 || ms === 0 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`;
}
