import { InputError } from '../inputError';
import type { GenerateRequest } from '../request';
import type { Run } from '../run';
import { maskSecrets, type SecretMask } from '../safety/secrets';
import { TEMPLATE_FOLDER } from '../write/templates/templates';
import { decodeText } from '../write/textFile';
import { MANIFEST_PATH, parseManifest, type Manifest } from './manifest';
import type { ProjectSpec, SpecProblem } from './projectSpec';
import { readProjectSpec } from './read/readProjectSpec';

/** A project spec with all that its plan follows from. */
export interface GatheredProject {
  /** Of the spec. */
  readonly path: string;
  /** Secrets replaced. */
  readonly spec: ProjectSpec;
  readonly mask: SecretMask;
  /** The spec as it is shown to a model where it is shown whole. */
  readonly text: string;
  /** The workspace's own templates, by the name of the file that they are for. */
  readonly templates: ReadonlyMap<string, string>;
  readonly manifest: Manifest;
  /** Files that are made now say on top what they were generated from. */
  readonly mark: boolean;
  /** Answers that do not pass the compilers are written all the same. */
  readonly writeFailing: boolean;
  /** The manifest as it stands, to see that nobody else has written it meanwhile. */
  readonly manifestText: string | undefined;
}

const TEMPLATE_SUFFIX = '.eta';

/** So much is told at once: who has more to mend begins with these. */
const MOST_PROBLEMS = 20;

/**
 * Reads the project spec that the request names, secrets replaced.
 * @throws InputError where it is not there or cannot be read; each line names its place
 */
export async function gatherProject(request: GenerateRequest, run: Run): Promise<GatheredProject> {
  const [path, ...others] = request.paths;
  if (path === undefined || others.length > 0) throw new InputError('Name one project spec: files are generated from one at a time.');
  const bytes = await run.ports.files.read(path);
  if (!bytes) throw new InputError(`There is no project spec ${path}. Check the path, or start one with "Specwright: New Project Spec".`);
  const decoded = decodeText(bytes);
  if (decoded.undecodable !== undefined) throw new InputError(`${path} is ${decoded.reason}. Save it as UTF-8.`);
  const mask = await maskSecrets(decoded.text, path);
  const { spec, problems } = readProjectSpec(path, mask.text);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (!spec || errors.length > 0) throw new InputError(listed(path, errors));
  for (const problem of problems) run.warn(problem.message, `${path}:${problem.line}:${problem.column}`);
  const manifestText = await run.ports.store.read(MANIFEST_PATH);
  return { path, spec, mask, text: mask.text, templates: await ownTemplates(run), manifest: parseManifest(manifestText), mark: request.mark === true, writeFailing: request.writeFailing === true, manifestText };
}

function listed(path: string, errors: readonly SpecProblem[]): string {
  const lines = errors.slice(0, MOST_PROBLEMS).map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  const more = errors.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more.`] : [])].join('\n');
}

/** Templates are code: only a trusted workspace's are run. */
async function ownTemplates(run: Run): Promise<ReadonlyMap<string, string>> {
  const { files, trusted } = run.ports;
  const found = new Map<string, string>();
  const names = await files.list(TEMPLATE_FOLDER).then((entries) => entries.flatMap(({ name, kind }) => (kind !== 'folder' && name.endsWith(TEMPLATE_SUFFIX) ? [name] : [])), () => []);
  if (names.length > 0 && !trusted) {
    run.warn(`The templates in ${TEMPLATE_FOLDER} are not used, since the workspace is not trusted.`);
    return found;
  }
  for (const name of names.sort()) {
    const bytes = await files.read(`${TEMPLATE_FOLDER}/${name}`);
    if (bytes) found.set(name.slice(0, -TEMPLATE_SUFFIX.length), new TextDecoder().decode(bytes));
  }
  return found;
}
