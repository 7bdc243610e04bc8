import { spawn } from 'node:child_process';
import path from 'node:path';
import { createProjectTools } from '../../src/node/projectTools';
import type { ModelServer } from '../model-server/modelServer';
import { CLI, runCli } from '../unit/engine/commandLine';
import { modelAt, type workspaceOf } from '../unit/engine/workspace';

export const SPEC = 'project.spec.yaml';

export interface Said {
  readonly status: string;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Of a plan. */
  readonly planned?: readonly { readonly path: string; readonly kind?: string; readonly bodies: number; readonly from: string }[];
}

/** From where a project is made. */
export interface Surface {
  plan(): Promise<Said>;
  /** With the product's own compilers: what they complain of is asked for again, then told. */
  run(): Promise<Said>;
  /** Without compilers. */
  runUnchecked(): Promise<Said>;
}

type Workspace = Awaited<ReturnType<typeof workspaceOf>>;

export function engineIn(at: Workspace, author: ModelServer): Surface {
  const run = async (options: Parameters<Workspace['regenerate']>[1]) => at.regenerate(SPEC, { ...options, model: await modelAt(author) });
  return { plan: () => run({ plan: true }), run: () => run({ ports: { checkTools: createProjectTools(at.root) } }), runUnchecked: () => run({}) };
}

/** The built command line, with a second model of another provider that reviews. */
export function commandLineIn({ root }: Workspace, author: ModelServer, reviewer: ModelServer): Surface {
  const run = async (...args: string[]): Promise<Said> => {
    const { stdout, stderr } = await runCli(root, [...args, '--json', ...REVIEW], { env: envOf(root, author, reviewer), timeoutMs: 240_000 });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Said;
  };
  return { plan: () => run('plan', SPEC), run: () => run('regenerate', SPEC, '--yes'), runUnchecked: () => run('regenerate', SPEC, '--yes', '--no-tools') };
}

const REVIEW = ['--role', 'review=openai/gpt-6.1-terra'];

function envOf(root: string, author: ModelServer, reviewer: ModelServer): Record<string, string> {
  const home = path.join(root, '.cache-of-the-test');
  return { XDG_CACHE_HOME: home, XDG_STATE_HOME: home, ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: author.url, OPENAI_API_KEY: 'key', OPENAI_BASE_URL: reviewer.url };
}

/** The command line on a terminal, to whose questions the answers are given, one each. What stood on the terminal, and the exit code. */
export function onTerminal({ root }: Workspace, author: ModelServer, reviewer: ModelServer, answers: readonly string[]): Promise<{ readonly code: number | null; readonly shown: string }> {
  const command = [process.execPath, CLI, 'regenerate', SPEC, '--no-tools', ...REVIEW].map((one) => `'${one}'`).join(' ');
  // The `script` of util-linux gives it a terminal.
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: root, env: { PATH: process.env.PATH, HOME: path.join(root, '.cache-of-the-test'), ...envOf(root, author, reviewer) } });
  const left = [...answers];
  let [shown, asked] = ['', 0];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    for (const all = shown.split('Go on? [y/N]').length - 1; asked < all && left.length > 0; asked++) child.stdin.write(`${left.shift()!}\n`);
  });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', (code) => resolve({ code, shown })));
}
