import type { RequestRecord } from './requestRecord';
import type { FileReport, SectionReport, TokenCounts } from './runReport';
import { addTokens, NO_TOKENS } from './tokenCounts';

/** Shares of a cost are whole billionths of a dollar: a cent has ten million of them. */
const NANO = 1_000_000_000;

/** What an item took of one request. */
interface Share {
  readonly request: RequestRecord;
  readonly tokens: TokenCounts;
  readonly costUsd: number;
}

/** One item as its events tell of it. */
export class ItemRecord {
  from: SectionReport['from'] | undefined;
  reason: string | undefined;
  /** Id of the request whose answer was taken. */
  request: string | undefined;
  /** Length of the answer. Absent: it has none, or nobody told. */
  characters: number | undefined;
  tokens = NO_TOKENS;
  costUsd = 0;
  readonly #shares: Share[] = [];

  constructor(
    readonly section: string,
    readonly file: FileRecord,
  ) {}

  get requests(): readonly RequestRecord[] {
    return this.#shares.map(({ request }) => request);
  }

  /** In place of what it was said to have taken of that request before. */
  setShare(share: Share): void {
    const known = this.#shares.findIndex(({ request }) => request === share.request);
    if (known < 0) this.#shares.push(share);
    else this.#shares[known] = share;
    this.tokens = this.#shares.reduce((sum, { tokens }) => (sum === NO_TOKENS ? tokens : addTokens(sum, tokens)), NO_TOKENS);
    this.costUsd = Math.round(this.#shares.reduce((sum, { costUsd }) => sum + costUsd, 0) * NANO) / NANO;
  }

  report(): SectionReport {
    const { section, from, reason, request, tokens, costUsd } = this;
    return { section, from: from!, ...(reason !== undefined && { reason }), ...(request !== undefined && { request }), tokens, costUsd };
  }
}

/** One file as its events tell of it. */
export class FileRecord {
  /** When it last changed. */
  revision = 0;
  fresh = 0;
  outcome: FileReport['outcome'];
  madeFrom: FileReport['madeFrom'];
  template: string | undefined;
  writes: string | undefined;
  readonly items: ItemRecord[] = [];
  #made: { readonly revision: number; readonly report: FileReport } | undefined;

  constructor(readonly path: string) {}

  /** The same object as long as nothing has changed. */
  report(): FileReport {
    if (this.#made?.revision !== this.revision) this.#made = { revision: this.revision, report: this.#make() };
    return this.#made.report;
  }

  #make(): FileReport {
    const { path, fresh, outcome, madeFrom, template, writes } = this;
    const from = { cache: 0, model: 0, failed: 0 };
    const tokens = { ...NO_TOKENS } as { -readonly [Kind in keyof TokenCounts]: number };
    const sections: SectionReport[] = [];
    let costUsd = 0;
    for (const item of this.items) {
      tokens.input += item.tokens.input;
      tokens.cacheWrite += item.tokens.cacheWrite;
      tokens.cacheRead += item.tokens.cacheRead;
      tokens.output += item.tokens.output;
      costUsd += item.costUsd;
      if (!item.from) continue;
      from[item.from]++;
      sections.push(item.report());
    }
    return {
      path,
      fresh,
      fromCache: from.cache,
      fromModel: from.model,
      failed: from.failed,
      tokens,
      costUsd: Math.round(costUsd * NANO) / NANO,
      ...(outcome && { outcome }),
      ...(madeFrom && { madeFrom }),
      ...(template !== undefined && { template }),
      ...(writes !== undefined && { writes }),
      sections,
    };
  }
}

/**
 * Divides what a request took among its items, by the length of their answers; one without an answer counts as one of average length. Whole tokens, whose sum is that of the request.
 */
export function divide(request: RequestRecord): void {
  const { items, tokens = NO_TOKENS, costUsd = 0 } = request;
  const lengths = items.map(({ from, characters }) => (from === 'model' ? characters : undefined));
  const known = lengths.filter((length) => length !== undefined);
  const average = known.length === 0 ? 1 : known.reduce((sum, length) => sum + length, 0) / known.length || 1;
  const total = lengths.reduce<number>((sum, length) => sum + (length ?? average), 0) || 1;
  let before = 0;
  for (const [i, item] of items.entries()) {
    const after = before + (lengths[i] ?? average) / total;
    const isLast = i === items.length - 1;
    const part = (all: number) => Math.round(all * (isLast ? 1 : after)) - Math.round(all * before);
    const nanoUsd = costUsd * NANO;
    item.setShare({ request, tokens: { input: part(tokens.input), cacheWrite: part(tokens.cacheWrite), cacheRead: part(tokens.cacheRead), output: part(tokens.output) }, costUsd: part(nanoUsd) / NANO });
    before = after;
  }
}
