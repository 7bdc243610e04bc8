import { ABOUT_NOTHING, joined } from '../../about';
import { plural, Scope } from '../../names';
import { mentions, type EntityView, type Project, type Resource } from '../../project';
import type { PlannedFile } from '../../projectPlan';
import { byPrecedence } from '../../routes';
import { renderFile, type Binding } from '../../skeleton';
import { comment, docstring, functionName, list, pyString } from './pyCode';
import { from, pyImports } from './pyImports';
import { moduleOf, type PyNames } from './pyNames';

export interface Routed {
  readonly resource: Resource;
  readonly file: PlannedFile;
}

export function configFile(names: PyNames): PlannedFile {
  return {
    path: `${names.package}/config.py`, kind: 'configuration', purpose: 'Settings, from the environment.', from: 'declarations', needs: [], about: ABOUT_NOTHING,
    text: `"""Settings of the program, from its environment."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Config:
    """The settings of the program."""

    host: str
    """Where the server listens: HOST, or 127.0.0.1."""

    port: int
    """PORT, or 8000."""


def read_config(environ: Mapping[str, str]) -> Config:
    """Reads the settings. Raises ValueError where one of them cannot be read."""
    port = environ.get("PORT", "8000")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"PORT is {port!r}: it has to be a number from 0 to 65535")
    return Config(host=environ.get("HOST", "127.0.0.1"), port=int(port))
`,
  };
}

/** The application: every part is made and handed to those that need it. */
export function appFile(routed: readonly Routed[], project: Project, names: PyNames): PlannedFile {
  const used = project.entities.filter((view) => routed.some(({ resource }) => resource.stores.includes(view)));
  const scope = new Scope(['app', 'status', 'error']);
  const variables = new Map<EntityView, string>(used.map((view) => [view, scope.claim(`${functionName(view.words)}_store`)]));
  const services = routed.map(({ resource, file }) => ({ ...names.resource(resource), resource, module: moduleOf(file.path), router: `${functionName(resource.words)}_router` }));
  const imports: Binding[] = [
    ...from('fastapi', 'FastAPI', 'Request'), ...from('fastapi.responses', 'JSONResponse'), ...from(`${names.package}.errors`, 'AppError'), ...from(`${names.package}.routers`, ...services.map(({ router }) => router)),
    ...services.flatMap(({ resource, service }) => from(moduleOf(names.file('services', resource.words)), service)), ...used.flatMap((view) => from(moduleOf(names.file('storage', view.words)), names.store(view).memory)),
  ];
  const stores = used.map((view) => `    ${variables.get(view)} = ${names.store(view).memory}()\n`).join('');
  const description = project.spec.description.replace(/\s+/g, ' ').trim();
  const text = `
async def answer_error(_: Request, error: Exception) -> JSONResponse:
    """Answers an AppError with its status. What any other error says stays in the server's log."""
    if isinstance(error, AppError):
        message = str(error) or type(error).__name__
        return JSONResponse({"error": message}, status_code=error.status_code)
    return JSONResponse({"error": "internal server error"}, status_code=500)


def create_app() -> FastAPI:
    """Returns the application with all of its parts. What it keeps is in memory."""
${list('app = FastAPI(', [`title=${pyString(project.spec.name.trim() || names.package)}`, ...(description === '' ? [] : [`description=${pyString(description)}`])], ')', '    ')}
    app.add_exception_handler(AppError, answer_error)
    app.add_exception_handler(Exception, answer_error)

${stores}${services.map(({ attribute, service, resource }) => `${list(`app.state.${attribute} = ${service}(`, resource.stores.map((view) => variables.get(view)!), ')', '    ')}\n`).join('')}
${byPrecedence(services, ({ resource }) => resource.operations.flatMap(({ contract }) => contract ?? [])).map(({ router }) => `    app.include_router(${router}.router)\n`).join('')}    return app
`;
  return {
    path: `${names.package}/app.py`, kind: 'wiring', purpose: 'The application: all parts, all routes, and how errors are answered.', from: 'declarations', about: joined(routed.map(({ file }) => file.about)),
    needs: [`${names.package}/errors.py`, ...routed.flatMap(({ resource, file }) => [file.path, names.file('services', resource.words)]), ...used.map((view) => names.file('storage', view.words))].sort(),
    text: renderFile({ language: 'python', style: pyImports, head: '"""The application."""\n\n', imports, gap: '\n', pieces: [text] }),
  };
}

export function mainFile(names: PyNames, project: Project): PlannedFile {
  return {
    path: `${names.package}/__main__.py`, kind: 'wiring', purpose: 'The program: serves until it is told to stop.', from: 'declarations', needs: [`${names.package}/app.py`, `${names.package}/config.py`], about: ABOUT_NOTHING,
    text: `${docstring(`Serves the HTTP interface of ${project.spec.name}`, '')}
import os

import uvicorn

from ${names.package}.app import create_app
from ${names.package}.config import read_config


def main() -> None:
    config = read_config(os.environ)
    uvicorn.run(create_app(), host=config.host, port=config.port)


if __name__ == "__main__":
    main()
`,
  };
}

/** A package of its own is what `import` finds. */
export function packageFile(path: string, text: string): PlannedFile {
  return { path: `${path}/__init__.py`, kind: 'configuration', purpose: text, from: 'declarations', needs: [], about: ABOUT_NOTHING, text: docstring(text, '') };
}

export interface TestedResource {
  readonly resource: Resource;
  readonly methods: readonly { readonly name: string; readonly purpose: string }[];
  readonly file: PlannedFile;
}

/** Outlines of tests: one for each operation and each scenario, skipped until somebody writes it. */
export function testFiles(project: Project, tested: readonly TestedResource[]): PlannedFile[] {
  const rest = new Set(project.spec.scenarios);
  const files = tested.map(({ resource, methods, file }): PlannedFile => {
    const own = [...rest].filter(({ title, steps }) => mentions([title, ...steps].join(' '), resource.words));
    for (const scenario of own) rest.delete(scenario);
    const scope = new Scope();
    const what = plural(resource.words).join(' ');
    const tests = [...methods.map(({ name, purpose }) => testText(scope.claim(`test_${name}`), purpose, [])), ...scenarioTests(own, scope)];
    return testFile(`tests/test_${file.path.split('/').at(-1)!}`, `Tests of the rules for ${what}.`, tests, [file]);
  });
  return rest.size === 0 ? files : [...files, testFile('tests/test_scenarios.py', 'Tests of scenarios.', scenarioTests([...rest], new Scope()), tested.map(({ file }) => file))];
}

function scenarioTests(scenarios: readonly Project['spec']['scenarios'][number][], scope: Scope): string[] {
  return scenarios.map(({ id, title, steps }) => testText(scope.claim(functionName(['test', ...idWords(id)])), `${id}: ${title}`, steps));
}

function idWords(id: string): string[] {
  return id.normalize('NFKC').toLowerCase().match(/[\p{L}\p{Nd}]+/gu) ?? ['scenario'];
}

function testText(name: string, what: string, steps: readonly string[]): string {
  const reason = pyString(`not written yet: ${what.replace(/[\s\p{Cc}]+/gu, ' ').trim()}`);
  return `${list('@pytest.mark.skip(', [`reason=${reason}`], ')')}\ndef ${name}() -> None:\n${steps.map((step) => comment(step, '    ')).join('')}    raise NotImplementedError\n`;
}

function testFile(path: string, purpose: string, tests: readonly string[], of: readonly PlannedFile[]): PlannedFile {
  return { path, kind: 'test', purpose, from: 'declarations', needs: of.map((file) => file.path).sort(), about: of.length === 1 ? of[0]!.about : ABOUT_NOTHING, text: `"""${purpose}"""\n\nimport pytest\n\n\n${tests.join('\n\n')}` };
}
