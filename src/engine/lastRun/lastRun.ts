import type { RunEvent, RunEventBody } from '../events';
import { sha256 } from '../hash';
import type { Files } from '../ports';
import type { GenerateRequest } from '../request';
import type { FileResult, RunPorts } from '../run';
import { parseSpec } from '../write/specDocument';
import { Observations } from './observations';
import { recordOf, stillHolds, type RunRecord } from './runRecord';

/** Records of complete runs, by what was asked for. A mere cache of hashes: it may be empty or lost, and no result depends on it. No method ever rejects. */
export interface RunRecords {
  load(key: string): Promise<RunRecord | undefined>;
  /** `memory`: for this process only, where the one on the disk is nearly as good. */
  save(key: string, record: RunRecord, where: 'disk' | 'memory'): Promise<void>;
  /** Milliseconds since the epoch, by the clock that files are stamped with. Default: the system's. */
  readonly now?: () => number;
}

/** To read so many files again takes less time than to write the record. */
const MOST_REREAD = 100;

/**
 * What the last complete run with the same request saw. Where all of it still stands, this run would come to the same: every spec is up to date, and neither a source is read nor a
 * spec rendered to find that out. Sees this run through as well, for the next one.
 */
export class LastRun {
  readonly #key: string;
  readonly #records: RunRecords;
  readonly #ports: RunPorts;
  readonly #seen: Observations;
  readonly #events: { gather: RunEventBody[]; chunk: RunEventBody[] } = { gather: [], chunk: [] };
  #stage: 'gather' | 'chunk' | undefined;
  #recalled: { readonly record: RunRecord; readonly reread: number } | undefined;

  private constructor(request: GenerateRequest, ports: RunPorts, records: RunRecords) {
    this.#records = records;
    this.#ports = ports;
    this.#key = keyOf(request, ports);
    this.#seen = new Observations(() => this.#now(), countProse);
  }

  /** Nothing where the shell keeps no records, or cannot tell how files stand; nor where the command is about a part that other things tell. */
  static of(request: GenerateRequest, ports: RunPorts): LastRun | undefined {
    if (request.changed || request.removeOrphans || request.renew === 'model') return undefined;
    return ports.records && ports.files.survey ? new LastRun(request, ports, ports.records) : undefined;
  }

  /** The files for this run to use. */
  get files(): Files {
    return this.#seen.observeFiles(this.#ports.files);
  }

  get store(): RunPorts['store'] {
    return this.#seen.observeStore(this.#ports.store, this.#ports.files);
  }

  /** Follows this run's events. */
  take({ at: _at, run: _run, ...event }: RunEvent): void {
    if (event.type === 'stage-started') this.#stage = event.stage === 'gather' || event.stage === 'chunk' ? event.stage : undefined;
    else if (event.type === 'stage-finished') this.#stage = undefined;
    else if (this.#stage && event.type !== 'file-skipped' && event.type !== 'spec-moved') this.#events[this.#stage].push(event);
  }

  /** The last run's record, if everything that it saw is as it was. */
  async recall(): Promise<RunRecord | undefined> {
    const record = await this.#records.load(this.#key);
    const { files, store } = this.#ports;
    // Whatever cannot be read now is for the run itself to say.
    this.#recalled = record && (await stillHolds(record, files, store, () => this.#now()).catch(() => undefined));
    return this.#recalled?.record;
  }

  /** Records a run that did all that there was to do, and after which there is nothing left to do. */
  async keep(results: readonly FileResult[], rest: Pick<RunRecord, 'leftOut'>): Promise<void> {
    if (this.#recalled) {
      const { record, reread } = this.#recalled;
      if (reread > 0) await this.#records.save(this.#key, record, reread > MOST_REREAD ? 'disk' : 'memory');
      return;
    }
    const isComplete = results.every(({ status }) => status === 'written' || status === 'unchanged' || status === 'moved');
    // With a model, whether nothing is left to ask only the next run can tell.
    const asked = this.#events.chunk.some((event) => event.type === 'file-planned' && event.items > 0);
    if (!isComplete || asked || !this.#seen.isSound) return;
    const specOf = new Map(results.map(({ source, path }) => [source, path]));
    const chunk = this.#events.chunk.map((event) => (event.type === 'file-planned' ? { ...event, fresh: this.#seen.written.get(specOf.get(event.path) ?? '') ?? event.fresh } : event));
    const outcome = { ...rest, events: { gather: this.#events.gather, chunk }, results: results.map(({ source, path }) => [source, path] as const) };
    await this.#records.save(this.#key, recordOf(this.#seen, outcome, this.#now()), 'disk');
  }

  #now(): number {
    return (this.#records.now ?? Date.now)();
  }
}

/** All of the request that says what is to be made of which sources; how a model is asked changes nothing where none is. */
function keyOf({ batch: _batch, timeLimits: _limits, ceilings: _ceilings, confirmAbove: _above, confirm: _confirm, unverified: _unverified, ...what }: GenerateRequest, { files, model, trusted }: RunPorts): string {
  return sha256(JSON.stringify([files.root, what, trusted ?? false, model !== undefined]));
}

/** Sections that have prose, as the next run will count them. */
function countProse(spec: string): number {
  // Most specs that are written without a model have none.
  if (!/^<!-- specwright:prose[^\n]*\n(?!<!-- \/specwright:section)/m.test(spec)) return 0;
  return parseSpec(spec).pieces.filter((piece) => piece.type === 'section' && !piece.gone && piece.prose?.text).length;
}
