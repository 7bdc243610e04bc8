import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CheckTools, ToolReport } from '../engine/project/checkProject';
import type { ProjectLanguage } from '../engine/project/projectSpec';

type Problem = ToolReport['problems'][number];

/** One call of a tool. */
interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly read: (said: string) => Problem[];
}

interface Tools {
  /** Whether they can be run, or why not, as a sentence with the next step. */
  readonly ready: (root: string, files: ReadonlyMap<string, string>) => Promise<string | undefined>;
  readonly commands: (root: string) => readonly Command[];
}

/** The longest that a compiler may take. */
const MOST_MS = 120_000;
const MAX_OUTPUT_BYTES = 16e6;

/**
 * Runs a language's own tools over a copy of the project in a folder of its own: nothing of the person's is touched, and nothing of the project is executed.
 * @param root of the workspace: where installed packages are found
 */
export function createProjectTools(root: string): CheckTools {
  return async (files, language, signal) => {
    const tools = TOOLS[language];
    const missing = await tools.ready(root, files);
    if (missing !== undefined) return { skipped: missing, problems: [] };
    const folder = await mkdtemp(path.join(tmpdir(), 'specwright-check-'));
    try {
      for (const [file, text] of files) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), text);
      }
      if (existsSync(path.join(root, 'node_modules'))) await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
      const problems: Problem[] = [];
      for (const { program, args, read } of tools.commands(root)) {
        const { code, said } = await run(program, args, folder, signal);
        if (code !== 0) problems.push(...read(said));
        // What does not compile cannot be looked at any closer.
        if (problems.length > 0) break;
      }
      return { problems };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

const TOOLS: Readonly<Record<ProjectLanguage, Tools>> = {
  go: {
    async ready(_, files) {
      const installed = /go(\d+)\.(\d+)/.exec((await run('go', ['env', 'GOVERSION'])).said);
      if (!installed) return 'Go is not installed, so the code was not compiled. Install it, then run "go build ./..." yourself.';
      const wanted = /^go (\d+)\.(\d+)/m.exec(files.get('go.mod') ?? '');
      const isOld = wanted && Number(installed[1]) * 1_000 + Number(installed[2]) < Number(wanted[1]) * 1_000 + Number(wanted[2]);
      return isOld ? `Go ${installed[1]}.${installed[2]} is installed and go.mod asks for ${wanted[1]}.${wanted[2]}, so the code was not compiled. Install that version, or name an older one in the spec ("build_config": language_version).` : undefined;
    },
    commands: () => [
      { program: 'go', args: ['build', './...'], read: readLines },
      { program: 'go', args: ['vet', './...'], read: readLines },
    ],
  },
  typescript: {
    ready: (root) => Promise.resolve(existsSync(compilerIn(root)) ? undefined : 'TypeScript is not installed in the project, so the code was not compiled. Run "npm install", then "npx tsc --noEmit".'),
    commands: (root) => [{ program: process.execPath, args: [compilerIn(root), '--noEmit', '--pretty', 'false', '-p', '.'], read: readTsc }],
  },
  python: {
    async ready() {
      return (await run('python3', ['--version'])).code === 0 ? undefined : 'Python is not installed, so the code was not compiled. Install it, then run "python -m compileall ." yourself.';
    },
    commands: () => [{ program: 'python3', args: ['-m', 'compileall', '-q', '.'], read: readCompileall }],
  },
};

function compilerIn(root: string): string {
  return path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
}

/** `./internal/a.go:3:5: undefined: x`; `vet` puts its name before. */
function readLines(said: string): Problem[] {
  return [...said.matchAll(/^(?:vet: )?(?:\.[\\/])?([^\s:][^:\n]*\.go):(\d+):(?:\d+:)? (.+)$/gm)].map(([, file, line, message]) => ({ path: slashed(file!), message: `line ${line}: ${message}` }));
}

/** `src/a.ts(3,5): error TS2304: Cannot find name 'x'.` */
function readTsc(said: string): Problem[] {
  return [...said.matchAll(/^(\S[^(\n]*)\((\d+),\d+\): error (.+)$/gm)].map(([, file, line, message]) => ({ path: slashed(file!), message: `line ${line}: ${message}` }));
}

/** `File "./app/a.py", line 3`, then the line, a caret, and `SyntaxError: invalid syntax`. */
function readCompileall(said: string): Problem[] {
  return [...said.matchAll(/File "(?:\.[\\/])?([^"\n]+)", line (\d+)[^]*?^(?:Sorry: )?(\w*Error: [^\n]+)/gm)].map(([, file, line, message]) => ({ path: slashed(file!), message: `line ${line}: ${message}` }));
}

function slashed(file: string): string {
  return file.split(path.sep).join('/').replace(/^\.\//, '');
}

/** Nothing is fetched: what is not there is not compiled. */
const OFFLINE = { GOPROXY: 'off', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };

/** A program that is not there ends with -1 and says nothing. */
function run(program: string, args: readonly string[], cwd?: string, signal?: AbortSignal): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((resolve) => {
    execFile(program, [...args], { cwd, signal, timeout: MOST_MS, maxBuffer: MAX_OUTPUT_BYTES, encoding: 'utf8', env: { ...process.env, ...OFFLINE } }, (error, stdout, stderr) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, said: `${stdout}\n${stderr}` });
    });
  });
}
