import { breathe } from '../breathe';
import { aboutOf } from '../chunk/chunkSource';
import { compareSource, type CompareDeps, type ComparedSource } from '../chunk/compareSource';
import { SHARES_NAMES } from '../chunk/packages';
import type { Gatherer } from '../gather/gather';
import { globMatcher } from '../gather/globs';
import { hashOf } from '../hash';
import { languageOf } from '../outline/languages';
import { depsFor, gathererFor, type WatchPorts, type WatchRequest } from './compareNamed';
import { driftOf, type FileDrift } from './fileDrift';

/** What a shell keeps of a source while people work on it. */
export interface WatchedSource {
  readonly drift: FileDrift;
  /** Where the symbols that have sections stand now, in the order of the template. */
  readonly symbols: readonly SymbolLines[];
  /** Id of the language. */
  readonly language: string;
  /** Sources of the workspace that it imports. */
  readonly imports: readonly string[];
  /** Hash of what the sections of others may follow from: signatures, and the names that are handed on. */
  readonly offers: string;
}

export interface SymbolLines {
  /** Of the section, and of the symbol. */
  readonly id: string;
  readonly name: string;
  /** 1-based, of the (last) declaration. */
  readonly line: number;
  readonly endLine: number;
}

/**
 * Compares sources with their specs one after the other, by the one definition of fresh: for work beside that of a person, which may be given up at any time. `''`: every source of the
 * workspace; else the ones that are named, of which `undefined` is told where a walk would not take them (any more), or they cannot be read. Of a single source no more is read than
 * what it imports. Nothing is written and nothing is sent.
 * @throws the reason of an aborted signal
 */
export async function* watchSources(paths: readonly string[], request: WatchRequest, ports: WatchPorts, signal?: AbortSignal): AsyncGenerator<readonly [path: string, watched: WatchedSource | undefined]> {
  const gatherer = gathererFor(request, ports);
  const deps = await depsFor(gatherer, request, ports, signal);
  for await (const { path, text } of paths.includes('') ? walked(gatherer, signal) : named(paths, gatherer, request)) {
    await breathe();
    signal?.throwIfAborted();
    yield [path, text === undefined ? undefined : await watched(path, text, deps, signal)];
  }
}

/** Sources whose sections may follow from this one: they import it, through others where need be, or share its names without an import. Sorted. */
export function dependentsOf(path: string, sources: ReadonlyMap<string, Pick<WatchedSource, 'imports' | 'language'>>): string[] {
  const language = sources.get(path)?.language;
  const found = new Set<string>();
  const reached = [path];
  for (let one = reached.pop(); one !== undefined; one = reached.pop()) {
    for (const [other, { imports }] of sources) {
      if (found.has(other) || !imports.includes(one)) continue;
      found.add(other);
      reached.push(other);
    }
  }
  if (language !== undefined && SHARES_NAMES.has(language)) for (const [other, of] of sources) if (of.language === language) found.add(other);
  found.delete(path);
  return [...found].sort();
}

interface Found {
  readonly path: string;
  readonly text: string | undefined;
}

async function* walked(gatherer: Gatherer, signal?: AbortSignal): AsyncGenerator<Found> {
  for await (const found of gatherer.gather([''], signal)) if (found.kind === 'source') yield found;
}

async function* named(paths: readonly string[], gatherer: Gatherer, { include }: WatchRequest): AsyncGenerator<Found> {
  const isIncluded = include?.length ? globMatcher(include) : () => true;
  for (const path of paths) {
    const isWanted = languageOf(path) !== undefined && isIncluded(path);
    const found = isWanted ? await gatherer.readSource(path) : undefined;
    yield { path, text: found?.kind === 'source' ? found.text : undefined };
  }
}

async function watched(path: string, text: string, deps: CompareDeps, signal?: AbortSignal): Promise<WatchedSource | undefined> {
  try {
    const compared = await compareSource({ path, text }, deps);
    return { drift: driftOf(compared, deps), symbols: symbolsOf(compared), language: compared.outline.language, imports: aboutOf(compared).imports, offers: offersOf(compared) };
  } catch {
    signal?.throwIfAborted();
    // The command that needs the file says what is wrong with it.
    return undefined;
  }
}

function symbolsOf({ sections }: ComparedSource): SymbolLines[] {
  return sections.flatMap(({ plan }) => (plan.kind === 'symbol' ? [{ id: plan.id, name: plan.symbol.name, line: plan.symbol.line, endLine: plan.symbol.endLine }] : []));
}

function offersOf({ outline: { symbols, exports } }: ComparedSource): string {
  const signatures = symbols.filter(({ inner }) => !inner).map(({ id, sig }) => `${id} ${sig}`);
  const handedOn = exports.map(({ name, from, fromName }) => `${name} ${from ?? ''} ${fromName ?? ''}`);
  return hashOf([signatures.sort(), handedOn.sort()]);
}
