import type { FileWork } from '../chunk/chunkSource';
import type { WorkItem } from '../workItem';
import type { Batches } from './batchItems';
import { estimateRun } from './estimate';

/** What is left to do where nothing is asked for but what is missing and what the code made stale. Texts that would have been renewed stay, and are marked where they are out of date. */
export function withoutRenewals(work: readonly FileWork[], { hits, asks }: Batches): { readonly work: FileWork[]; readonly batches: Batches } {
  const stays = ({ renewal }: WorkItem) => renewal === undefined;
  const left = asks.map((ask) => {
    const ready = [...ask.plan.requests.flatMap(({ items }) => items), ...ask.plan.unfit.map((unfit) => unfit.ready)].filter(({ item }) => stays(item));
    return { ...ask, plan: ask.batcher.plan(ready), waiting: ask.waiting.filter(stays) };
  });
  const missing = new Set(left.flatMap(({ plan, waiting }) => [...plan.requests.flatMap(({ items }) => items.map(({ item }) => item.path)), ...waiting.map(({ path }) => path)]));
  return {
    work: work.map((file) => (file.items.every(stays) ? file : { ...file, items: file.items.filter(stays) })),
    batches: { hits: hits.filter(({ ready }) => stays(ready.item)), asks: left, estimate: estimateRun(left), missing },
  };
}
