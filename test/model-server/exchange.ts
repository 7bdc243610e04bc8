import type { ServerResponse } from 'node:http';
import { defaultAnswer, fingerprint, padToTokens, type RenderedAnswer, renderAnswer } from './answers';
import { type Fault, isDamage, isStreamFault, type Position } from './faults';
import { parseItems, type RequestedItem } from './items';
import type { Ledger, LedgerEntry } from './ledger';
import { Pace } from './pace';
import { cutText } from './pieces';
import type { InputBill, PromptCache } from './promptCache';
import { type AnswerWriter, HttpFailure, type ModelCall, type Protocol, type Stop } from './protocol';
import type { LimitKind, RateLimiter } from './rateLimits';
import type { Random } from './random';
import { aborted, Sender } from './sender';
import type { ServerSettings } from './settings';
import { CHARACTERS_PER_TOKEN, countTokens } from './tokens';

export interface Exchange {
  readonly call: ModelCall;
  readonly entry: LedgerEntry;
  readonly fault: Fault | undefined;
  readonly settings: ServerSettings;
  readonly random: Random;
  readonly protocol: Protocol;
  readonly cache: PromptCache;
  readonly limiter: RateLimiter;
  /** Headers of the answer, what is left of the rate limits among them. To be asked for when they are sent. */
  readonly streamHeaders: () => Readonly<Record<string, string>>;
  readonly ledger: Ledger;
  readonly response: ServerResponse;
  /** Aborts when the client has gone, or the server closes. */
  readonly closed: AbortSignal;
}

/** Answers one request that is in order: bills the prompt, waits, streams, and ends as the fault says. */
export async function exchange(x: Exchange): Promise<void> {
  const { call, entry, settings, protocol, response, closed } = x;
  if (x.fault?.kind === 'hang-before-headers') return aborted(closed);

  const caching = call.caching ?? { kind: 'breakpoints', minTokens: settings.minCacheableTokens };
  const charge = x.cache.charge(call.model, call.blocks, caching);
  throwIfLimited(x, charge.bill);
  // A model has read the prompt by the time the client may leave: it is billed from here on.
  entry.billed = { ...entry.billed, ...charge.bill };
  const pace = new Pace(settings, x.random);
  if (x.fault?.kind === 'hang-after-headers') {
    response.writeHead((entry.status = 200), x.streamHeaders()).flushHeaders();
    return aborted(closed);
  }
  await pace.firstToken(closed);
  if (settings.beforeFirstByte) await Promise.race([settings.beforeFirstByte(entry), aborted(closed)]);
  if (closed.aborted) return;

  response.writeHead((entry.status = 200), x.streamHeaders());
  const sender = new Sender(response, closed, settings.chunkBytes, settings.cutAtRandom ? x.random : undefined);
  const writer = protocol.writer(call, entry.number);
  charge.answerBegins();
  await sender.send(writer.begin(charge.bill));
  x.ledger.begin(entry);
  try {
    await stream(x, writer, sender, pace);
  } finally {
    x.limiter.chargeOutput(entry.billed.outputTokens);
  }
}

const LIMIT_WORDS: Readonly<Record<LimitKind, string>> = {
  requests: 'requests',
  inputTokens: 'input tokens',
  outputTokens: 'output tokens',
  tokens: 'tokens',
};

/** Throws 429 with the time to wait, in whole seconds as the providers do, and exactly, since a test's minute may last a second. */
function throwIfLimited({ limiter, settings }: Exchange, bill: InputBill): void {
  const inputTokens = bill.inputTokens + bill.cacheWrite5mTokens + bill.cacheWrite1hTokens;
  const need = { requests: 1, inputTokens, outputTokens: 1, tokens: inputTokens + bill.cacheReadTokens };
  const limited = limiter.admit(settings.rateLimits, settings.timeScale, need);
  if (!limited) return;
  const message = `This request would exceed your rate limit of ${LIMIT_WORDS[limited.kind]} per minute.`;
  throw new HttpFailure(429, message, undefined, {
    'retry-after': String(Math.ceil(limited.retryInMs / 1_000)),
    'retry-after-ms': String(limited.retryInMs),
  });
}

async function stream(x: Exchange, writer: AnswerWriter, sender: Sender, pace: Pace): Promise<void> {
  const { call, entry, fault, settings, response, closed } = x;
  const promptTokens = call.blocks.reduce((sum, { text }) => sum + countTokens(text), 0);
  const room = Math.min(call.maxOutputTokens, settings.contextTokens - promptTokens);
  const thinkingTokens = Math.min(settings.thinkingTokens, room);
  const rendered = answerTo(x);
  const cut = isStreamFault(fault) ? offsetOf(fault, rendered) : rendered.text.length;
  const affordable = (room - thinkingTokens) * CHARACTERS_PER_TOKEN;
  const overrun = affordable < cut;

  const billOutput = (outputTokens: number) => (entry.billed = { ...entry.billed, outputTokens });
  if (thinkingTokens > 0) {
    await pace.tokens(thinkingTokens, closed);
    if (closed.aborted) return;
    await sender.send(writer.thinking('.'.repeat(thinkingTokens * CHARACTERS_PER_TOKEN)));
    billOutput(thinkingTokens);
  }
  let sent = 0;
  for (const piece of cutText(
    rendered.text.slice(0, Math.min(cut, affordable)),
    settings.tokensPerDelta,
    settings.cutAtRandom ? x.random : undefined,
  )) {
    const due = thinkingTokens + Math.ceil((sent + piece.length) / CHARACTERS_PER_TOKEN);
    await pace.tokens(due, closed);
    if (closed.aborted) return;
    await sender.send(writer.text(piece));
    sent += piece.length;
    billOutput(due);
  }

  const end = async (stop: Stop) => {
    await sender.send(writer.end(stop, { outputTokens: entry.billed.outputTokens, thinkingTokens }));
    entry.stop = writer.wordFor(stop);
    response.end();
  };
  if (overrun) return end(call.maxOutputTokens <= settings.contextTokens - promptTokens ? 'length' : 'context');
  if (!isStreamFault(fault)) return end('complete');
  switch (fault.kind) {
    case 'length':
    case 'context':
    case 'refusal':
      return end(fault.kind);
    case 'hang':
      return aborted(closed);
    case 'drop':
      await sender.flush();
      response.destroy();
      return;
    case 'error-event':
      await sender.send(writer.error(fault.code, 'The model server was told to fail here.'));
      response.end();
      return;
    case 'end-early':
      response.end();
  }
}

function answerTo({ call, entry, fault, settings }: Exchange): RenderedAnswer {
  const batch = parseItems(call.lastUserText);
  if (!batch) {
    const text = settings.answerWithoutItems?.(entry) ?? `Fingerprint of what was asked: ${fingerprint(entry.user)}.\n`;
    return { text, itemEnds: [text.length] };
  }
  const answerOf = (item: RequestedItem) => {
    const tokens = typeof settings.itemTokens === 'function' ? settings.itemTokens(item) : settings.itemTokens;
    return padToTokens((settings.answer ?? defaultAnswer)(item), tokens);
  };
  return renderAnswer(batch, answerOf, isDamage(fault) ? fault : undefined);
}

function offsetOf({ afterItems, afterTokens }: Position, { text, itemEnds }: RenderedAnswer): number {
  if (afterItems !== undefined) return afterItems === 0 ? 0 : (itemEnds[afterItems - 1] ?? text.length);
  if (afterTokens !== undefined) return Math.min(text.length, afterTokens * CHARACTERS_PER_TOKEN);
  return Math.floor(text.length / 2);
}
