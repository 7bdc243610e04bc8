import { spawn } from 'node:child_process';
import path from 'node:path';

export interface PeakOfCommand {
  /** Most memory that the process held at once, its threads included, in bytes: the operating system's own count. */
  readonly maxRss: number;
  readonly exitCode: number | null;
}

/** Runs the built command line, and asks its process for its memory as it ends. */
export function peakOfCommand(root: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<PeakOfCommand> {
  const mark = 'maxRSS in kilobytes: ';
  const tell = `process.on('exit', () => process.stderr.write('\\n${mark}' + process.resourceUsage().maxRSS + '\\n'))`;
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, path.join(root, 'dist/cli.js'), ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      const kilobytes = new RegExp(`${mark}(\\d+)`).exec(errors)?.[1];
      if (kilobytes === undefined) reject(new Error(`The command did not tell its memory: ${errors.slice(-500)}`));
      else resolve({ maxRss: Number(kilobytes) * 1_024, exitCode });
    });
  });
}
