import { compareSource, type CompareDeps, type ComparedSource } from '../chunk/compareSource';
import { WorkspaceIndex } from '../chunk/workspaceIndex';
import { createGatherer, type Gatherer } from '../gather/gather';
import { InputError } from '../inputError';
import { languageOf } from '../outline/languages';
import type { GenerateRequest } from '../request';
import type { RunPorts } from '../run';
import { phrasesFor } from '../write/templates/phrases';
import { templateNamed } from '../write/templates/templates';

/** What of a request says which sources there are and what their specs should be. */
export type WatchRequest = Pick<GenerateRequest, 'include' | 'exclude' | 'outputFolder' | 'template' | 'language'>;
export type WatchPorts = Pick<RunPorts, 'files' | 'store' | 'outliner' | 'trusted'>;

/** One source that a person named, beside its spec, outside of any run. @throws InputError where it cannot be read */
export async function compareNamed(path: string, request: WatchRequest, ports: WatchPorts): Promise<{ readonly compared: ComparedSource; readonly deps: CompareDeps }> {
  const gatherer = gathererFor(request, ports);
  const deps = await depsFor(gatherer, request, ports);
  for await (const found of gatherer.gather([path])) {
    if (found.kind === 'source') return { compared: await compareSource(found, deps), deps };
    throw new InputError(`${path} cannot be read: ${found.reason}.`);
  }
  throw new InputError(`There is no file ${path}.`);
}

export function gathererFor({ include, exclude, outputFolder }: WatchRequest, { files }: Pick<WatchPorts, 'files'>): Gatherer {
  return createGatherer(files, { isSource: (path) => languageOf(path) !== undefined, include, exclude, outputFolder });
}

/** What a source is compared with where there is no run whose events anybody follows. */
export async function depsFor(gatherer: Gatherer, request: WatchRequest, { files, store, outliner, trusted = false }: WatchPorts, signal?: AbortSignal): Promise<CompareDeps> {
  const readText = async (path: string) => {
    const found = await gatherer.readSource(path);
    return found.kind === 'source' ? found.text : undefined;
  };
  return {
    index: new WorkspaceIndex(readText, (folder) => gatherer.listFolder(folder), outliner, [], signal),
    store,
    template: await templateNamed(request.template, files, trusted),
    phrases: phrasesFor(request.language),
    language: request.language,
    outputFolder: request.outputFolder,
    events: { emit: () => {} },
  };
}
