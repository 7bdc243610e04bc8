import { breathe } from '../../../breathe';
import { ABOUT_NOTHING, aboutEntity, joined } from '../../about';
import type { Failure } from '../../failures';
import { plural } from '../../names';
import { entitiesIn, heldBy, type EntityView, type Project } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import { renderFile, type Binding } from '../../skeleton';
import { docstring, pyString } from './pyCode';
import { from, pyImports } from './pyImports';
import { errorClass, fieldNames, moduleOf, type PyNames } from './pyNames';
import { PyTypes, TYPE_IMPORTS } from './pyTypes';

/** A file for each entity, and the package's own, which knows them all. */
export async function pyModels(project: Project, names: PyNames, hasStrEnum: boolean): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  const rebuilt: Incomplete[] = [];
  for (const view of project.entities) {
    await breathe();
    const { entity, generatedKey: key } = view;
    const path = names.file('models', view.words);
    const name = names.type(view);
    const types = new PyTypes(project, names, path, entity.name, hasStrEnum);
    types.declareModel(name, entity.description || `One ${view.words.join(' ')}.`, entity.fields, key?.name);
    rebuilt.push(...types.incomplete.map((one) => ({ name: one, module: moduleOf(path), later: [...types.later.values(), ...(one === name ? [] : [name])].sort() })));
    const held = new Set<string>();
    for (const field of entity.fields) entitiesIn(field.type, held);
    files.push({
      path, kind: 'model', purpose: `The type of one ${view.words.join(' ')}.`, from: 'declarations', needs: heldBy(view, project).map((other) => names.file('models', other.words)).sort(),
      about: aboutEntity(view, [...held].filter((other) => project.entity(other))), text: pyFile(`The type of one ${view.words.join(' ')}`, [...TYPE_IMPORTS, ...types.imports], types.declarations, types.later),
    });
  }
  return [...files, packageOfModels(project, names, rebuilt, files)];
}

interface Incomplete {
  readonly name: string;
  readonly module: string;
  /** Classes that it waits for. */
  readonly later: readonly string[];
}

/** Classes that name each other can only be completed once all of them are there. */
function packageOfModels(project: Project, names: PyNames, rebuilt: readonly Incomplete[], files: readonly PlannedFile[]): PlannedFile {
  const exported = project.entities.map((view) => names.type(view)).sort();
  const imports = [...project.entities.flatMap((view) => from(moduleOf(names.file('models', view.words)), names.type(view))), ...rebuilt.filter(({ name }) => !exported.includes(name)).flatMap(({ module, name }) => from(module, name))];
  const all = exported.length === 0 ? '' : `__all__ = [\n${exported.map((name) => `    ${pyString(name)},\n`).join('')}]\n`;
  const rebuild = rebuilt.map(({ name, later }) => `${name}.model_rebuild(_types_namespace={${later.map((one) => `${pyString(one)}: ${one}`).join(', ')}})\n`).join('');
  const body = all === '' ? '' : `${all}${rebuild === '' ? '' : `\n# These name each other, so that they are complete only now.\n${rebuild}`}`;
  return {
    path: `${names.package}/models/__init__.py`, kind: 'model', purpose: 'All types of the domain.', from: 'declarations', needs: files.map(({ path }) => path).sort(), about: joined(files.map(({ about }) => about)),
    // What is imported here is for others, who import it from the package.
    text: `"""The types of the domain."""\n${body === '' ? '' : `\n${pyImports.render(imports)}\n${body}`}`,
  };
}

/** A module of declarations, two empty lines apart. */
export function pyFile(text: string, imports: readonly Binding[], declarations: readonly string[], later: ReadonlyMap<string, string> = new Map()): string {
  const guarded = later.size === 0 ? '' : `\nif TYPE_CHECKING:\n${[...later].map(([module, name]) => `    from ${module} import ${name}\n`).join('')}\n`;
  return renderFile({ language: 'python', style: pyImports, head: `${docstring(text, '')}\n`, imports, gap: guarded === '' ? '\n\n' : '', pieces: [`${guarded}${guarded === '' ? '' : '\n'}${declarations.join('\n\n')}`] });
}

export function errorsFile(failures: readonly Failure[], names: PyNames): PlannedFile {
  const classes = failures.map((failure) => `class ${errorClass(failure)}(AppError):
    """${failure.meaning[0]!.toUpperCase()}${failure.meaning.slice(1)}."""

    status_code = ${failure.status}
`);
  return {
    path: `${names.package}/errors.py`, kind: 'model', purpose: 'The errors that every layer knows.', from: 'declarations', needs: [], about: ABOUT_NOTHING,
    text: `"""The errors that every layer knows."""


class AppError(Exception):
    """An error that callers are told of; any other is the program's own fault."""

    status_code = 500


${classes.join('\n\n')}`,
  };
}

/** For each entity that is kept: what a store can do, and one that keeps it in memory. Nothing in it takes judgement, so it is rendered whole. */
export async function pyStorage(project: Project, names: PyNames): Promise<PlannedFile[]> {
  const files: PlannedFile[] = [];
  for (const view of project.entities.filter(({ isStored }) => isStored)) {
    await breathe();
    const imports = [...from('collections.abc', 'Callable'), ...from('typing', 'Protocol'), ...from('uuid', 'UUID'), ...from(`${names.package}.errors`, 'ConflictError', 'NotFoundError'), ...from(moduleOf(names.file('models', view.words)), names.type(view))];
    const [contract, memory] = view.key ? keyedStore(view, names) : listStore(view, names);
    files.push({
      path: names.file('storage', view.words), kind: 'storage', purpose: `Keeps ${plural(view.words).join(' ')}, in memory.`, from: 'declarations', about: aboutEntity(view),
      needs: [`${names.package}/errors.py`, names.file('models', view.words)].sort(),
      text: pyFile(`Keeps ${plural(view.words).join(' ')}`, imports, [contract, memory]), signatures: `${contract}\n\nclass ${names.store(view).memory}: ...\n`,
    });
  }
  return files;
}

function keyedStore(view: EntityView, names: PyNames): [contract: string, memory: string] {
  const type = names.type(view);
  const { store, memory } = names.store(view);
  const [one, many] = [view.words.join(' '), plural(view.words).join(' ')];
  const key = fieldNames(view.entity.fields).get(view.key!)!;
  const scalar = view.key!.type.kind === 'scalar' ? view.key!.type.scalar : 'string';
  const keyType = scalar === 'integer' ? 'int' : scalar === 'uuid' ? 'UUID' : 'str';
  return [`class ${store}(Protocol):
    """Keeps ${many}."""

    async def create(self, item: ${type}) -> None:
        """Keeps a new ${one}. Raises ConflictError where its ${key} is taken."""

    async def get(self, key: ${keyType}) -> ${type}:
        """Returns one ${one}. Raises NotFoundError where there is none of that ${key}."""

    async def list_all(self) -> list[${type}]:
        """Returns all ${many}, in the order in which they came."""

    async def update(self, item: ${type}) -> None:
        """Replaces the ${one} of the same ${key}. Raises NotFoundError where there is none."""

    async def delete(self, key: ${keyType}) -> None:
        """Removes one ${one}. Raises NotFoundError where there is none of that ${key}."""
`, `class ${memory}:
    """Keeps ${many} for as long as the process lives."""

    def __init__(self) -> None:
        self._items: dict[${keyType}, ${type}] = {}

    async def create(self, item: ${type}) -> None:
        if item.${key} in self._items:
            raise ConflictError(f"the ${one} {item.${key}} exists already")
        self._items[item.${key}] = item.model_copy(deep=True)

    async def get(self, key: ${keyType}) -> ${type}:
        if key not in self._items:
            raise NotFoundError(f"there is no ${one} {key}")
        return self._items[key].model_copy(deep=True)

    async def list_all(self) -> list[${type}]:
        return [item.model_copy(deep=True) for item in self._items.values()]

    async def update(self, item: ${type}) -> None:
        if item.${key} not in self._items:
            raise NotFoundError(f"there is no ${one} {item.${key}}")
        self._items[item.${key}] = item.model_copy(deep=True)

    async def delete(self, key: ${keyType}) -> None:
        if self._items.pop(key, None) is None:
            raise NotFoundError(f"there is no ${one} {key}")
`];
}

/** Of what nothing identifies: one is found by looking at all of them. */
function listStore(view: EntityView, names: PyNames): [contract: string, memory: string] {
  const type = names.type(view);
  const { store, memory } = names.store(view);
  const [one, many] = [view.words.join(' '), plural(view.words).join(' ')];
  return [`class ${store}(Protocol):
    """Keeps ${many}, which nothing identifies."""

    async def add(self, item: ${type}) -> None:
        """Keeps one ${one}."""

    async def list_all(self) -> list[${type}]:
        """Returns all ${many}, in the order in which they came."""

    async def update(self, matches: Callable[[${type}], bool], item: ${type}) -> None:
        """Replaces the first that matches. Raises NotFoundError where none does."""

    async def delete(self, matches: Callable[[${type}], bool]) -> None:
        """Removes all that match. Raises NotFoundError where none does."""
`, `class ${memory}:
    """Keeps ${many} for as long as the process lives."""

    def __init__(self) -> None:
        self._items: list[${type}] = []

    async def add(self, item: ${type}) -> None:
        self._items.append(item.model_copy(deep=True))

    async def list_all(self) -> list[${type}]:
        return [item.model_copy(deep=True) for item in self._items]

    async def update(self, matches: Callable[[${type}], bool], item: ${type}) -> None:
        for at, known in enumerate(self._items):
            if matches(known):
                self._items[at] = item.model_copy(deep=True)
                return
        raise NotFoundError("there is no such ${one}")

    async def delete(self, matches: Callable[[${type}], bool]) -> None:
        kept = [item for item in self._items if not matches(item)]
        if len(kept) == len(self._items):
            raise NotFoundError("there is no such ${one}")
        self._items = kept
`];
}

