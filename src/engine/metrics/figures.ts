import type { Usage } from '../../providers/model';
import type { RunEvent } from '../events';

/** Sums over a run, or over all runs of a session. Counted from events alone. */
export class Figures {
  /** Requests that left, repeated ones included. */
  calls = 0;
  inputTokens = 0;
  outputTokens = 0;
  cacheReadTokens = 0;
  cacheWriteTokens = 0;
  /** Known part of the cost, in US dollars. */
  costUsd = 0;
  /** Requests whose cost is not known in full: no price, or no usage reported. */
  uncertainCalls = 0;
  /** Requests whose tokens the provider did not tell: they are estimated. */
  estimatedCalls = 0;
  cacheHits = 0;
  cacheMisses = 0;
  /** Code spans of the prose that name something, and those of them whose name was not found. */
  namesChecked = 0;
  namesUnverified = 0;

  take(event: RunEvent): void {
    switch (event.type) {
      case 'request-started':
        this.calls++;
        break;
      case 'request-ended':
        if (event.usage) this.#add(event.usage);
        if (event.usageEstimated) this.estimatedCalls++;
        this.costUsd += event.costUsd ?? 0;
        if (event.costUsd === undefined || event.costUncertain) this.uncertainCalls++;
        break;
      case 'cache-looked-up':
        if (event.hit) this.cacheHits++;
        else this.cacheMisses++;
        break;
      case 'names-checked':
        this.namesChecked += event.checked;
        this.namesUnverified += event.unverified.length;
        break;
      default:
    }
  }

  /** `undefined` where a part of it is not known: never a number that is too low. */
  get knownCostUsd(): number | undefined {
    return this.uncertainCalls > 0 ? undefined : this.costUsd;
  }

  /** Share of the input that the provider's prompt cache served, 0 to 1. */
  get cacheReadShare(): number {
    const input = this.inputTokens + this.cacheReadTokens + this.cacheWriteTokens;
    return input === 0 ? 0 : this.cacheReadTokens / input;
  }

  #add(usage: Usage): void {
    this.inputTokens += usage.inputTokens;
    this.outputTokens += usage.outputTokens;
    this.cacheReadTokens += usage.cacheReadTokens;
    this.cacheWriteTokens += usage.cacheWrite5mTokens + usage.cacheWrite1hTokens;
  }
}
