// The model server in a process of its own, so that what the engine costs can be told from what the server does. Driven by messages of its parent.
import { parseItems } from '../model-server/items';
import { startModelServer, type ModelServer } from '../model-server/modelServer';
import type { ServerSettings } from '../model-server/settings';
import type { Billed } from '../model-server/ledger';

/** Settings that a message can carry. `itemTokensFrom`: answers are as long as the item's text makes them, by a seeded factor of its own. */
export type ServerOrder = Partial<Omit<ServerSettings, 'answer' | 'itemTokens' | 'answerWithoutItems' | 'beforeFirstByte' | 'faults'>> & {
  readonly itemTokens?: number;
  readonly itemTokensByLength?: boolean;
  readonly faults?: readonly { readonly fault: { readonly kind: string } & Record<string, unknown>; readonly every?: number; readonly chance?: number }[];
};

export type ServerMessage = { readonly start: ServerOrder } | { readonly report: true };

/** One request as the bench sees it. Times in milliseconds. */
export interface ServedRequest {
  readonly ms: number;
  readonly status: number | undefined;
  readonly items: readonly string[];
  readonly billed: Billed;
}

let server: ModelServer | undefined;

process.on('message', (message: ServerMessage) => {
  void (async () => {
    if ('start' in message) {
      await server?.close();
      const { itemTokensByLength, ...order } = message.start;
      const lengths = itemTokensByLength ? { itemTokens: ({ content }: { content: string }) => lengthFor(content) } : {};
      server = await startModelServer({ ...(order as Partial<ServerSettings>), ...lengths });
      process.send!({ url: server.url });
      return;
    }
    const requests = server!.ledger.map((entry): ServedRequest => ({
      ms: (entry.endedAt ?? NaN) - entry.startedAt,
      status: entry.status,
      items: (parseItems(entry.user)?.items ?? entry.items).map(({ path, symbol, kind }) => `${path}#${symbol ?? kind}`),
      billed: entry.billed,
    }));
    process.send!({ requests, peak: server!.peakConcurrency });
  })();
});
process.on('disconnect', () => process.exit());

/** Between half and twice of what a section of such a length takes in the hand-written example: nobody knows a model's own lengths beforehand. */
function lengthFor(content: string): number {
  let hash = 0;
  for (let i = 0; i < content.length; i++) hash = (hash * 31 + content.charCodeAt(i)) | 0;
  const factor = 0.5 * 4 ** ((hash >>> 8) / 2 ** 24);
  return Math.round(Math.min(900, 90 + content.split('\n').length * 6) * factor);
}
