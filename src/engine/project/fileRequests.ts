import type { Tell } from './planProblem';
import { FILE_KINDS, type FileKind, type PlannedFile, type WholeFile } from './projectPlan';
import type { FileRequest } from './projectSpec';

/**
 * What the spec says of files, over what the profile plans: a path that is planned is made as the profile has it, with what the request adds (its needs, what it is about); of another
 * kind, or of no planned path, it is a file that a model writes whole; `none` takes a planned file away.
 */
export function withRequestedFiles(planned: readonly PlannedFile[], requests: readonly FileRequest[], tell: Tell): PlannedFile[] {
  const files = new Map<string, PlannedFile[]>();
  for (const file of planned) files.set(file.path, [...(files.get(file.path) ?? []), file]);
  const requested = new Set<string>();
  for (const request of requests) {
    const { path } = request;
    if (requested.has(path)) tell({ severity: 'error', code: 'same-path', message: `The file ${path} is requested twice. Join the two requests.`, about: [path] });
    requested.add(path);
    const known = files.get(path);
    if (request.kind === 'none') {
      if (!known) tell({ severity: 'warning', code: 'no-such-file', message: `No file ${path} is planned, so that there is none to leave out. Remove the request, or mend its path.`, about: [path] });
      files.delete(path);
    } else {
      files.set(path, known?.length === 1 && keepsKind(request, known[0]!) ? [extended(known[0]!, request)] : [wholeFile(request, known?.[0])]);
    }
  }
  const made = [...files.values()].flat();
  return made.map((file) => withoutLostNeeds(file, files, requested, tell));
}

/** Asked for without a kind or with that of the profile, and without a description of its own, a file stays as it is planned. */
function keepsKind({ kind, description }: FileRequest, file: PlannedFile): boolean {
  return (kind === undefined || kind === file.kind) && (description.trim() === '' || file.from === 'bodies');
}

function extended(file: PlannedFile, request: FileRequest): PlannedFile {
  const description = request.description.trim();
  return { ...file, purpose: description === '' ? file.purpose : description, needs: union(file.needs, request.needs), about: aboutOf(request, file) };
}

function wholeFile(request: FileRequest, planned?: PlannedFile): WholeFile {
  const kind: FileKind = FILE_KINDS.find((one) => one === request.kind) ?? planned?.kind ?? 'custom';
  return {
    path: request.path, kind, purpose: request.description.trim() || `The file ${request.path}.`, needs: union(request.needs, planned?.needs), about: aboutOf(request, planned), from: 'whole',
    ...(planned?.from === 'declarations' && { instead: planned.text }),
  };
}

function aboutOf({ entities, contracts, requirements }: FileRequest, file?: PlannedFile): PlannedFile['about'] {
  return { entities: union(entities, file?.about.entities), contracts: union(contracts, file?.about.contracts), requirements: union(requirements, file?.about.requirements) };
}

function union(a: readonly string[], b: readonly string[] = []): string[] {
  return [...new Set([...a, ...b])].sort();
}

/** Needs that nothing plans: of a file that was taken away silently, of what a request names with a word. */
function withoutLostNeeds(file: PlannedFile, files: ReadonlyMap<string, unknown>, requested: ReadonlySet<string>, tell: Tell): PlannedFile {
  const lost = file.needs.filter((path) => !files.has(path));
  if (lost.length === 0) return file;
  if (requested.has(file.path)) tell({ severity: 'warning', code: 'unknown-need', message: `${file.path} needs ${lost.join(', ')}, which nothing plans. Mend the path, or request that file as well.`, about: [file.path, ...lost] });
  return { ...file, needs: file.needs.filter((path) => files.has(path)) };
}
