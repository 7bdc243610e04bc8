import type { RequestedItem } from '../model-server/items';
import { defaultAnswer } from '../model-server/answers';

/** What a careful writer would say of test/fixtures/workspace/src/queue.ts, by symbol: pictures show text that is about something. */
const PROSE: Readonly<Record<string, string>> = {
  overview: 'Keeps parcels in the order in which they came, up to a limit, until a courier takes them. `ParcelQueue` holds them in memory alone: what waits is lost with the process.',
  ParcelQueue: '**Purpose.** A first-in, first-out queue of parcels with an upper bound.\n\n- The bound is checked by `add` only; a `limit` of 0 makes a queue that takes nothing.',
  'ParcelQueue.add': '**Purpose.** Puts a parcel at the end of the queue.\n\n- There is room: the parcel is appended, and the number that wait now is returned, this one included.\n- `limit` parcels wait already: `QueueFullError` is thrown with the parcel\'s `id`, and the queue stays as it was.',
  'ParcelQueue.next': '**Purpose.** Takes the parcel that has waited longest out of the queue.\n\n- The queue is empty: `undefined`, no error.',
  totalWeight: '**Purpose.** Adds the weights up, in grams.\n\n- No parcels: 0.',
};

export function prose(item: RequestedItem): string {
  return PROSE[item.kind === 'overview' ? 'overview' : (item.symbol ?? '')] ?? defaultAnswer(item);
}
