import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunReport } from './runReport';

/** What is told of a kept report without reading all of it. */
export interface KeptReport extends Pick<RunReport, 'run' | 'totals'> {
  /** Names it in the store. */
  readonly id: string;
  /** On the disk. */
  readonly bytes: number;
}

/** Reports of the last runs over one workspace. It may be empty or lost, and nothing depends on it: no method ever rejects. */
export interface ReportStore {
  /** Keeps a report, and forgets the oldest where there are too many. Resolves to its id; `undefined`: it could not be kept. */
  save(report: RunReport): Promise<string | undefined>;
  /** The newest first. */
  list(): Promise<readonly KeptReport[]>;
  load(id: string): Promise<RunReport | undefined>;
  /** Whole reports, the newest first. */
  latest(most: number): Promise<readonly RunReport[]>;
  clear(): Promise<void>;
}

export interface ReportStoreOptions {
  /** Of the workspace, and of nothing else. Made when the first report is kept. */
  readonly dir: string;
  /** Default 50. */
  readonly maxRuns?: number;
  /** Of all reports together. The newest is kept whatever it takes. Default 50 MB: one of 2,000 files takes 1 MB. */
  readonly maxBytes?: number;
  /** Told once, when the folder cannot be written. */
  readonly onWarning?: (message: string) => void;
}

export const DEFAULT_REPORT_LIMITS = { maxRuns: 50, maxBytes: 50_000_000 } as const;

/** Its name makes reports of another format invisible. */
const FOLDER = 'reports-v1';
/** A temporary file that is this old belongs to a process that was killed. */
const ABANDONED_AFTER_MS = 3_600_000;
/** Longest first line: run and totals take some 1,500 characters. */
const MOST_OF_HEAD = 16_384;
const NAME = /^\d{15}-[0-9a-f]{8}\.jsonl$/;

/**
 * One file for each report, which several processes may use at once: it appears whole or not at all. Its first line is what a list shows, its second the report. Names begin with the time at
 * which the run began, so that they sort by it.
 */
export function createReportStore({ dir, maxRuns = DEFAULT_REPORT_LIMITS.maxRuns, maxBytes = DEFAULT_REPORT_LIMITS.maxBytes, onWarning }: ReportStoreOptions): ReportStore {
  const folder = path.join(dir, FOLDER);
  let isWritable = true;

  /** The newest first. */
  async function names(): Promise<string[]> {
    const all = await readdir(folder).catch(() => []);
    return all.filter((name) => NAME.test(name)).sort().reverse();
  }

  async function load(id: string): Promise<RunReport | undefined> {
    const name = `${id}.jsonl`;
    if (!NAME.test(name)) return undefined;
    try {
      const [, text = ''] = (await readFile(path.join(folder, name), 'utf8')).split('\n');
      const report = JSON.parse(text) as RunReport;
      return report.version === 1 ? report : undefined;
    } catch {
      return undefined;
    }
  }

  async function removeOldest(): Promise<void> {
    let [runs, bytes] = [0, 0];
    for (const name of await names()) {
      const file = path.join(folder, name);
      runs++;
      bytes += (await stat(file).catch(() => undefined))?.size ?? 0;
      if (runs > 1 && (runs > maxRuns || bytes > maxBytes)) await rm(file, { force: true }).catch(() => {});
    }
    for (const name of (await readdir(folder)).filter((each) => each.endsWith('.tmp'))) {
      const file = path.join(folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(file, { force: true }).catch(() => {});
    }
  }

  return {
    load,
    async save(report) {
      if (!isWritable) return undefined;
      const id = `${String(Math.max(0, Math.trunc(report.run.startedAt))).padStart(15, '0')}-${randomBytes(4).toString('hex')}`;
      const file = path.join(folder, `${id}.jsonl`);
      const temporary = `${file}.tmp`;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(temporary, `${JSON.stringify({ version: report.version, run: report.run, totals: report.totals })}\n${JSON.stringify(report)}\n`, { flag: 'wx', mode: 0o600 });
        await rename(temporary, file);
        await removeOldest();
        return id;
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        isWritable = false;
        onWarning?.(`The reports of runs cannot be kept in ${dir} (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}): those of this session are shown until it ends. Make the folder accessible.`);
        return undefined;
      }
    },
    async list() {
      const kept = await Promise.all((await names()).map((name) => headOf(path.join(folder, name), name.replace(/\.jsonl$/, ''))));
      return kept.filter((one) => one !== undefined);
    },
    async latest(most) {
      const reports: RunReport[] = [];
      for (const name of await names()) {
        if (reports.length >= most) break;
        const report = await load(name.replace(/\.jsonl$/, ''));
        if (report) reports.push(report);
      }
      return reports;
    },
    async clear() {
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    },
  };
}

async function headOf(file: string, id: string): Promise<KeptReport | undefined> {
  try {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(MOST_OF_HEAD), position: 0 });
      const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
      const { version, run, totals } = JSON.parse(line) as RunReport;
      return version === 1 ? { id, run, totals, bytes: (await handle.stat()).size } : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
