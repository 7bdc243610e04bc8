import type { FolderOutcome } from './runInFolders';

/** What became of a run, as plain data for whoever executed the command: a test, another extension. */
export interface RunSummary {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly status: string;
  readonly provider: string;
  readonly files: readonly { readonly source: string; readonly spec: string; readonly status: string; readonly problem?: string }[];
  readonly calls: number;
  /** Absent: a part of it is not known. */
  readonly costUsd?: number;
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

export function summaryOf({ target, writer, result }: FolderOutcome): RunSummary {
  const { knownCostUsd } = result.figures;
  return {
    folder: target.folder.toString(),
    status: result.status,
    provider: writer.by === 'model' ? writer.name : 'outline',
    files: result.files.map(({ source, path, status, problem }) => ({ source, spec: path, status, ...(problem === undefined ? {} : { problem }) })),
    calls: result.figures.calls,
    ...(knownCostUsd === undefined ? {} : { costUsd: knownCostUsd }),
    warnings: result.warnings,
    errors: result.errors,
  };
}
