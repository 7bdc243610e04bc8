import { PathRefused, writablePath } from '../../safety/containment';
import type { FileRequest } from '../projectSpec';
import { short } from './fields';
import { MapReader } from './mapReader';
import type { Problems } from './problems';
import { isEmpty, kindText, tokenOf, tokenOfEntry, type Entry, type Span, type Tree } from './tree';
import { plainName, singular, type FindEntity } from './types';

const PATH_KEYS = ['path', 'file', 'name'];

export interface FileReading {
  readonly findEntity: FindEntity;
  /** The id of the contract that an id or an endpoint names. */
  readonly findContract: (name: string) => string | undefined;
  readonly hasRequirement: (id: string) => boolean;
  readonly problems: Problems;
}

export function readFiles(entries: readonly Entry[], reading: FileReading): FileRequest[] {
  const { problems } = reading;
  const found = entries.flatMap(({ key, keySpan, value }) => {
    if (value.kind === 'list') return value.items.flatMap((item) => listed(item, reading));
    if (value.kind === 'map') return value.entries.flatMap((entry) => file(entry.key, entry.keySpan, entry.value, reading));
    problems.error('wrong-type', keySpan, `"${key}" must be a list of files, or a map of them by path, but is ${kindText(value)}. Write, for example, "- path: internal/mail/sender.go".`);
    return [];
  });
  const taken = new Map<string, string>();
  for (const { request, span } of found) {
    // Some file systems do not tell them apart.
    const same = taken.get(request.path.toLowerCase());
    if (same !== undefined) problems.error('duplicate-file', span, same === request.path ? `The file "${same}" is here twice. Put both into one.` : `"${same}" and "${request.path}" are one file on some systems. Rename one of them.`);
    else taken.set(request.path.toLowerCase(), request.path);
  }
  return found.map(({ request }) => request);
}

function listed(item: Tree, reading: FileReading): { request: FileRequest; span: Span }[] {
  if (item.kind === 'scalar' && !isEmpty(item)) return file(item.text, item, undefined, reading);
  if (item.kind === 'map') {
    const path = new MapReader(item, reading.problems).take(...PATH_KEYS);
    if (path?.value.kind === 'scalar') return file(path.value.text, tokenOfEntry(path), item, reading);
    const only = item.entries[0];
    if (item.entries.length === 1 && only && !PATH_KEYS.includes(plainName(only.key))) return file(only.key, only.keySpan, only.value, reading);
  }
  reading.problems.error('missing-path', tokenOf(item), `A file must be a path, or a map with "path", but this is ${item.kind === 'map' ? 'a map without one' : kindText(item)}. Write "- path: internal/mail/sender.go".`);
  return [];
}

function file(written: string, span: Span, value: Tree | undefined, reading: FileReading): { request: FileRequest; span: Span }[] {
  const { problems } = reading;
  const path = writtenPath(written);
  if (path.problem !== undefined) {
    problems.error('invalid-path', span, path.problem);
    return [];
  }
  const reader = value?.kind === 'map' ? new MapReader(value, problems) : undefined;
  if (value?.kind === 'list') problems.error('wrong-type', tokenOf(value), `The file "${path.path}" must have a description, or a map of keys, but has a list.`);
  reader?.take(...PATH_KEYS);
  const description = reader?.text('description', 'purpose', 'summary') ?? (value?.kind === 'scalar' ? value.text.trim() : '');
  const kind = reader?.text('kind', 'type');
  const names = (keys: readonly string[], find: (name: string) => string | undefined, code: string, what: string) =>
    (reader?.names(...keys) ?? []).map(({ name, span: at }) => {
      const found = find(name);
      if (found === undefined) problems.warning(code, at, `The file "${path.path}" names the ${what} "${short(name)}", which is not defined. Mend the name, or define it.`);
      return found ?? name;
    });
  const entities = names(['entities', 'entity'], (name) => reading.findEntity(name) ?? reading.findEntity(singular(name)), 'unknown-entity', 'entity');
  const contracts = names(['contracts', 'endpoints', 'api_contracts'], reading.findContract, 'unknown-contract', 'endpoint');
  const requirements = names(['requirements'], (id) => (reading.hasRequirement(id) ? id : undefined), 'unknown-requirement', 'requirement');
  const needs = (reader?.names('needs', 'depends_on', 'dependencies') ?? []).flatMap(({ name, span: at }) => {
    const needed = writtenPath(name);
    if (needed.problem === undefined) return [needed.path];
    problems.error('invalid-path', at, needed.problem);
    return [];
  });
  return [{ request: { path: path.path, description, ...(kind && { kind }), entities, contracts, requirements, needs, rest: reader?.rest() ?? {} }, span }];
}

/** The path as every store takes it; or why it takes it not, with the next step. */
function writtenPath(written: string): { readonly path: string; readonly problem?: undefined } | { readonly problem: string } {
  const text = written.trim();
  const next = 'Write it relative to the root of the project, such as "internal/mail/sender.go".';
  if (text.endsWith('/') || /[<>"|?*\r\n]/.test(text)) return { problem: `${JSON.stringify(short(text))} is no name of a file that every system takes. ${next}` };
  try {
    const path = writablePath(text);
    if (path.split('/')[0]!.toLowerCase() === '.specwright') return { problem: `${JSON.stringify(short(text))} lies in .specwright, where a project keeps its own templates. Choose another folder.` };
    return { path };
  } catch (error) {
    if (!(error instanceof PathRefused)) throw error;
    return { problem: `${error.message} ${next}` };
  }
}
