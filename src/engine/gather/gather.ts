import type { maskSecrets } from '../safety/secrets';
import type { Files } from '../ports';
import { GatherRules, type GatherOptions, type Reason } from './gatherRules';
import { mapAhead } from './mapAhead';
import { findNamed, inTreeOrder, type NamedPath } from './namedPath';
import { byCodeUnits, joinPath } from './paths';
import { DEFAULT_MAX_FILE_BYTES, readCandidate } from './readSource';
import { type LeftOut, leftOut, type Source } from './source';
import { type Candidate, walk } from './walk';

export type { GatherOptions } from './gatherRules';
export type { LeftOut, LeftOutBecause, Source } from './source';

/** Reads in flight: enough to keep the disk busy, few enough that their texts (a mebibyte each at most) fit. */
const READS_AT_ONCE = 16;

export interface Gatherer {
  /**
   * The files that the paths name (`''`: the whole folder), each once, in an order that does not depend on that of the paths; among them
   * what was left out that somebody would look for. An abort is thrown as the signal's reason.
   */
  gather(paths: readonly string[], signal?: AbortSignal): AsyncGenerator<Source | LeftOut>;
  /** One file, by the same rules as one that a walk comes upon, whatever was named: so what an import leads to is the same in every run. */
  readSource(path: string): Promise<Source | LeftOut>;
  /** Sources and folders directly inside a folder, by name, sorted: those that a walk would come upon, whatever was named. Throws where it cannot be read. */
  listFolder(folder: string): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }>;
  /** Whether a walk would leave the path out. */
  isIgnored(path: string, kind?: 'file' | 'folder'): Promise<boolean>;
}

/** The gather stage for one run: ignore files are read once, so make a new one for the next run. */
export function createGatherer(files: Files, options: GatherOptions, deps: { readonly mask?: typeof maskSecrets } = {}): Gatherer {
  const rules = new GatherRules(files, options);
  const read = (candidate: Candidate) => readCandidate(candidate, files, options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES, deps.mask);

  return {
    gather(paths, signal) {
      return mapAhead(candidates(paths, rules, signal), READS_AT_ONCE, async (found) => (found.kind === 'candidate' ? read(found) : found), signal);
    },
    async readSource(path) {
      const found = await findNamed(path, rules);
      if (found.kind === 'left-out') return found;
      if (found.kind === 'folder') return leftOut(path, 'missing', 'a folder, not a file');
      const why = await rules.why(found.path, 'file');
      return why ? leftOut(found.path, why.because, why.reason) : read({ kind: 'candidate', path: found.path });
    },
    async listFolder(folder) {
      const files: string[] = [];
      const folders: string[] = [];
      for (const { name, kind } of await rules.list(folder)) {
        const path = joinPath(folder, name);
        if (kind === 'folder' && !(await rules.why(path, 'folder'))) folders.push(name);
        else if (kind === 'file' && options.isSource(path) && !(await rules.why(path, 'file'))) files.push(name);
      }
      return { files: files.sort(byCodeUnits), folders: folders.sort(byCodeUnits) };
    },
    async isIgnored(path, kind = 'file') {
      return (await rules.why(path, kind)) !== undefined;
    },
  };
}

async function* candidates(paths: readonly string[], rules: GatherRules, signal?: AbortSignal): AsyncGenerator<Candidate | LeftOut> {
  const named: NamedPath[] = [];
  for (const path of new Set(paths)) {
    signal?.throwIfAborted();
    const found = await findNamed(path, rules);
    if (found.kind === 'left-out') yield found;
    else named.push(found);
  }
  const seen = new Set<string>();
  for (const each of inTreeOrder(named)) {
    for await (const found of each.kind === 'file' ? namedFile(each.path, rules) : namedFolder(each.path, rules, signal)) {
      const key = `${found.kind === 'candidate' ? '' : `${found.reason} `}${found.path}`;
      if (!seen.has(key)) yield found;
      seen.add(key);
    }
  }
}

/** A file that is named is taken though `.gitignore` leaves it out, and whatever its extension. */
async function* namedFile(path: string, rules: GatherRules): AsyncGenerator<Candidate | LeftOut> {
  const never = await rules.whyNever(path, 'file');
  if (never) yield leftOut(path, never.because, never.reason);
  else if (rules.options.supportedOnly && !rules.options.isSource(path)) yield leftOut(path, 'notSource', 'of no language that is known');
  else yield withNote({ kind: 'candidate', path }, path, await rules.whyUnlessNamed(path, 'file'));
}

/** So is a folder: then only the ignore files inside it count. */
async function* namedFolder(path: string, rules: GatherRules, signal?: AbortSignal): AsyncGenerator<Candidate | LeftOut> {
  const never = path === '' ? undefined : await rules.whyNever(path, 'folder');
  if (never) {
    yield leftOut(path, never.because, never.reason);
    return;
  }
  const unlessNamed = path === '' ? undefined : await rules.whyUnlessNamed(path, 'folder');
  for await (const found of walk(path, unlessNamed ? rules.startingAt(path) : rules, signal)) {
    yield found.kind === 'candidate' ? withNote(found, path, unlessNamed) : found;
  }
}

function withNote(candidate: Candidate, named: string, unlessNamed: Reason | undefined): Candidate {
  return unlessNamed ? { ...candidate, note: `taken because ${named} was named (otherwise: ${unlessNamed.reason})` } : candidate;
}
