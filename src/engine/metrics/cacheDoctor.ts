import type { Usage } from '../../providers/model';
import type { ModelUsed, PromptPartSent, RunEvent, RunEventBody } from '../events';
import type { CacheFinding } from './runReport';

type Started = Extract<RunEventBody, { type: 'request-started' }>;

/** Of what is kept for five minutes, from its last use on. Milliseconds. */
const LIFETIME_MS = 300_000;
/** A read of less than this share of what was expected counts as none: estimates are off, but not by half. */
const ENOUGH = 0.5;
/** Estimates may be off by so much: a prefix that is this near to the minimum may be below it by the provider's own count. */
const NEAR_MINIMUM = 1.15;

/** A prefix of prompts that the provider was asked to keep, or keeps by itself. */
interface Kept {
  readonly parts: readonly PromptPartSent[];
  /** When an answer first began whose request wrote it. Absent: none has yet. */
  begunAt?: number;
  /** When a request that wrote or read it left last. */
  usedAt: number;
  /** The provider told that it was written or read. */
  isSeen: boolean;
}

interface Sent {
  readonly started: Started;
  readonly at: number;
  readonly prefix: readonly PromptPartSent[];
  readonly kept: Kept | undefined;
  /** How the prefix stood when the request left. */
  readonly before: { readonly begunAt: number | undefined; readonly usedAt: number } | undefined;
}

/** Finds out why a request that was expected to be served from the provider's prompt cache was not. Follows the events of one run. */
export class CacheDoctor {
  readonly #models = new Map<string, ModelUsed>();
  /** By model, then by the hashes of the parts; the last one is the newest. */
  readonly #kept = new Map<string, Map<string, Kept>>();
  readonly #sent = new Map<string, Sent>();

  /** Returns what is to be told of a request that has ended. */
  take(event: RunEvent): CacheFinding | undefined {
    switch (event.type) {
      case 'model-used':
        this.#models.set(nameOf(event), event);
        return undefined;
      case 'request-started':
        this.#started(event, event.at);
        return undefined;
      case 'request-first-byte': {
        const kept = this.#sent.get(event.request)?.kept;
        if (kept) kept.begunAt ??= event.at;
        return undefined;
      }
      case 'request-ended': {
        const sent = this.#sent.get(event.request);
        this.#sent.delete(event.request);
        return sent && event.usage && !event.usageEstimated ? this.#ended(sent, event.usage) : undefined;
      }
      default:
        return undefined;
    }
  }

  #started(started: Started, at: number): void {
    const { prompt } = started;
    if (!prompt) return;
    const model = this.#models.get(nameOf(started));
    const prefix = prefixOf(prompt);
    const writes = prefix.some(({ isMarked }) => isMarked) || (model?.promptCache !== undefined && model.promptCache !== 'breakpoints');
    const known = this.#keptOf(started);
    const key = keyOf(prefix);
    let kept = known.get(key);
    const before = kept && { begunAt: kept.begunAt, usedAt: kept.usedAt };
    if (writes && !kept) known.set(key, (kept = { parts: prefix, usedAt: at, isSeen: false }));
    this.#sent.set(started.request, { started, at, prefix, kept: writes ? kept : undefined, before });
  }

  #ended(sent: Sent, usage: Usage): CacheFinding | undefined {
    const { cacheReadTokens: read } = usage;
    const written = usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
    const finding = this.#findingFor(sent, read);
    if (sent.kept && read + written > 0) {
      sent.kept.isSeen = true;
      sent.kept.usedAt = Math.max(sent.kept.usedAt, sent.at);
    }
    return finding;
  }

  #findingFor(sent: Sent, read: number): CacheFinding | undefined {
    const { started } = sent;
    const expected = started.cacheRead;
    if (!expected || read >= expected.tokens * ENOUGH) return undefined;
    const finding = { request: started.request, tokens: expected.tokens - read };
    const differs = this.#firstDifference(sent);
    if (differs !== undefined) return { ...finding, differs, message: `The part "${differs}" of the prompt is not the one that was cached before, so nothing from there on could be read.` };
    return { ...finding, message: this.#causeOf(sent, expected.tokens) };
  }

  /** Compared with the newest prefix of the model that the provider told of, where this very one was never kept. */
  #firstDifference({ started, prefix, before }: Sent): string | undefined {
    if (before) return undefined;
    const own = keyOf(prefix);
    const others = [...this.#keptOf(started)].filter(([key]) => key !== own).map(([, kept]) => kept);
    const cached = others.filter(({ isSeen }) => isSeen).at(-1) ?? others.at(-1);
    if (!cached) return undefined;
    const at = prefix.findIndex(({ hash }, i) => hash !== cached.parts[i]?.hash);
    return prefix[at]?.name ?? cached.parts[prefix.length]?.name;
  }

  #causeOf({ started, at, kept, before }: Sent, tokens: number): string {
    const model = this.#models.get(nameOf(started));
    const minimum = model?.minCacheableTokens;
    const isSeen = kept?.isSeen ?? false;
    if (minimum !== undefined && !isSeen && tokens < minimum * NEAR_MINIMUM) return `The instructions take about ${number(tokens)} tokens, and ${started.model} keeps none below ${number(minimum)}: by the provider's own count they are probably too short.`;
    if (!before || before.begunAt === undefined || before.begunAt > at) return 'It left before the answer had begun that writes the instructions to the cache, and until then nobody can read them.';
    if (at - before.usedAt > LIFETIME_MS) return `They were last used ${Math.round((at - before.usedAt) / 60_000)} minutes before, and the provider keeps them for ${LIFETIME_MS / 60_000}.`;
    if (!isSeen) return `${started.model} has told of no cached token in this run: its server may keep no prompts, or may not tell.`;
    return 'The instructions were the same, long enough and in time: the provider no longer had them, or another of its machines answered.';
  }

  #keptOf(started: Started): Map<string, Kept> {
    const name = nameOf(started);
    let kept = this.#kept.get(name);
    if (!kept) this.#kept.set(name, (kept = new Map<string, Kept>()));
    return kept;
  }
}

function nameOf({ provider, model }: { readonly provider: string; readonly model: string }): string {
  return `${provider}/${model}`;
}

/** What requests have in common: up to the last mark, else all that stands before the items. */
function prefixOf(prompt: readonly PromptPartSent[]): readonly PromptPartSent[] {
  const marked = prompt.findLastIndex(({ isMarked }) => isMarked);
  return marked >= 0 ? prompt.slice(0, marked + 1) : prompt.filter(({ name }) => name !== 'items');
}

function keyOf(parts: readonly PromptPartSent[]): string {
  return parts.map(({ hash }) => hash).join(' ');
}

function number(n: number): string {
  return n.toLocaleString('en-US');
}
