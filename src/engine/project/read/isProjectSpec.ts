import { formatOf } from './formats';

/** A key that only a project spec has at its top, in YAML or JSON. */
const TELLING_KEY = /^(?:[ \t]{0,4}")?(?:entities|api_contracts|requirements|functional_requirements)"?[ \t]*:/m;

/** The first key of the spec of a source. */
const SOURCE_SPEC = /^\uFEFF?---\r?\n(?:.*\r?\n)*?specwright[ \t]*:/;

/** Whether a file is meant to be a project spec, however broken it is: by its name, or by what it begins with. The spec of a source, which is Markdown too, is none. */
export function isProjectSpec(path: string, text: string): boolean {
  const format = formatOf(path);
  if (format === undefined) return false;
  if (format !== 'markdown') return /\.spec\.\w+$/i.test(path) || TELLING_KEY.test(text);
  const frontMatter = /^\uFEFF?---\r?\n[\s\S]*?\r?\n---/.exec(text)?.[0] ?? '';
  return !SOURCE_SPEC.test(frontMatter) && TELLING_KEY.test(text);
}
