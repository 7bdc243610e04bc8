import ignore from 'ignore';

const MOST_ALTERNATIVES = 1_000;

/**
 * Whether one of the globs matches a path, or a folder above it. Patterns as in `.gitignore` (one without a slash matches in every folder), with
 * `{a,b}` as in the editor's settings. Letter case counts. No globs match nothing.
 */
export function globMatcher(globs: readonly string[]): (path: string, kind?: 'file' | 'folder') => boolean {
  const patterns = globs.flatMap(expandBraces).map((glob) => glob.trim().replace(/^\.\//, '/').replace(/^#/, '\\#')).filter((glob) => glob !== '');
  if (patterns.length === 0) return () => false;
  const rules = ignore({ ignorecase: false }).add(patterns);
  return (path, kind = 'file') => path !== '' && rules.ignores(kind === 'folder' ? `${path}/` : path);
}

/** `a/{b,c{d,e}}` becomes `a/b`, `a/cd`, `a/ce`. Braces without a comma, or without a partner, stand for themselves. */
export function expandBraces(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // The innermost pair first.
    const group = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (!group) done.push(next);
    else {
      const [whole, inside = ''] = group;
      for (const part of inside.split(',').reverse()) open.push(next.slice(0, group.index) + part + next.slice(group.index + whole.length));
    }
    if (done.length + open.length > MOST_ALTERNATIVES) throw new Error(`The glob ${JSON.stringify(glob.slice(0, 80))} stands for more than ${MOST_ALTERNATIVES} patterns. Write a shorter one.`);
  }
  return [...new Set(done)];
}
