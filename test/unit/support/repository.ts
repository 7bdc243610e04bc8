import { execFileSync } from 'node:child_process';

/** git in a folder, by nobody's settings but these. Returns what it prints. */
export function git(folder: string, ...args: string[]): string {
  const settings = ['user.name=test', 'user.email=test@localhost', 'commit.gpgsign=false', 'init.defaultBranch=main', 'core.autocrlf=false'].flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...settings, ...args], { cwd: folder, encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 256e6 });
}

export function commitAll(folder: string, message = 'a commit'): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}
