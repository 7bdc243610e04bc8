import type { ProjectLanguage } from '../projectSpec';
import { short } from './fields';
import type { Problems } from './problems';
import { tokenOfEntry, type Entry } from './tree';

const FORMS: Readonly<Record<ProjectLanguage, { readonly pattern: RegExp; readonly expected: string; readonly separator: string }>> = {
  // https://go.dev/ref/mod#go-mod-file-ident
  go: { pattern: /^[A-Za-z0-9_~-][\w.~-]*(\/[A-Za-z0-9_~-][\w.~-]*)*$/, expected: 'a module path such as "example.com/library"', separator: '-' },
  // https://docs.npmjs.com/cli/configuring-npm/package-json#name
  typescript: { pattern: /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/, expected: 'a package name in small letters, such as "library" or "@acme/library"', separator: '-' },
  python: { pattern: /^[A-Za-z_]\w*$/, expected: 'an import name such as "library_lending"', separator: '_' },
};

/** What the project is called in code: as written, else made of its name. */
export function readModule(entry: Entry | undefined, name: string, language: ProjectLanguage | undefined, problems: Problems): string {
  if (!language) return '';
  const { pattern, expected, separator } = FORMS[language];
  if (!entry) return fromName(name, separator);
  const written = entry.value.kind === 'scalar' ? entry.value.text.trim() : '';
  if (pattern.test(written) && written.length <= 200) return written;
  problems.error('invalid-module', tokenOfEntry(entry), `"${entry.key}" is ${written ? `"${short(written)}"` : 'no text'}, but for ${language} it must be ${expected}.`);
  return written;
}

/** `Library Lending` → `library-lending` */
function fromName(name: string, separator: string): string {
  const words = name.toLowerCase().split(/[^a-z0-9]+/).filter(Boolean).join(separator);
  return /^[a-z]/.test(words) ? words : `project${separator}${words}`;
}
