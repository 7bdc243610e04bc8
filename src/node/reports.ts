import { homedir } from 'node:os';
import path from 'node:path';
import { sha256 } from '../engine/hash';
import { createReportStore } from '../engine/metrics/reportStore';
import { RunRecorder } from '../engine/metrics/runRecorder';
import type { RunReport } from '../engine/metrics/runReport';
import { writeOutput } from './outputFile';
import { defaultStateDir } from './stateDir';

export interface ReportOptions {
  readonly root: string;
  /** Where `--report` wants it. */
  readonly file?: string;
  /** Reports may be kept, and compared with those that were. */
  readonly isKept: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly onWarning: (message: string) => void;
}

/** Earlier runs that recommendations compare with. */
const COMPARED_RUNS = 10;

/** Follows a run for its report. */
export class Reports {
  readonly #recorder = new RunRecorder();
  readonly listener = this.#recorder.take.bind(this.#recorder);

  constructor(private readonly options: ReportOptions) {}

  /** Keeps the report of a run that asked a model, and writes it where it is asked for. @throws InputError where it cannot be written there */
  async close(): Promise<void> {
    const { file, isKept, root, env, onWarning } = this.options;
    const isWorthKeeping = isKept && this.#recorder.report().totals.calls > 0;
    if (file === undefined && !isWorthKeeping) return;
    const store = isKept ? createReportStore({ dir: path.join(defaultStateDir(env, process.platform, homedir()), 'reports', sha256(root).slice(0, 16)), onWarning }) : undefined;
    this.#recorder.earlier = (await store?.latest(COMPARED_RUNS)) ?? [];
    const report = this.#recorder.report();
    if (isWorthKeeping) await store!.save(report);
    if (file !== undefined) writeOutput(file, await rendered(file, report, this.#recorder.earlier), '--report');
  }
}

/** As a page where the file is one, with the earlier runs to compare with; else as JSON. */
async function rendered(file: string, report: RunReport, earlier: readonly RunReport[]): Promise<string> {
  if (!/\.html?$/i.test(file)) return `${JSON.stringify(report, null, 2)}\n`;
  const { renderReport } = await import('../report/renderReport');
  return renderReport([report, ...earlier]);
}
