import { blocks, code, codes, linkTarget, table } from '../markdown';
import type { Phrases } from './phrases';

/** A source as the workspace's page lists it. */
export interface ListedSource {
  readonly path: string;
  /** From the page to the spec. */
  readonly link: string;
  readonly summary: string;
  readonly exports: readonly string[];
  readonly imports: readonly string[];
}

/** Names beyond these make a row longer, not clearer. */
const MOST_EXPORTS = 8;
/** Folders beyond these make a picture that nobody reads. */
const MOST_NODES = 16;
const MOST_LEFT_OUT = 100;

export function workspaceOverview(sources: readonly ListedSource[], phrases: Phrases): string {
  return blocks(`# ${phrases.workspace.title}`, phrases.workspace.counts(sources.length, foldersOf(sources).length), dependencyDiagram(sources));
}

/** The sources of one folder, in the order of their names. */
export function folderFacts(folder: string, sources: readonly ListedSource[], phrases: Phrases): string {
  const rows = sources.map(({ path, link, summary, exports }) => {
    const shown = exports.filter((name) => name !== '*').slice(0, MOST_EXPORTS);
    return [`[${code(path.slice(path.lastIndexOf('/') + 1))}](${linkTarget(link)})`, summary, codes(shown) + (exports.length > shown.length ? ' …' : '')];
  });
  return blocks(`## ${code(folder === '' ? '.' : folder)}`, table([phrases.column.source, phrases.column.summary, phrases.column.exports], rows));
}

export function leftOutFacts(leftOut: readonly { readonly path: string; readonly reason: string }[], phrases: Phrases): string {
  const sorted = [...leftOut].sort((a, b) => (a.path < b.path ? -1 : 1));
  const more = sorted.length - MOST_LEFT_OUT;
  return blocks(
    `## ${phrases.workspace.leftOut}`,
    table([phrases.column.source, phrases.column.reason], sorted.slice(0, MOST_LEFT_OUT).map(({ path, reason }) => [code(path), reason])),
    more > 0 && phrases.workspace.more(more),
  );
}

export function foldersOf(sources: readonly ListedSource[]): string[] {
  return [...new Set(sources.map(({ path }) => folderOf(path)))].sort();
}

/** `from → to` between folders at the depth at which there are few enough of them to be read. */
export function folderDependencies(sources: readonly ListedSource[]): { readonly folders: readonly string[]; readonly edges: readonly (readonly [string, string])[] } {
  const deepest = Math.max(1, ...sources.map(({ path }) => path.split('/').length - 1));
  const all = foldersOf(sources);
  const at = (depth: number) => (folder: string) => folder.split('/').slice(0, depth).join('/');
  const counted = Array.from({ length: deepest }, (_, i) => deepest - i).find((depth) => new Set(all.map(at(depth))).size <= MOST_NODES);
  const groups = new Map(all.map((folder) => [folder, at(counted ?? 1)(folder)]));
  const group = (path: string) => groups.get(folderOf(path)) ?? '';
  const known = new Set(sources.map(({ path }) => path));
  const edges = new Map<string, readonly [string, string]>();
  for (const { path, imports } of sources) {
    for (const target of imports) {
      if (!known.has(target)) continue;
      const edge = [group(path), group(target)] as const;
      if (edge[0] !== edge[1]) edges.set(edge.join('\0'), edge);
    }
  }
  const folders = [...new Set(sources.map(({ path }) => group(path)))].sort().slice(0, MOST_NODES * 2);
  return { folders, edges: [...edges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge) };
}

function dependencyDiagram(sources: readonly ListedSource[]): string | undefined {
  const { folders, edges } = folderDependencies(sources);
  if (edges.length === 0) return undefined;
  const node = new Map(folders.map((folder, i) => [folder, `f${i}`]));
  const drawn = edges.filter(([from, to]) => node.has(from) && node.has(to));
  return ['```mermaid', 'flowchart LR', ...folders.map((folder) => `  ${node.get(folder)!}["${(folder === '' ? '.' : folder).replace(/"/g, '#quot;')}"]`), ...drawn.map(([from, to]) => `  ${node.get(from)!} --> ${node.get(to)!}`), '```'].join('\n');
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
