import { t } from '../../l10n/localize';
/** `Library Lending` → `library-lending.spec.yaml` */
export function newSpecPath(name: string): string {
  const words = name.toLowerCase().normalize('NFKD').split(/[^a-z0-9]+/).filter(Boolean).join('-');
  return `${words || 'project'}.spec.yaml`;
}

/** What is wrong with the name of a new project, and the next step; `undefined`: nothing. */
export function projectNameProblem(typed: string): string | undefined {
  const name = typed.trim();
  // Nothing was typed yet.
  if (name === '') return undefined;
  if (!/[A-Za-z]/.test(name)) return t('At least one letter from a to z: packages are called after it. You can describe the project in any language.');
  return name.length > 100 ? t('At most 100 characters. Say the rest in the description.') : undefined;
}

/** What is wrong with where a new spec is to lie. */
export function newSpecPathProblem(typed: string): string | undefined {
  const path = typed.trim();
  if (/^([A-Za-z]:|[/\\])/.test(path) || /(^|[/\\])\.\.([/\\]|$)/.test(path)) return t('A path inside of the folder, such as specs/library.spec.yaml.');
  if (/[\\<>:"|?*]/.test(path)) return t('Write "/" between folders, and none of \\ < > : " | ? *.');
  return /(^|\/)[^/.][^/]*\.spec\.ya?ml$/i.test(path) ? undefined : t('It ends in .spec.yaml, so that the editor knows it.');
}
