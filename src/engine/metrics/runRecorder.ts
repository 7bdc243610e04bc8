import type { RunEvent, RunEventBody } from '../events';
import { CacheDoctor } from './cacheDoctor';
import { Decisions } from './decisions';
import { divide, FileRecord, ItemRecord } from './fileRecord';
import { Figures } from './figures';
import { LIMIT_WORDS } from './limitWords';
import { recommend } from './recommendations';
import { RequestRecord, type WaitedMs } from './requestRecord';
import type { CacheFinding, ModelReport, Recommendation, RunReport, StageReport, Totals } from './runReport';
import { applyUpdate, type RunUpdate } from './runUpdate';
import { savedByPromptCache } from './tokenCounts';

/** A list that only grows, of which an update holds the end. */
interface Grown<T> {
  readonly revision: number;
  readonly value: T;
}

/** Recommendations of a run that goes on are drawn anew once so many times as many requests have ended, and some. */
const MORE_REQUESTS = 1.25;
const SOME_REQUESTS = 5;

/** Findings beyond are of the same causes. */
const MOST_FINDINGS = 500;

/**
 * Makes a run's report from its events alone. Taking an event is cheap; a report takes time in proportion to the requests and files of the run. A live view asks for what
 * changed since the revision that it has ({@link changedSince}), a few times a second.
 */
export class RunRecorder {
  /** Reports of earlier runs, the newest first: recommendations compare with them. They may come at any time. */
  earlier: readonly RunReport[];
  readonly #figures = new Figures();
  readonly #decisions = new Decisions();
  readonly #doctor = new CacheDoctor();
  readonly #models = new Map<string, ModelReport>();
  readonly #requests = new Map<string, RequestRecord>();
  /** Those that have not ended: a few dozen, whatever the size of the run. */
  readonly #open = new Set<RequestRecord>();
  readonly #files = new Map<string, FileRecord>();
  /** Files by where their answers are written. */
  readonly #byOutput = new Map<string, FileRecord>();
  readonly #items = new Map<string, ItemRecord>();
  /** Requests whose tokens are to be divided among their items once more. */
  readonly #toDivide = new Set<RequestRecord>();
  /** Until when the provider wants nobody to knock, by model. */
  readonly #holds = new Map<string, { readonly untilMs: number; readonly because: string }>();
  readonly #stages: StageReport[] = [];
  readonly #leftOut: Grown<RunReport['leftOut'][number]>[] = [];
  readonly #warnings: Grown<RunReport['warnings'][number]>[] = [];
  readonly #cacheMisses: Grown<CacheFinding>[] = [];
  #run: Extract<RunEvent, { type: 'run-started' }> | undefined;
  #finished: Extract<RunEventBody, { type: 'run-finished' }> | undefined;
  #startedAt: number | undefined;
  #lastAt = 0;
  #revision = 0;
  #itemsPlanned = 0;
  #fresh = 0;
  #filesPlanned = 0;
  #fromTemplates = 0;
  #retries = 0;
  readonly #settled = { cache: 0, model: 0, failed: 0 };
  /** Requests that have ended, and what they waited. */
  #ended = 0;
  readonly #waitedMs: WaitedMs = { place: 0, rate: 0, retry: 0 };
  /** Requests that batching saved. */
  #spared = 0;
  readonly #outcomes = { written: 0, unchanged: 0, refused: 0 };
  #recommended: { readonly found: readonly Recommendation[]; readonly ended: number; readonly isFinished: boolean; readonly earlier: readonly RunReport[] } | undefined;
  /** `undefined`: a price that it takes is not known. */
  #savedUsd: number | undefined = 0;

  constructor({ earlier = [] }: { readonly earlier?: readonly RunReport[] } = {}) {
    this.earlier = earlier;
  }

  /** Grows with every event. */
  get revision(): number {
    return this.#revision;
  }

  take(event: RunEvent): void {
    this.#startedAt ??= event.at;
    this.#lastAt = event.at;
    this.#revision++;
    const ms = event.at - this.#startedAt;
    this.#figures.take(event);
    this.#decisions.take(event, ms);
    const finding = this.#doctor.take(event);
    if (finding && this.#cacheMisses.length < MOST_FINDINGS) this.#cacheMisses.push(this.#grown(finding));
    this.#record(event, ms);
  }

  /** @param now milliseconds since the epoch; default: when the last event happened */
  report(now = this.#lastAt): RunReport {
    return applyUpdate(undefined, this.changedSince(0, now));
  }

  /** What {@link applyUpdate} makes the present report of, from the one of that revision. 0: everything. */
  changedSince(since: number, now = this.#lastAt): RunUpdate {
    for (const request of this.#toDivide) this.#divide(request);
    this.#toDivide.clear();
    const nowMs = Math.max(0, now - (this.#startedAt ?? now));
    const isNew = ({ revision }: { readonly revision: number }) => revision > since;
    const overview = this.#overview(nowMs);
    const changed = [...this.#requests.values()].filter((request) => isNew(request) || request.mayChangeByItself);
    return {
      revision: this.#revision,
      since,
      ...overview,
      decisions: this.#decisions.list(),
      recommendations: this.#recommend(overview, nowMs),
      requests: changed.map((request) => request.report(nowMs)),
      files: [...this.#files.values()].filter(isNew).map((file) => file.report()),
      leftOut: this.#leftOut.filter(isNew).map(({ value }) => value),
      cacheMisses: this.#cacheMisses.filter(isNew).map(({ value }) => value),
      warnings: this.#warnings.filter(isNew).map(({ value }) => value),
    };
  }

  /** Drawn anew when the run has ended, or enough more requests have: they look at all of them. */
  #recommend(overview: Omit<Parameters<typeof recommend>[0], 'requests'>, nowMs: number): readonly Recommendation[] {
    const { earlier } = this;
    const isFinished = this.#finished !== undefined;
    const last = this.#recommended;
    if (last && last.earlier === earlier && last.isFinished === isFinished && this.#ended < last.ended * MORE_REQUESTS + SOME_REQUESTS) return last.found;
    const found = recommend({ ...overview, requests: [...this.#requests.values()].map((request) => request.report(nowMs)) }, earlier);
    this.#recommended = { found, ended: this.#ended, isFinished, earlier };
    return found;
  }

  #record(event: RunEvent, ms: number): void {
    switch (event.type) {
      case 'run-started':
        this.#run = event;
        break;
      case 'stage-started':
        this.#stages.push({ stage: event.stage, startMs: ms });
        break;
      case 'stage-finished': {
        const at = this.#stages.findLastIndex(({ stage }) => stage === event.stage);
        if (at >= 0) this.#stages[at] = { ...this.#stages[at]!, ms: event.ms, detail: event.detail };
        break;
      }
      case 'model-used': {
        const { at: _at, run: _run, type: _type, ...used } = event;
        const { planned = { requests: 0, items: 0 } } = this.#models.get(nameOf(event)) ?? {};
        this.#models.set(nameOf(event), { ...used, planned });
        break;
      }
      case 'batches-planned': {
        const model = this.#models.get(nameOf(event));
        if (model) this.#models.set(nameOf(event), { ...model, planned: { requests: model.planned.requests + event.batches, items: model.planned.items + event.items }, instructionTokens: event.instructions.tokens });
        break;
      }
      case 'file-skipped':
        this.#leftOut.push(this.#grown({ path: event.path, reason: event.reason }));
        break;
      case 'file-planned':
        this.#filePlanned(event);
        break;
      case 'file-written': {
        const file = this.#byOutput.get(event.path) ?? this.#fileAt(event.path);
        // Of a file that grows, that it was written is what it came to.
        if (event.outcome !== 'unchanged' || file.outcome === undefined) {
          if (file.outcome) this.#outcomes[file.outcome]--;
          this.#outcomes[event.outcome]++;
          file.outcome = event.outcome;
        }
        file.revision = this.#revision;
        break;
      }
      case 'item-done':
      case 'item-failed':
        this.#itemSettled(event);
        break;
      case 'warning':
        this.#warnings.push(this.#grown({ message: event.message, ...(event.path !== undefined && { path: event.path }) }));
        break;
      case 'run-finished':
        this.#finished = event;
        break;
      default:
        this.#recordRequest(event, ms);
    }
  }

  #recordRequest(event: RunEvent, ms: number): void {
    if (event.type === 'request-queued') return this.#queued(event, ms);
    if (event.type === 'places-changed') return this.#narrowed(event);
    const request = 'request' in event && event.request !== undefined ? this.#requests.get(event.request) : undefined;
    if (!request) return;
    request.revision = this.#revision;
    switch (event.type) {
      case 'request-started':
        if (event.attempt > 1) this.#retries++;
        request.started(ms, event.attempt);
        break;
      case 'request-first-byte':
        request.began(ms);
        break;
      case 'rate-waiting':
        request.waitsForRate(ms, event.ms, `limit of ${LIMIT_WORDS[event.limit]} a minute`);
        break;
      case 'retry-waiting':
        request.waitsToRetry(ms, event.ms, event.reason);
        if (event.forAll) this.#holdAll(request.by, ms, { untilMs: ms + event.ms, because: event.reason });
        break;
      case 'request-ended':
        request.ended(ms, event);
        if (this.#open.delete(request)) {
          this.#ended++;
          request.addWaited(this.#waitedMs, ms);
        }
        this.#toDivide.add(request);
        if (event.usage && this.#savedUsd !== undefined) {
          const saved = savedByPromptCache(event.usage, this.#models.get(request.by)?.prices);
          this.#savedUsd = saved === undefined ? undefined : this.#savedUsd + saved;
        }
        break;
      default:
    }
  }

  #queued(event: Extract<RunEventBody, { type: 'request-queued' }>, ms: number): void {
    const request = new RequestRecord(event, ms, (event.asks ?? []).map((id) => this.#itemCalled(id)));
    request.revision = this.#revision;
    this.#requests.set(event.request, request);
    this.#open.add(request);
    const hold = this.#holds.get(request.by);
    if (hold) request.isHeld(ms, hold.untilMs, hold.because);
  }

  #holdAll(model: string, ms: number, hold: { readonly untilMs: number; readonly because: string }): void {
    this.#holds.set(model, hold);
    for (const other of this.#open) if (other.by === model && other.isHeld(ms, hold.untilMs, hold.because)) other.revision = this.#revision;
  }

  #narrowed({ provider, model, places }: Extract<RunEventBody, { type: 'places-changed' }>): void {
    const known = this.#models.get(nameOf({ provider, model }));
    if (known) this.#models.set(nameOf(known), { ...known, fewestPlaces: Math.min(known.fewestPlaces ?? Infinity, places) });
  }

  #filePlanned({ path, items, fresh, writes, madeFrom, template }: Extract<RunEventBody, { type: 'file-planned' }>): void {
    this.#filesPlanned++;
    this.#itemsPlanned += items;
    this.#fresh += fresh;
    if (madeFrom === 'template') this.#fromTemplates++;
    const file = this.#fileAt(path);
    file.fresh += fresh;
    file.madeFrom = madeFrom;
    file.template = template;
    file.writes = writes;
    if (writes !== undefined) this.#byOutput.set(writes, file);
  }

  #itemSettled(event: Extract<RunEventBody, { type: 'item-done' | 'item-failed' }>): void {
    const item = this.#itemCalled(event.item, event.path);
    // What was asked for once more, since a compiler had found a fault, is settled twice.
    if (item.from) this.#settled[item.from]--;
    this.#settled[event.type === 'item-done' ? event.from : 'failed']++;
    if (item.request !== undefined) this.#taken(item.request, -1);
    if (event.type === 'item-done') {
      Object.assign(item, { from: event.from, reason: undefined, request: event.request, characters: event.characters });
      if (event.request !== undefined) this.#taken(event.request, 1);
    } else Object.assign(item, { from: 'failed', reason: event.reason, request: undefined, characters: undefined });
    item.file.revision = this.#revision;
    for (const request of item.requests) this.#toDivide.add(request);
  }

  #taken(id: string, items: number): void {
    const request = this.#requests.get(id);
    if (!request) return;
    this.#spared -= Math.max(0, request.taken - 1);
    request.taken += items;
    this.#spared += Math.max(0, request.taken - 1);
    request.revision = this.#revision;
  }

  #divide(request: RequestRecord): void {
    divide(request);
    for (const { file } of request.items) file.revision = this.#revision;
  }

  #fileAt(path: string): FileRecord {
    let file = this.#files.get(path);
    if (!file) {
      this.#files.set(path, (file = new FileRecord(path)));
      file.revision = this.#revision;
    }
    return file;
  }

  #itemCalled(id: string, path = this.#pathIn(id)): ItemRecord {
    let item = this.#items.get(id);
    if (!item) {
      const file = this.#fileAt(path);
      this.#items.set(id, (item = new ItemRecord(sectionIn(id, path), file)));
      file.items.push(item);
    }
    return item;
  }

  /** Of an item that has not been told of with its path: the file that was planned and that its id begins or ends with. */
  #pathIn(id: string): string {
    for (let at = id.lastIndexOf('#'); at > 0; at = id.lastIndexOf('#', at - 1)) {
      const [before, after] = [id.slice(0, at), id.slice(at + 1)];
      const found = [before, after, after.slice(0, after.lastIndexOf('/'))].find((path) => this.#files.has(path));
      if (found !== undefined) return found;
    }
    const at = id.indexOf('#');
    return at > 0 ? id.slice(0, at) : id;
  }

  #grown<T>(value: T): Grown<T> {
    return { revision: this.#revision, value };
  }

  #overview(nowMs: number): Pick<RunReport, 'run' | 'totals' | 'models' | 'stages'> {
    const { id = '', command = 'generate', over, provider = '', model, resultCache } = this.#run ? { ...this.#run, id: this.#run.run } : {};
    const current = this.#finished ? undefined : this.#stages.findLast(({ ms }) => ms === undefined)?.stage;
    return {
      run: {
        id, command, ...(over !== undefined && { over }), provider, ...(model !== undefined && { model }), startedAt: this.#startedAt ?? 0, ms: this.#finished?.ms ?? nowMs,
        ...(this.#finished && { status: this.#finished.status }), ...(current && { stage: current }), ...(resultCache && { resultCache }),
      },
      totals: this.#totals(nowMs),
      models: [...this.#models.values()],
      // One that was broken off tells of no end.
      stages: this.#stages.map((stage) => (stage.ms === undefined && this.#finished ? { ...stage, ms: Math.max(0, this.#finished.ms - stage.startMs) } : stage)),
    };
  }

  #totals(nowMs: number): Totals {
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, costUsd, uncertainCalls, calls, cacheHits, cacheMisses, cacheReadShare, namesChecked, namesUnverified } = this.#figures;
    const waitedMs: WaitedMs = { ...this.#waitedMs };
    for (const request of this.#open) request.addWaited(waitedMs, nowMs);
    return {
      tokens: { input: inputTokens, cacheWrite: cacheWriteTokens, cacheRead: cacheReadTokens, output: outputTokens },
      costUsd,
      uncertainCalls,
      calls,
      items: { planned: this.#itemsPlanned, fresh: this.#fresh, fromCache: this.#settled.cache, fromModel: this.#settled.model, failed: this.#settled.failed },
      callsSavedByBatching: this.#spared,
      resultCache: { hits: cacheHits, misses: cacheMisses },
      promptCacheShare: cacheReadShare,
      retries: this.#retries,
      waitedMs,
      files: { planned: this.#filesPlanned, ...this.#outcomes, leftOut: this.#leftOut.length },
      templates: { files: this.#fromTemplates },
      names: { checked: namesChecked, unverified: namesUnverified },
      ...(this.#savedUsd !== undefined && { savedByPromptCacheUsd: this.#savedUsd }),
    };
  }
}

/** Ids are `<path>#<section>`, and of a file of a project `<path of the spec>#<path>`, with `/review` for what a second model says of it. */
function sectionIn(id: string, path: string): string {
  if (id.startsWith(`${path}#`)) return id.slice(path.length + 1);
  const at = id.indexOf(`#${path}`);
  return at < 0 ? id : id.slice(at + 2 + path.length) || 'file';
}

function nameOf({ provider, model }: { readonly provider: string; readonly model: string }): string {
  return `${provider}/${model}`;
}
