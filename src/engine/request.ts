import type { Effort } from '../providers/model';
import type { ConfirmAbove, Estimate } from './batch/estimate';
import type { BatchStrategy } from './batch/planBatches';
import type { Ceilings } from './dispatch/budget';
import type { TimeLimits } from './dispatch/limits';
import type { Renew } from './renew';
import type { UnverifiedStyle } from './verify/markUnverified';

/** `false` ends the run as cancelled. `code`: go on, but leave alone what is asked for only because of another template, language or model. */
export type Confirmed = boolean | 'code';

/** Sections of one source, by their ids. */
export interface SectionsOfSource {
  readonly path: string;
  readonly ids: readonly string[];
}

/** An entity of a project spec by its name, or a contract by its id. */
export interface SpecPart {
  readonly kind: 'entity' | 'contract';
  readonly id: string;
}

/** What a person asked for: the settings and arguments of one command, already checked. */
export interface GenerateRequest {
  /** Files and folders relative to the workspace folder; the empty string is the whole of it. */
  readonly paths: readonly string[];
  /** Globs; empty: everything that a language is known of. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /**
   * Sources that changed, whether they are still there or not: of those that the paths name only these are worked on, and those that depend on a signature which is no longer what their spec was written for. Absent:
   * all that the paths name.
   */
  readonly changed?: readonly string[];
  /** Specs whose sources are gone are removed; those in which a person wrote, only with `force`. Absent: a warning tells of them. `confirm` is asked first; `false` keeps them. */
  readonly removeOrphans?: { readonly force: boolean; readonly confirm?: (specs: readonly string[]) => Promise<boolean> };
  /** Folder of the specs, relative to the workspace folder. */
  readonly outputFolder: string;
  readonly template: string;
  /** Output language: a code (`en`, `ja`) or a name. */
  readonly language: string;
  /** Default: `template`. */
  readonly renew?: Renew;
  /** Ask for these sections only, by the path of their source; facts are updated all the same. Absent: for all that are not fresh. */
  readonly sections?: readonly SectionsOfSource[];
  /** Ask for the stale sections of a person as well, and for new versions of files that they changed. Their text stays where it is; what a model wrote is handed back (`RunResult.offers`). */
  readonly offerPersons?: boolean;
  readonly batch: { readonly strategy: BatchStrategy; readonly maxItems: number; readonly concurrency: number; readonly effort?: Effort };
  /** Of a project spec: only files about this part of it, and what these need. Absent: all files. */
  readonly part?: SpecPart;
  /** Files of a project that are made now say on top what they were generated from. Default: no. */
  readonly mark?: boolean;
  /** Where nobody reviews files: answers that do not pass the compilers are written all the same, but for files of a person. Default: no. */
  readonly writeFailing?: boolean;
  /** What becomes of a name in prose that could not be found. Default: `mark`. */
  readonly unverified?: UnverifiedStyle;
  readonly timeLimits: TimeLimits;
  readonly ceilings?: Ceilings;
  readonly confirmAbove?: ConfirmAbove;
  /** Asked where the estimate is above the limits. Absent: never asked. */
  readonly confirm?: (estimate: Estimate) => Promise<Confirmed>;
}
