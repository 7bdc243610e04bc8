import { execFile } from 'node:child_process';
import { InputError } from '../engine/inputError';

/**
 * Paths below the root, relative to it, of which git says that they are no longer what they were at a commit: committed since, staged, changed in the working tree, untracked, deleted. Of a rename both paths.
 * What git ignores is not among them.
 * @throws InputError where git cannot tell
 */
export async function changedSince(root: string, ref: string): Promise<string[]> {
  await git(root, ['rev-parse', '--is-inside-work-tree'], () => `${root} is not in a git repository, so nobody can tell what changed since ${ref}. Leave out --changed-since, or name the files.`);
  const commit = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], () => `git knows no commit ${JSON.stringify(ref)}. Check its name for --changed-since; if it is missing in a shallow clone, fetch it first (git fetch --unshallow, or git fetch origin ${ref}).`);
  const failed = (said: string) => `git cannot tell what changed since ${ref}: ${said}`;
  // Against the working tree, since that is what is read. Without a search for renames each is a path that went and one that came.
  const tracked = await git(root, ['diff', '--name-only', '--no-renames', '--no-ext-diff', '--relative', '-z', commit.trim(), '--'], failed);
  const untracked = await git(root, ['ls-files', '--others', '--exclude-standard', '-z'], failed);
  return [...new Set(`${tracked}${untracked}`.split('\0').filter((path) => path !== ''))].sort();
}

/** A repository's own settings must not start programs. */
const HARMLESS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const MAX_OUTPUT_BYTES = 256e6;

function git(cwd: string, args: readonly string[], explain: (said: string) => string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('git', [...HARMLESS, ...args], { cwd, encoding: 'utf8', maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new InputError('git was not found, and --changed-since asks it what changed. Install git, or leave the option out.'));
      // A repository of another user, for one: git says what to do.
      else if (/dubious ownership/.test(stderr)) reject(new InputError(stderr.trim()));
      else reject(new InputError(explain(stderr.trim() || error.message)));
    });
  });
}
