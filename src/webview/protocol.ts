import type { RunReport } from '../engine/metrics/runReport';
import type { RunUpdate } from '../engine/metrics/runUpdate';
import type { RunSummary } from './summary';

/** What the extension tells the view. The view holds nothing that the extension does not know: it may be closed and opened at any time. */
export type HostMessage =
  /** Everything that is shown. No run yet: `shown` is absent. `chosen`: by a command, in place of what the view had chosen. */
  | { readonly type: 'snapshot'; readonly runs: readonly RunSummary[]; readonly shown?: ShownRun; readonly compared?: ShownRun; readonly chosen?: { readonly key?: string; readonly compared?: string } }
  /** What changed of the run that is shown. */
  | { readonly type: 'update'; readonly key: string; readonly update: RunUpdate }
  /** The list of runs has changed, or the figures of one in it. */
  | { readonly type: 'runs'; readonly runs: readonly RunSummary[] }
  /** Something could not be read; the next step is in the message. */
  | { readonly type: 'problem'; readonly message: string };

export interface ShownRun {
  readonly key: string;
  /** The state of the report: updates follow on it. */
  readonly revision: number;
  readonly report: RunReport;
}

/** Commands that the view may have executed, by their name without `specwright.`. */
export const VIEW_COMMANDS = ['generateSpec', 'generateWorkspaceSpecs', 'exportReport', 'openSettings', 'selectModel', 'showLog', 'cancel'] as const;
export type ViewCommand = (typeof VIEW_COMMANDS)[number];

/** What the view asks of the extension. */
export type ViewMessage =
  /** It is there, and shows this run, compared with that one; absent: the newest, with none. */
  | { readonly type: 'ready'; readonly key?: string; readonly compared?: string }
  | { readonly type: 'show'; readonly key?: string; readonly compared?: string }
  | { readonly type: 'openFile'; readonly path: string }
  /** By its id without `specwright.`. */
  | { readonly type: 'openSetting'; readonly setting: string }
  | { readonly type: 'runCommand'; readonly command: ViewCommand };

/** @returns `undefined` where it is none: the page is not to be believed more than any other input */
export function readViewMessage(value: unknown): ViewMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, key, compared, path, setting, command } = value as Record<string, unknown>;
  switch (type) {
    case 'ready':
    case 'show':
      return isOptionalText(key) && isOptionalText(compared) ? { type, key, compared } : undefined;
    case 'openFile':
      return isText(path) ? { type, path } : undefined;
    case 'openSetting':
      return isText(setting) && /^\w[\w.]*$/.test(setting) ? { type, setting } : undefined;
    case 'runCommand':
      return VIEW_COMMANDS.includes(command as ViewCommand) ? { type, command: command as ViewCommand } : undefined;
    default:
      return undefined;
  }
}

/** Longer than any path, setting or key. */
const LONGEST = 4096;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= LONGEST;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || isText(value);
}
