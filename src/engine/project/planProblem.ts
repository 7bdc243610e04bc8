/** What stands in the way of a plan, or what was decided where the spec left no good choice. */
export interface PlanProblem {
  readonly severity: 'error' | 'warning';
  /** Stable name of the kind of problem, such as `same-file`. */
  readonly code: string;
  /** What is wrong, and the next step. */
  readonly message: string;
  /** What of the spec it is about: names of entities, ids of contracts, paths of files. */
  readonly about: readonly string[];
}

export type Tell = (problem: PlanProblem) => void;
