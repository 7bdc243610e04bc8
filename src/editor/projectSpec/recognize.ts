/** The names that project specs go by; those of single source files end in .spec.md too. */
export const PROJECT_SPEC_FILES = '**/*.spec.{yaml,yml,json,md}';

/** Top keys of other formats whose files may be called the same. */
const OTHER_FORMATS = /^\s{0,4}["']?(?:openapi|swagger|asyncapi|apiVersion|\$schema)["']?\s*:/m;
/** Keys in the front matter that only a project spec has. */
const PROJECT_KEYS = /^["']?(?:requirements|functional_?requirements|non_?functional_?requirements|entities|api_?contracts|endpoints|scenarios|build_?config)["']?\s*:/im;

/** Whether a file is a project spec, by its name and the beginning of its text. Cheap: it is asked of every document that opens. */
export function isProjectSpec(path: string, text: string): boolean {
  if (/\.spec\.(?:ya?ml|json)$/i.test(path)) return !OTHER_FORMATS.test(text.slice(0, 2_000));
  if (!/\.spec\.md$/i.test(path)) return false;
  const front = frontMatter(text);
  return front !== undefined && !/^specwright\s*:/m.test(front) && PROJECT_KEYS.test(front);
}

function frontMatter(text: string): string | undefined {
  const begin = /^\uFEFF?---[ \t]*\r?\n/.exec(text)?.[0].length;
  if (begin === undefined) return undefined;
  const end = text.slice(begin).search(/^---[ \t]*$/m);
  return end < 0 ? undefined : text.slice(begin, begin + end);
}
