import type { Entry } from '../ports';
import { PathRefused } from '../safety/containment';
import type { GatherRules } from './gatherRules';
import { byReading, joinPath } from './paths';
import { type LeftOut, leftOut } from './source';

/** A file to read. */
export interface Candidate {
  readonly kind: 'candidate';
  readonly path: string;
  readonly note?: string;
}

/**
 * The files of a folder that are wanted, folder by folder, files before sub-folders, each in the order in which a reader would take them. A folder that is left out is named once
 * and not looked into; of files that are left out, the sources are counted by folder and reason. Links are never followed.
 */
export async function* walk(folder: string, rules: GatherRules, signal?: AbortSignal, top = folder): AsyncGenerator<Candidate | LeftOut> {
  signal?.throwIfAborted();
  let entries: readonly Entry[];
  try {
    entries = [...(await rules.list(folder))].sort((one, other) => byReading(one.name, other.name));
  } catch (error) {
    yield leftOut(folder || '.', 'unreadable', `cannot be read: ${messageOf(error)}`);
    return;
  }
  if (folder !== top && entries.some(({ name, kind }) => kind === 'file' && name === 'pyvenv.cfg')) {
    yield leftOut(folder, 'ignored', 'a virtual environment of Python');
    return;
  }
  const skipped = new Skipped(folder);
  for (const { name, kind } of entries) {
    const path = joinPath(folder, name);
    if (kind === 'folder' || kind === 'other' || !rules.isWanted(path)) continue;
    const why = name.includes('\\') ? { because: 'refused' as const, reason: 'a backslash in its name: other systems would take it for a folder' } : await rules.why(path, 'file');
    if (why) skipped.add(path, why.because, why.reason);
    else if (kind === 'link') yield await leftOutLink(path, rules);
    else yield { kind: 'candidate', path };
  }
  yield* skipped.summary();
  for (const { name, kind } of entries) {
    if (kind !== 'folder') continue;
    const path = joinPath(folder, name);
    const why = await rules.why(path, 'folder');
    if (!why) yield* walk(path, rules, signal, top);
    // That version control's folder is left out surprises nobody.
    else if (why.because !== 'always') yield leftOut(path, why.because, why.reason);
  }
}

/** What a link leads to is taken where it lies, if it lies inside: else twice. */
export async function leftOutLink(path: string, rules: GatherRules): Promise<LeftOut> {
  try {
    const target = await rules.files.stat(path);
    if (!target) return leftOut(path, 'link', 'a link that leads nowhere');
    return leftOut(path, 'link', `a link to another ${target.kind} of this folder, which is taken under its own name`);
  } catch (error) {
    if (error instanceof PathRefused) return leftOut(path, 'link', 'a link that leaves the folder');
    return leftOut(path, 'unreadable', `cannot be read: ${messageOf(error)}`);
  }
}

export function messageOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}

class Skipped {
  readonly #byReason = new Map<string, { because: LeftOut['because']; paths: string[] }>();

  constructor(private readonly folder: string) {}

  add(path: string, because: LeftOut['because'], reason: string): void {
    const group = this.#byReason.get(reason) ?? { because, paths: [] };
    group.paths.push(path);
    this.#byReason.set(reason, group);
  }

  *summary(): Generator<LeftOut> {
    for (const [reason, { because, paths }] of this.#byReason) {
      const [only] = paths;
      if (paths.length === 1 && only !== undefined) yield leftOut(only, because, reason);
      else yield leftOut(this.folder || '.', because, `${paths.length} files ${reason}`, paths.length);
    }
  }
}
