import { promptTokens } from '../../providers/cost';
import type { Deadline } from '../dispatch/deadline';
import type { Dispatcher } from '../dispatch/dispatcher';
import type { Observation } from '../dispatch/experience';
import { MAX_CONCURRENCY } from '../dispatch/pool';
import { isAnswered, type Answered, type RequestResult } from '../dispatch/requestResult';
import type { EventStream } from '../events';
import { mapInOrder } from '../mapInOrder';
import type { PlannedRequest, RequestPlan } from '../batch/batch';
import { AnswerSplitter, type ClosedItem } from '../prompt/answerSplitter';
import { wireId, type ReadyItem } from '../prompt/assemble';
import { repairItem } from '../prompt/repairPrompt';
import type { Task } from '../task';
import type { NamesChecked } from '../verify/checkNames';
import { isCode, type Answer } from '../workItem';

/** What became of one item. `stop` says which kind of failure it was, so that the run can say how it ended. */
export type Outcome =
  | { readonly ready: ReadyItem; readonly answer: Answer }
  | { readonly ready: ReadyItem; readonly failure: string; readonly stop: RequestResult['stop'] };

export interface AnalyzeDeps {
  readonly dispatcher: Dispatcher;
  readonly deadline: Deadline;
  readonly events: Pick<EventStream, 'emit'>;
  /** What an answer must stand before it is taken. */
  readonly accept: Task['accept'];
  /** Puts an answer into the result cache. Called, and waited for, before anyone uses the answer. */
  readonly store: (ready: ReadyItem, answer: Answer) => Promise<void>;
  /** Context window of the model, in tokens. */
  readonly contextTokens: number;
  /** Told what each answered request took, beside what was foreseen. */
  readonly learn: (seen: Observation) => void;
  /** Makes the request for a group of items that have to be asked for again. */
  readonly plan: (items: readonly ReadyItem[], outputFactor: number) => PlannedRequest;
  /** Looks up what an answer names. */
  readonly check: (ready: ReadyItem, answer: string) => NamesChecked;
  /** Told of each item once, as soon as it is known. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** Requests of a run that are under way or wait for a place: no pool has more places, and each takes some 20 kB. */
const MOST_OPEN = MAX_CONCURRENCY;

/** How often an item may be asked for: in its batch, again together with what else was missing, then alone. */
const MOST_ROUNDS = 3;

/**
 * Sends the planned requests and splits each answer while it streams: an item that has closed is checked, stored and handed on at once, whatever becomes of
 * the rest. Only what is missing is asked for again. Never rejects for what a provider does; what could not be had is an outcome too.
 */
export async function analyze(plan: RequestPlan, deps: AnalyzeDeps): Promise<void> {
  for (const { ready, tokens } of plan.unfit) failUnfit(ready, tokens, deps);
  const [first, ...rest] = plan.requests;
  if (!first) return;
  const askAll = (requests: readonly PlannedRequest[]) => mapInOrder(requests, MOST_OPEN, (request) => ask(request, 0, deps));
  if (!plan.firstGoesAhead) {
    await askAll(plan.requests);
    return;
  }
  // The prefix can be read only once the answer that writes it has begun, or will never begin.
  let begun = () => {};
  const mayFollow = new Promise<void>((resolve) => (begun = resolve));
  const ahead = ask(first, 0, deps, begun).finally(begun);
  await mayFollow;
  await Promise.all([ahead, askAll(rest)]);
}

async function ask(planned: PlannedRequest, round: number, deps: AnalyzeDeps, onFirstByte?: () => void): Promise<void> {
  const pending: Promise<void>[] = [];
  const toRepair: Repair[] = [];
  const { result, missing, refusals } = await exchange(
    planned,
    deps,
    (ready, answer) => {
      const names = deps.check(ready, answer.text);
      if (names.unverified.length > 0 && round + 1 < MOST_ROUNDS) toRepair.push({ ready, answer, names });
      else pending.push(keep(ready, answer, deps));
    },
    onFirstByte,
  );
  const again = missing.flatMap((ready) => afterRefusal(ready, refusals.get(ready), result, deps));
  await Promise.all([...pending, repair(toRepair, deps), again.length > 0 && askAgain(again, result, planned, round, deps)]);
}

/** An answer that names what could not be found. */
interface Repair {
  readonly ready: ReadyItem;
  readonly answer: Answer;
  readonly names: NamesChecked;
}

/**
 * Asks once more, in one request, for the answers of a batch that name what could not be found. The better of the two is kept. Where there is no second (no money or time is left, or it
 * does not come) the first is: what is wrong in it will be marked.
 */
async function repair(repairs: readonly Repair[], deps: AnalyzeDeps): Promise<void> {
  if (repairs.length === 0) return;
  const first = new Map(repairs.map((one) => [one.ready.item, one]));
  const pending: Promise<void>[] = [];
  if (!deps.deadline.signal.aborted) {
    const again = repairs.map(({ ready, answer, names }) => repairItem(ready, answer.text, names));
    await exchange(deps.plan(again, 1), deps, ({ item }, second) => {
      const { ready, answer, names } = first.get(item)!;
      first.delete(item);
      const isBetter = deps.check(ready, second.text).unverified.length < names.unverified.length;
      pending.push(keep(ready, isBetter ? second : answer, deps));
    });
  }
  for (const { ready, answer } of first.values()) pending.push(keep(ready, answer, deps));
  await Promise.all(pending);
}

/** How a request ended, which items are missing, and of those that were answered why the answer could not be taken. */
interface Exchanged {
  readonly result: RequestResult;
  readonly missing: readonly ReadyItem[];
  readonly refusals: ReadonlyMap<ReadyItem, string>;
}

/** One request: hands on each item that closes with a usable answer. */
async function exchange(planned: PlannedRequest, deps: AnalyzeDeps, onAnswer: (ready: ReadyItem, answer: Answer) => void, onFirstByte?: () => void): Promise<Exchanged> {
  /** By their ids on the wire. */
  const missing = new Map(planned.items.map((ready, i) => [wireId(i), ready]));
  /** Why an answer was not taken. */
  const refusals = new Map<ReadyItem, string>();
  const pending: Promise<void>[] = [];
  let splitter: AnswerSplitter | undefined;
  const takeOne = async ({ id, text }: ClosedItem) => {
    const ready = missing.get(id)!;
    const accepted = await deps.accept(ready, text);
    if ('refused' in accepted) return void refusals.set(ready, accepted.refused);
    missing.delete(id);
    onAnswer(ready, { text: accepted.text, by: planned.by, request: planned.id });
  };
  const take = (pieces: readonly ClosedItem[] = []) => void pending.push(...pieces.map(takeOne));
  const assemble = () => {
    const { request, tag } = planned.assemble();
    splitter = new AnswerSplitter(tag, missing.keys());
    return request;
  };
  const result = await deps.dispatcher.send(assemble, {
    id: planned.id,
    items: planned.items.length,
    deadline: deps.deadline,
    expectedOutputTokens: planned.expectedOutputTokens,
    worst: planned.worst,
    onText: (text) => take(splitter?.push(text)),
    rateNeed: planned.rateNeed,
    onFirstByte,
    facts: planned.facts,
    cacheRead: planned.cacheRead,
  });
  if (isAnswered(result)) learn(planned, result, deps);
  take(splitter?.end());
  await Promise.all(pending);
  return { result, missing: [...missing.values()], refusals };
}

/** Code is asked for once more with the reason why it was not taken; prose is simply asked for again. Nothing: the item has failed. */
function afterRefusal(ready: ReadyItem, refused: string | undefined, result: RequestResult, deps: AnalyzeDeps): ReadyItem[] {
  if (refused === undefined || !isCode(ready.item.kind)) return [ready];
  if (ready.refused === undefined) return [{ ...ready, refused }];
  // The path of the file stands before it wherever it is told.
  const what = ready.item.symbol === undefined ? 'its code' : `the new code of ${ready.item.symbol}`;
  failWith(ready, `${what} cannot be taken: ${refused}`, result.stop, deps);
  return [];
}

/** What a provider did not report teaches nothing. */
function learn({ uncorrected }: PlannedRequest, { usage, usageEstimated, firstByteMs, ms, stop }: Answered, deps: AnalyzeDeps): void {
  if (!usage || usageEstimated || stop !== 'complete') return;
  deps.learn({ estimatedInputTokens: uncorrected.inputTokens, inputTokens: promptTokens(usage), expectedOutputTokens: uncorrected.outputTokens, outputTokens: usage.outputTokens, firstByteMs, ms });
}

/** Rule 2: an answer is stored before anyone uses it. */
async function keep(ready: ReadyItem, answer: Answer, deps: AnalyzeDeps): Promise<void> {
  await deps.store(ready, answer);
  deps.events.emit({ type: 'item-done', item: ready.item.id, path: ready.item.path, from: 'model', request: answer.request, characters: answer.text.length });
  deps.onOutcome({ ready, answer });
}

async function askAgain(missing: readonly ReadyItem[], result: RequestResult, planned: PlannedRequest, round: number, deps: AnalyzeDeps): Promise<void> {
  const groups = round + 1 < MOST_ROUNDS ? groupsToAskAgain(missing, result, planned, round) : undefined;
  if (!groups || deps.deadline.signal.aborted) {
    for (const ready of missing) fail(ready, result, deps);
    return;
  }
  // A cut answer was too long for its limit: alone, it gets twice the room.
  const factor = result.stop === 'length' ? 2 : 1;
  await Promise.all(groups.map((group) => ask(deps.plan(group, factor), round + 1, deps)));
}

/** `undefined`: to ask again would not help. */
function groupsToAskAgain(missing: readonly ReadyItem[], result: RequestResult, planned: PlannedRequest, round: number): ReadyItem[][] | undefined {
  const alone = missing.map((ready) => [ready]);
  const wasAlone = planned.items.length === 1;
  switch (result.stop) {
    case 'complete':
    case 'other':
      // Once more together; what fails twice, alone.
      return round === 0 ? [[...missing]] : alone;
    case 'length':
      return wasAlone ? (round === 0 ? alone : undefined) : halves(missing);
    case 'context':
      return wasAlone ? undefined : halves(missing);
    case 'refusal':
      return wasAlone ? undefined : alone;
    case 'error':
    case 'timed-out':
      // Before any text the dispatcher has tried all that it may.
      return result.textDelivered ? [[...missing]] : undefined;
    case 'over-budget':
      // What is left may still pay for a part of them.
      return wasAlone ? undefined : alone;
    case 'cancelled':
      return undefined;
  }
}

function halves(items: readonly ReadyItem[]): ReadyItem[][] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)].filter((half) => half.length > 0);
}

/** No request was made: it would be refused, and would cost. */
function failUnfit(ready: ReadyItem, tokens: number, deps: AnalyzeDeps): void {
  const number = (n: number) => n.toLocaleString('en-US');
  const failure = `it takes about ${number(tokens)} tokens, more than the ${number(deps.contextTokens)} of the model's context window: choose a model with a larger one`;
  deps.events.emit({ type: 'item-failed', item: ready.item.id, path: ready.item.path, reason: failure });
  deps.onOutcome({ ready, failure, stop: 'context' });
}

function fail(ready: ReadyItem, result: RequestResult, deps: AnalyzeDeps): void {
  failWith(ready, failureOf(result), result.stop, deps);
}

function failWith(ready: ReadyItem, failure: string, stop: RequestResult['stop'], deps: AnalyzeDeps): void {
  deps.events.emit({ type: 'item-failed', item: ready.item.id, path: ready.item.path, reason: failure });
  deps.onOutcome({ ready, failure, stop });
}

function failureOf(result: RequestResult): string {
  if (!isAnswered(result)) return result.stop === 'cancelled' ? 'the run was cancelled' : withoutFullStop(result.error.message);
  switch (result.stop) {
    case 'refusal':
      return 'the model declined to answer';
    case 'length':
      return "the answer was longer than the model's output limit";
    case 'context':
      // What a local server has by default (4,096 tokens) holds no more than the instructions.
      return 'the code does not fit into the context window of the model: give a local server a longer one (Ollama: OLLAMA_CONTEXT_LENGTH), or choose another model with "Specwright: Select Provider and Model"';
    default:
      return 'the model gave no usable answer';
  }
}

function withoutFullStop(message: string): string {
  return message.replace(/\.$/, '');
}
