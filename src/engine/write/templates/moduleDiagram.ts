import type { FileFacts } from './template';

/** Beyond this many a picture of the imports is no longer read; the overview lists them all. */
const MOST_MODULES = 16;

/** A Mermaid flowchart of what the file imports: the workspace's own modules first. `undefined` where it imports nothing. */
export function moduleDiagram({ path, outline, links }: FileFacts): string | undefined {
  const modules = [...new Set(outline.imports.map(({ from }) => from))].sort((a, b) => Number(links.has(b)) - Number(links.has(a)) || (a < b ? -1 : 1));
  if (modules.length === 0) return undefined;
  const nodes = modules.slice(0, MOST_MODULES).map((name, i) => `  file --> m${i}${links.has(name) ? `["${label(name)}"]` : `(["${label(name)}"])`}`);
  const rest = modules.length - nodes.length;
  return ['```mermaid', 'flowchart LR', `  file["${label(path.slice(path.lastIndexOf('/') + 1))}"]`, ...nodes, ...(rest > 0 ? [`  file --> more(["… +${rest}"])`] : []), '```'].join('\n');
}

/** Quotes end a label, and hashes begin an entity, in Mermaid. */
function label(text: string): string {
  return text.replace(/#/g, '#35;').replace(/"/g, '#quot;').replace(/[<>]/g, (c) => (c === '<' ? '#lt;' : '#gt;'));
}
