import type { Specs } from '../write/openSpecs';

/** What came of each item last: code waits until all of it is there, since a person looks at it as one change. */
export interface CodeAnswers extends Pick<Specs, 'answer' | 'fail'> {
  /** By the item's id. */
  readonly answers: ReadonlyMap<string, string>;
  readonly failures: ReadonlyMap<string, string>;
}

export function collectAnswers(): CodeAnswers {
  const answers = new Map<string, string>();
  const failures = new Map<string, string>();
  return {
    answers,
    failures,
    answer({ id }, { text }) {
      answers.set(id, text);
      failures.delete(id);
    },
    fail: ({ id }, reason) => void failures.set(id, reason),
  };
}
