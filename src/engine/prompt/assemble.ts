import type { Effort, ModelRequest, PromptPart } from '../../providers/model';
import type { Shown, WorkItem } from '../workItem';
import type { Instructions, ProjectPrompt } from './instructions';
import { renderItems, tagFor, type WireItem } from './wireFormat';

/** One item with what is shown for it now, the answers it waited for included. */
export interface ReadyItem {
  readonly item: WorkItem;
  /** Read when it is needed: of thousands that wait it is put aside. */
  readonly shown: () => Shown;
  /** Length of what is shown. */
  readonly characters: number;
  /** Why the last answer could not be taken, told with the next request. It is no part of the answer's key. */
  readonly refused?: string;
  /** The answer that could not be taken, where the next one is to be made from it. */
  readonly earlier?: string;
}

export interface AssembledRequest {
  readonly request: ModelRequest;
  readonly tag: string;
}

/** What the item in this place of its request is called there. */
export function wireId(index: number): number {
  return index + 1;
}

/** Thinking comes out of the same allowance as text; at low effort the default model thinks little. Tokens. */
const THINKING_ALLOWANCE = 2_000;
/** How much longer than expected an answer may be before it is cut. */
const OUTPUT_SLACK = 3;

function reasonToAskAgain({ refused, earlier }: ReadyItem): string {
  if (refused === undefined) return '';
  const reason = refused.endsWith('.') ? refused : `${refused}.`;
  return earlier === undefined ? `Your last answer to this item could not be taken: ${reason}\n\n` : `Your last answer to this item was:\n${earlier.trimEnd()}\n\nIt could not be taken: ${reason}\n\nThe item:\n`;
}

/**
 * Most stable bytes first: `always`, `project`, then context and items. Nothing in it varies but the items.
 * @param options `instructions`: the constant part; `cacheInstructions`: set a breakpoint after the instructions: only where another request will read them; `outputFactor`: more room for
 * an answer that was cut before
 */
export function assembleRequest(batch: readonly ReadyItem[], project: ProjectPrompt, options: { instructions: Instructions; effort?: Effort; maxOutputTokens: number; outputFactor?: number; cacheInstructions: boolean }): AssembledRequest {
  const shown = batch.map((ready) => ready.shown());
  const shared = sharedBlocks(shown);
  const wire = batch.map(({ item }, i): WireItem => {
    const { text, context } = shown[i]!;
    const own = context.filter((block) => !shared.has(block));
    const body = `${reasonToAskAgain(batch[i]!)}${text}`;
    return { id: wireId(i), kind: item.kind, path: item.path, symbol: item.symbol, text: own.length > 0 ? `${own.join('\n')}\n\n${body}` : body };
  });
  const tag = tagFor([...wire.flatMap(({ text, path, symbol }) => [text, path, symbol ?? '']), ...shared]);
  const before = shared.size > 0 ? `Shared context:\n${[...shared].join('\n')}\n\n` : '';
  const expected = batch.reduce((sum, { item }) => sum + item.expectedOutputTokens, 0);
  const texts = [options.instructions.always, ...(options.instructions.project ? [options.instructions.project(project)] : [])];
  const system = texts.map((text, i): PromptPart => ({ text, ...(options.cacheInstructions && i === texts.length - 1 ? { cache: '5m' as const } : {}) }));
  return {
    request: {
      system,
      user: [{ text: `${before}${renderItems(wire, tag)}` }],
      maxOutputTokens: Math.min(options.maxOutputTokens, (expected * OUTPUT_SLACK + THINKING_ALLOWANCE) * (options.outputFactor ?? 1)),
      effort: options.effort,
    },
    tag,
  };
}

/** What several items of a batch share is shown once, before them. */
function sharedBlocks(batch: readonly Shown[]): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { context } of batch) {
    for (const block of new Set(context)) {
      if (seen.has(block)) shared.add(block);
      seen.add(block);
    }
  }
  return shared;
}
