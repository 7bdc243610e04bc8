import { breathe } from '../../../breathe';
import { ABOUT_NOTHING, aboutEntity } from '../../about';
import type { Failure } from '../../failures';
import { plural } from '../../names';
import { entitiesIn, heldBy, type EntityView, type Project } from '../../project';
import type { DeclaredFile, PlannedFile } from '../../projectPlan';
import { renderFile } from '../../skeleton';
import { property, tsString } from './tsCode';
import { tsImports } from './tsImports';
import { ERRORS_FILE, errorClass, modelFile, storageFile, type TsNames } from './tsNames';
import { TsTypes } from './tsTypes';

/** A file for each entity: its type, and its JSON schema by which others refer to it. */
export async function tsModels(project: Project, names: TsNames): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const view of project.entities) {
    await breathe();
    const { entity, generatedKey: key } = view;
    const name = names.type(view);
    const types = new TsTypes(project, names, modelFile(view), entity.name);
    types.declareInterface(name, entity.description || `One ${view.words.join(' ')}.`, entity.fields, key?.name);
    types.declareSchema(schemaOf(name), key ? `${name} as a JSON schema. Its ${key.name} is given by the program.` : `${name} as a JSON schema.`, { $id: name, ...types.objectSchema(entity.fields, key?.name) });
    const held = new Set<string>();
    for (const field of entity.fields) entitiesIn(field.type, held);
    files.push({
      path: modelFile(view), kind: 'model', purpose: `The type of one ${view.words.join(' ')}.`, from: 'declarations', needs: heldBy(view, project).map(modelFile).sort(), about: aboutEntity(view, [...held].filter((other) => project.entity(other))),
      text: renderFile({ language: 'typescript', style: tsImports, head: '', imports: types.imports, gap: '\n', pieces: [types.declarations.join('\n')] }),
      signatures: types.signatures.join('\n'),
    });
  }
  return files;
}

export function schemaOf(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1)}Schema`;
}

export function errorsFile(failures: readonly Failure[]): PlannedFile {
  const classes = failures.map((failure) => `/** ${failure.meaning[0]!.toUpperCase()}${failure.meaning.slice(1)}. */
export class ${errorClass(failure)} extends AppError {
  constructor(message = ${tsString(failure.words.join(' '))}) {
    super(${failure.status}, message);
  }
}
`);
  return {
    path: ERRORS_FILE, kind: 'model', purpose: 'The errors that every layer knows.', from: 'declarations', needs: [], about: ABOUT_NOTHING,
    text: `/** An error that callers are told of; any other is the program's own fault. */
export class AppError extends Error {
  /** @param statusCode how HTTP says it */
  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

${classes.join('\n')}`,
  };
}

/** For each entity that is kept: what a store can do, and one that keeps it in memory. Nothing in it takes judgement, so it is rendered whole. */
export async function tsStorage(project: Project, names: TsNames): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const view of project.entities.filter(({ isStored }) => isStored)) {
    await breathe();
    files.push({
      path: storageFile(view), kind: 'storage', purpose: `Keeps ${plural(view.words).join(' ')}, in memory.`, from: 'declarations',
      needs: [ERRORS_FILE, modelFile(view)].sort(), about: aboutEntity(view), ...(view.key ? keyedStore(view, names) : listStore(view, names)),
    });
  }
  return files;
}

/** A file, and what of it those see that keep something in the store. */
type StoreText = Required<Pick<DeclaredFile, 'text' | 'signatures'>>;

function keyedStore(view: EntityView, names: TsNames): StoreText {
  const type = names.type(view);
  const { store, memory } = names.store(view);
  const [one, many] = [view.words.join(' '), plural(view.words).join(' ')];
  const key = view.key!;
  const keyType = key.type.kind === 'scalar' && key.type.scalar === 'integer' ? 'number' : 'string';
  const of = property(key.name) === key.name ? `item.${key.name}` : `item[${tsString(key.name)}]`;
  const contract = `/** Keeps ${many}. */
export interface ${store} {
  /** @throws ConflictError where its ${key.name.replace(/\*\//g, '')} is taken */
  create(item: ${type}): Promise<void>;
  /** @throws NotFoundError where there is no such ${one} */
  get(id: ${keyType}): Promise<${type}>;
  /** All ${many}, in the order in which they came. */
  list(): Promise<${type}[]>;
  /** @throws NotFoundError where there is no such ${one} */
  update(item: ${type}): Promise<void>;
  /** @throws NotFoundError where there is no such ${one} */
  delete(id: ${keyType}): Promise<void>;
}
`;
  const text = `import { ConflictError, NotFoundError } from '../errors.js';
import type { ${type} } from '../models/${modelFile(view).split('/').at(-1)!.replace(/\.ts$/, '.js')}';

${contract}
/** Keeps ${many} for as long as the process lives. */
export class ${memory} implements ${store} {
  readonly #items = new Map<${keyType}, ${type}>();

  async create(item: ${type}): Promise<void> {
    if (this.#items.has(${of})) throw new ConflictError(\`the ${one} \${${of}} exists already\`);
    this.#items.set(${of}, structuredClone(item));
  }

  async get(id: ${keyType}): Promise<${type}> {
    const item = this.#items.get(id);
    if (!item) throw new NotFoundError(\`there is no ${one} \${id}\`);
    return structuredClone(item);
  }

  async list(): Promise<${type}[]> {
    return [...this.#items.values()].map((item) => structuredClone(item));
  }

  async update(item: ${type}): Promise<void> {
    if (!this.#items.has(${of})) throw new NotFoundError(\`there is no ${one} \${${of}}\`);
    this.#items.set(${of}, structuredClone(item));
  }

  async delete(id: ${keyType}): Promise<void> {
    if (!this.#items.delete(id)) throw new NotFoundError(\`there is no ${one} \${id}\`);
  }
}
`;
  return { text, signatures: `${contract}\nexport class ${memory} implements ${store} {}\n` };
}

/** Of what nothing identifies: one is found by looking at all of them. */
function listStore(view: EntityView, names: TsNames): StoreText {
  const type = names.type(view);
  const { store, memory } = names.store(view);
  const [one, many] = [view.words.join(' '), plural(view.words).join(' ')];
  const contract = `/** Keeps ${many}, which nothing identifies. */
export interface ${store} {
  add(item: ${type}): Promise<void>;
  /** All ${many}, in the order in which they came. */
  list(): Promise<${type}[]>;
  /** Replaces the first that matches. @throws NotFoundError where none does */
  update(matches: (item: ${type}) => boolean, item: ${type}): Promise<void>;
  /** Removes all that match. @throws NotFoundError where none does */
  delete(matches: (item: ${type}) => boolean): Promise<void>;
}
`;
  const text = `import { NotFoundError } from '../errors.js';
import type { ${type} } from '../models/${modelFile(view).split('/').at(-1)!.replace(/\.ts$/, '.js')}';

${contract}
/** Keeps ${many} for as long as the process lives. */
export class ${memory} implements ${store} {
  #items: ${type}[] = [];

  async add(item: ${type}): Promise<void> {
    this.#items.push(structuredClone(item));
  }

  async list(): Promise<${type}[]> {
    return this.#items.map((item) => structuredClone(item));
  }

  async update(matches: (item: ${type}) => boolean, item: ${type}): Promise<void> {
    const at = this.#items.findIndex(matches);
    if (at < 0) throw new NotFoundError('there is no such ${one}');
    this.#items[at] = structuredClone(item);
  }

  async delete(matches: (item: ${type}) => boolean): Promise<void> {
    const kept = this.#items.filter((item) => !matches(item));
    if (kept.length === this.#items.length) throw new NotFoundError('there is no such ${one}');
    this.#items = kept;
  }
}
`;
  return { text, signatures: `${contract}\nexport class ${memory} implements ${store} {}\n` };
}
