// The same mocha for integration tests (inside the extension host) and UI tests (in plain Node).
import Mocha from 'mocha';

export interface Result {
  passed: number;
  failed: number;
  skipped: number;
}

export interface RunOptions {
  files: string[];
  timeoutMs: number;
  grep?: string;
  /** Where the report goes, if not to the console. */
  say?: (this: void, ...args: unknown[]) => void;
  hooks?: Mocha.RootHookObject;
  onFail?: (this: void, error: Error) => void;
}

/** Tests say `import { describe, it } from 'mocha'` or use the globals; files are loaded with a dynamic import. */
export async function runMocha({ files, timeoutMs, grep, say, hooks, onFail }: RunOptions): Promise<Result> {
  if (say) Mocha.reporters.Base.consoleLog = say as typeof console.log;
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: timeoutMs, grep, color: Boolean(process.stdout.isTTY), forbidOnly: Boolean(process.env.CI), rootHooks: hooks });
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const result: Result = { passed: 0, failed: 0, skipped: 0 };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => result.passed++)
      .on('fail', (_test, error: Error) => {
        result.failed++;
        onFail?.(error);
      })
      .on('pending', () => result.skipped++);
  });
  return result;
}
