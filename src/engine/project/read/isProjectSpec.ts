import { formatOf } from './formatOf';

/** Top keys of other formats whose files may be called the same. */
const OTHER_FORMATS = /^\s{0,4}["']?(?:openapi|swagger|asyncapi|apiVersion|\$schema(?=["']?\s*:(?!.*project-spec\.schema)))["']?\s*:/m;
/** Keys that only a project spec has at its top, or in its front matter. */
const PROJECT_KEYS = /^\s{0,4}["']?(?:requirements|functional_?requirements|non_?functional_?requirements|entities|api_?contracts|endpoints|scenarios|build_?config)["']?\s*:/im;

/** Front matter that leaves the rest to the sections below it. A source spec names the language of its text there. */
const PROJECT_LANGUAGE = /^language\s*:\s*["']?(?:go|golang|typescript|ts|python3?|py)\b/im;

/** Whether a file is a project spec, by its name and the beginning of its text. Cheap: it is asked of every document that opens. */
export function isProjectSpec(path: string, text: string): boolean {
  if (/\.spec\.(?:ya?ml|json)$/i.test(path)) return !OTHER_FORMATS.test(text.slice(0, 2_000));
  return /\.spec\.md$/i.test(path) && isMarkdownSpec(text);
}

/** The same of a file that a person named on purpose, whatever it is called. */
export function mayBeProjectSpec(path: string, text: string): boolean {
  const format = formatOf(path);
  if (format === undefined) return false;
  if (isProjectSpec(path, text)) return true;
  return format === 'markdown' ? isMarkdownSpec(text) : !OTHER_FORMATS.test(text) && PROJECT_KEYS.test(text);
}

function isMarkdownSpec(text: string): boolean {
  const front = frontMatter(text);
  return front !== undefined && !/^specwright\s*:/m.test(front) && (PROJECT_KEYS.test(front) || PROJECT_LANGUAGE.test(front));
}

function frontMatter(text: string): string | undefined {
  const begin = /^\uFEFF?---[ \t]*\r?\n/.exec(text)?.[0].length;
  if (begin === undefined) return undefined;
  const end = text.slice(begin).search(/^---[ \t]*$/m);
  return end < 0 ? undefined : text.slice(begin, begin + end);
}
