import type { Sorting } from './parts/sort';
import type { ViewCommand } from './protocol';
import type { ViewRange } from './timeline/timelineView';

/** What surrounds the view: the extension behind its panel, or the file that it is kept in. What the surroundings cannot do is absent, and has no button. */
export interface Shell {
  /** Shows a run, compared with another one. Absent: the newest, with none. */
  readonly show: (key: string | undefined, compared: string | undefined) => void;
  readonly openFile?: (path: string) => void;
  /** By its id without `specwright.`. */
  readonly openSetting?: (setting: string) => void;
  readonly runCommand?: (command: ViewCommand) => void;
  /** Remembers how the view was left, for when it comes back. */
  readonly keep: (state: ViewState) => void;
}

/** How a person has arranged the view. */
export interface ViewState {
  /** Absent: the newest run, whichever that is. */
  readonly key?: string;
  readonly compared?: string;
  readonly range?: ViewRange;
  readonly filesSorting?: Sorting;
  readonly expanded?: readonly string[];
  readonly requestsShown?: boolean;
  readonly scrollTop?: number;
}
