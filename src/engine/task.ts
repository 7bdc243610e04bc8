import { PROSE_INSTRUCTIONS, type Instructions } from './prompt/instructions';
import type { ReadyItem } from './prompt/assemble';
import { checkAnswer, type Checked } from './verify/checkAnswer';

/** What a run asks models for: by which instructions, and what an answer must stand before it is stored. */
export interface Task {
  readonly instructions: Instructions;
  /** Begins the ids of its requests, where a run has more than one task. Default: nothing. */
  readonly requestPrefix?: string;
  readonly accept: (ready: ReadyItem, answer: string) => Checked | Promise<Checked>;
  /** Whether an answer that was stored earlier can still be taken, since the workspace moves on. Absent: it can. */
  readonly stillHolds?: (ready: ReadyItem, answer: string) => Promise<boolean>;
}

/** The sections of specs. */
export const WRITE_PROSE: Task = {
  instructions: PROSE_INSTRUCTIONS,
  accept: (ready, answer) => checkAnswer(ready.item.kind, shownText(ready), answer),
};

/** Everything that was shown for an item. */
function shownText({ shown }: ReadyItem): string {
  const { text, context } = shown();
  return [...context, text].join('\n');
}
