/** How a project spec may be written. Apart from what reads each: who asks this of every document that opens must not load the YAML parser. */
export type SpecFormat = 'yaml' | 'json' | 'markdown';

/** By the ending of the path. */
export function formatOf(path: string): SpecFormat | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase();
  if (ending === 'json') return 'json';
  if (ending === 'yaml' || ending === 'yml') return 'yaml';
  return ending === 'md' || ending === 'markdown' ? 'markdown' : undefined;
}
