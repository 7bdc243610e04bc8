import type { RequestRecord } from './requestRecord';
import type { FileReport, SectionReport, TokenCounts } from './runReport';
import { addTokens, NO_TOKENS } from './tokenCounts';

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
  #shares: readonly Share[] = [];

  constructor(
    readonly section: string,
    readonly file: FileRecord,
  ) {}

  get requests(): readonly RequestRecord[] {
    return this.#shares.map(({ request }) => request);
  }

  /** In place of what it was said to have taken of that request before. */
  setShare(share: Share): void {
    this.#shares = [...this.#shares.filter(({ request }) => request !== share.request), share];
  }

  get tokens(): TokenCounts {
    return this.#shares.reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS);
  }

  get costUsd(): number {
    return this.#shares.reduce((sum, { costUsd }) => sum + costUsd, 0);
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
    const settled = this.items.filter(({ from }) => from !== undefined);
    const count = (from: SectionReport['from']) => settled.filter((item) => item.from === from).length;
    return {
      path,
      fresh,
      fromCache: count('cache'),
      fromModel: count('model'),
      failed: count('failed'),
      tokens: this.items.reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS),
      costUsd: this.items.reduce((sum, { costUsd }) => sum + costUsd, 0),
      ...(outcome && { outcome }),
      ...(madeFrom && { madeFrom }),
      ...(template !== undefined && { template }),
      ...(writes !== undefined && { writes }),
      sections: settled.map((item) => item.report()),
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
    item.setShare({ request, tokens: { input: part(tokens.input), cacheWrite: part(tokens.cacheWrite), cacheRead: part(tokens.cacheRead), output: part(tokens.output) }, costUsd: costUsd * (after - before) });
    before = after;
  }
}
