import type { RenewalReason, RunEvent } from '../events';
import { LIMIT_WORDS } from './limitWords';
import type { Decision } from './runReport';

interface Kind {
  readonly ms: number;
  /** How often it was decided so, and for how many things. */
  times: number;
  things: number;
  readonly because: string;
  readonly what: (kind: { readonly times: number; readonly things: number }) => string;
}

const RENEWAL_WORDS: Readonly<Record<RenewalReason, string>> = { code: 'what they follow from has changed', template: 'they were written for another template or language', model: 'another model wrote them' };

/** More kinds than a run of ours has; what is decided beyond is in the log alone. */
const MOST_KINDS = 200;

/** What was chosen to save time or money, and why. Choices of one kind for one reason are one line with their number, so that a run over thousands of files has few. */
export class Decisions {
  /** In the order in which they were first decided. */
  readonly #kinds: Kind[] = [];
  /** By kind, then by reason: there is an event for each item, and keys made of two strings would have to be made for each. */
  readonly #byKind = new Map<string, Map<string, Kind>>();
  readonly #planned = new Set<string>();

  /** @param ms since the start of the run */
  take(event: RunEvent, ms: number): void {
    switch (event.type) {
      case 'decided':
        return this.#add(ms, event.what, event.because, 1, () => event.what);
      case 'file-skipped':
        return this.#add(ms, 'left out', event.reason, 1, ({ things }) => `${count(things, 'file or folder', 'files and folders')} left out`);
      case 'file-planned':
        if (event.fresh > 0) this.#add(ms, 'fresh', 'nothing that they follow from has changed', event.fresh, ({ things }) => `${count(things, 'text is', 'texts are')} not asked for`);
        for (const [reason, sections] of Object.entries(event.renewed ?? {})) this.#add(ms, 'renewed', RENEWAL_WORDS[reason as RenewalReason], sections.length, ({ things }) => `${count(things, 'text is', 'texts are')} asked for again`);
        if (event.madeFrom === 'template') this.#add(ms, 'template', 'they come from templates', 1, ({ things }) => `${count(things, 'file needs', 'files need')} no model`);
        if (event.madeFrom === 'declarations') this.#add(ms, 'declarations', 'the specification says all of them', 1, ({ things }) => `${count(things, 'file needs', 'files need')} no model`);
        return;
      case 'cache-looked-up':
        if (event.hit) return this.#add(ms, 'hit', event.because ?? 'the same was answered before', 1, ({ things }) => `${count(things, 'answer')} taken from the result cache`);
        return this.#add(ms, 'miss', event.because ?? 'no answer to it is kept', 1, ({ things }) => `${count(things, 'answer')} not taken from the result cache`);
      case 'batches-planned':
        return this.#batches(event, ms);
      case 'request-queued':
        if (event.isAgain) this.#add(ms, 'again', 'an answer was missing, could not be taken, or named what could not be found', 1, ({ things }) => `${count(things, 'request')} for what was asked before`);
        return;
      case 'retry-waiting':
        return this.#add(ms, 'retry', event.reason, 1, ({ things }) => `${count(things, 'request')} to be sent again`);
      case 'rate-waiting':
        return this.#add(ms, 'rate', `the provider's limit of ${LIMIT_WORDS[event.limit]} a minute`, 1, ({ things }) => `${count(things, 'request')} held back`);
      case 'places-changed':
        return this.#add(ms, `places ${event.places}`, event.because, 1, () => `at most ${count(event.places, 'request')} at once`);
      case 'busy':
        return this.#add(ms, 'busy', 'other runs have all places of the model', 1, () => 'the first request waits for its turn');
      default:
    }
  }

  list(): readonly Decision[] {
    return this.#kinds.map((kind) => ({ ms: kind.ms, what: kind.what(kind), because: kind.because }));
  }

  /** The first plan of a model says how it is asked; what follows from other answers is planned later, one by one, and is one line. */
  #batches({ provider, model, items, batches, because, instructions }: Extract<RunEvent, { type: 'batches-planned' }>, ms: number): void {
    const name = `${provider}/${model}`;
    if (this.#planned.has(name)) return this.#add(ms, `later ${name}`, 'they follow from the answers to others', items, ({ times, things }) => `${count(things, 'item')} in ${count(times, 'request')} to ${model}`);
    this.#planned.add(name);
    this.#add(ms, `batches ${name}`, because, items, () => `${count(items, 'item')} in ${count(batches, 'request')} to ${model}`);
    const what = instructions.marked !== 'none' || instructions.firstGoesAhead ? 'kept in' : 'not kept in';
    this.#add(ms, `instructions ${name}`, instructions.because, 1, () => `instructions ${what} the prompt cache of ${model}`);
  }

  #add(ms: number, kind: string, because: string, things: number, what: Kind['what']): void {
    let reasons = this.#byKind.get(kind);
    if (!reasons) this.#byKind.set(kind, (reasons = new Map<string, Kind>()));
    const known = reasons.get(because);
    if (known) {
      known.times++;
      known.things += things;
    } else if (this.#kinds.length < MOST_KINDS) {
      const added = { ms, times: 1, things, because, what };
      reasons.set(because, added);
      this.#kinds.push(added);
    }
  }
}

function count(n: number, one: string, more = `${one}s`): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? one : more}`;
}
