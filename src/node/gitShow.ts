import { execFile } from 'node:child_process';
import { InputError } from '../engine/inputError';
import { decodeText, withLineFeeds } from '../engine/write/textFile';

export interface GitOptions {
  /** The program. Default: `git`. */
  readonly program?: string;
}

/**
 * Texts of files as they were in a revision, by their paths relative to the folder. What is no text is left out. Nothing is checked out, and no filter of the repository is run.
 * @param place a file or folder below the root; the empty string is all of it
 * @throws InputError where git cannot tell
 */
export async function filesAt(root: string, revision: string, place: string, isWanted: (path: string) => boolean, options: GitOptions = {}): Promise<Map<string, string>> {
  const commit = await commitOf(root, revision, options);
  const listed = await git(root, ['ls-tree', '-r', '-z', commit, ...(place === '' ? [] : ['--', place])], options);
  const entries = listed.toString().split('\0').flatMap((line) => {
    const [, kind, id, path] = /^\d+ (\w+) (\w+)\t([^]*)$/.exec(line) ?? [];
    return kind === 'blob' && path !== undefined && isWanted(path) ? [{ id: id!, path }] : [];
  });
  const blobs = await readBlobs(root, entries.map(({ id }) => id), options);
  return new Map(entries.flatMap(({ path }, i) => (blobs[i] === undefined ? [] : [[path, blobs[i]] as const])));
}

/** Paths below the root that git tracks, or would: what it ignores was never in a revision either. */
export async function filesNow(root: string, place: string, isWanted: (path: string) => boolean, options: GitOptions = {}): Promise<string[]> {
  const listed = await git(root, ['ls-files', '--cached', '--others', '--exclude-standard', '-z', ...(place === '' ? [] : ['--', `:(literal)${place}`])], options);
  return [...new Set(listed.toString().split('\0'))].filter((path) => path !== '' && isWanted(path));
}

/** Revisions that a person is likely to compare with: the last commit, the last tag, where the main branch is. */
export async function likelyRevisions(root: string, options: GitOptions = {}): Promise<{ readonly revision: string; readonly what: string }[]> {
  const ask = (...args: string[]) => git(root, args, options).then((answer) => answer.toString().trim(), () => '');
  const exists = async (name: string) => ((await ask('rev-parse', '--verify', '--quiet', `${name}^{commit}`)) === '' ? undefined : name);
  const tag = await ask('describe', '--tags', '--abbrev=0');
  const main = (await ask('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD')) || (await exists('main')) || (await exists('master'));
  return [{ revision: 'HEAD', what: 'the last commit' }, ...(tag ? [{ revision: tag, what: 'the last tag' }] : []), ...(main ? [{ revision: main, what: 'the main branch' }] : [])];
}

async function commitOf(root: string, revision: string, options: GitOptions): Promise<string> {
  await git(root, ['rev-parse', '--is-inside-work-tree'], options, () => `${root} is not in a git repository, so there is nothing to compare with. Choose another folder.`);
  const unknown = () => `git knows no commit ${JSON.stringify(revision)}. Check its name; if it is missing in a shallow clone, fetch it first (git fetch --unshallow).`;
  return (await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], options, unknown)).toString().trim();
}

/** One process for all: `<id> blob <size>`, a line feed, the bytes, a line feed, for each. */
async function readBlobs(root: string, ids: readonly string[], options: GitOptions): Promise<(string | undefined)[]> {
  if (ids.length === 0) return [];
  const output = await git(root, ['cat-file', '--batch'], { ...options, input: ids.map((id) => `${id}\n`).join('') });
  let at = 0;
  return ids.map(() => {
    const end = output.indexOf('\n', at);
    const head = output.toString('latin1', at, end);
    const size = Number(/ blob (\d+)$/.exec(head)?.[1] ?? NaN);
    if (Number.isNaN(size)) {
      at = end + 1;
      return undefined;
    }
    at = end + 1 + size + 1;
    const decoded = decodeText(output.subarray(end + 1, end + 1 + size));
    return 'text' in decoded ? withLineFeeds(decoded.text) : undefined;
  });
}

/** A repository's own settings must not start programs. */
const HARMLESS = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];
const MAX_OUTPUT_BYTES = 512e6;

function git(cwd: string, args: readonly string[], { program = 'git', input }: GitOptions & { readonly input?: string }, explain = (said: string) => `git cannot tell how the specs were: ${said}`): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, [...HARMLESS, ...args], { cwd, encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES }, (error, stdout, stderr) => {
      const said = stderr.toString().trim();
      if (!error) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new InputError(`${program} was not found, and only git knows how specs were. Install git.`));
      // A repository of another user: git says what to do.
      else reject(new InputError(/dubious ownership/.test(said) ? said : explain(said || error.message)));
    });
    // A process that could not be started, or that ended early, has said why.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}
