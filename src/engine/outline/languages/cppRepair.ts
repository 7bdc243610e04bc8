/**
 * What the grammar cannot read because it does not know the macros of a project, blanked or written in another way: only where that leaves
 * fewer errors is it taken. A macro is told by its capital letters.
 */
export function repairCpp(text: string): string {
  return RULES.reduce((repaired, [pattern, keep]) => repaired.replace(pattern, (...found: unknown[]) => keep(...(found as string[]))), text);
}

const MACRO = '_*[A-Z][A-Z0-9]*_?[A-Z0-9_]+';
const ARGUMENTS = '(?:\\([^()\\n;{}]*\\))';

const RULES: readonly (readonly [RegExp, (...found: string[]) => string])[] = [
  // Declarations of parameters between their list and the body: C before 1989.
  [/(\([\w\s,]*\))(\s*(?:(?:[A-Za-z_]\w*[\s*]+)+[\w\s*,[\]]+;\s*)+)(?=\{)/g, (_, list, types) => list! + blank(types!)],
  // namespace std VISIBILITY(default) {
  [new RegExp(`(\\bnamespace\\s+[\\w:]*\\s+)(${MACRO}${ARGUMENTS}?)(?=\\s*\\{)`, 'g'), (_, head, macro) => head! + blank(macro!)],
  // class EXPORT Name :
  [new RegExp(`(\\b(?:class|struct|union|enum)\\s+)(${MACRO}${ARGUMENTS}?)(?=\\s+[A-Za-z_]\\w*\\s*(?:[:{]|final\\b))`, 'g'), (_, head, macro) => head! + blank(macro!)],
  // BEGIN_NAMESPACE, on a line of its own, between declarations
  [new RegExp(`((?:^|[;{}/>]|^[ \\t]*#[^\\n]*)\\s*\\n)([ \\t]*${MACRO}${ARGUMENTS}?[ \\t]*)(?=\\n\\s*(?!\\s*[},=)+\\-|&<*?:.{[]))`, 'gm'), (_, before, macro) => before! + blank(macro!)],
  // API_FUNC(int) name(…), STACK_OF(X) *name(…)
  [/^([ \t]*(?:(?:extern|static|inline|const)[ \t]+)*)([A-Za-z_]\w*_\w+\()([\w \t]+\**[ \t]*)(\))(?=\s*\**\s*[A-Za-z_]\w*\s*[(;[])/gm, (_, before, open, type, close) => before! + blank(open!) + type! + blank(close!)],
  // API int name(…)
  [new RegExp(`^([ \\t]*(?:(?:extern|static|inline|virtual|template\\s*<[^>]*>)\\s+)*)((?:${MACRO}${ARGUMENTS}?\\s+)+)(?=(?:const\\s+|unsigned\\s+|inline\\s+|static\\s+|constexpr\\s+|virtual\\s+|explicit\\s+)*[A-Za-z_][\\w:]*(?:<[^;(){}]*>)?[\\s*&]+[\\w~:]+\\s*[(;=[])`, 'gm'), (_, before, macros) => before! + blank(macros!)],
  // ) NOEXCEPT;
  [new RegExp(`(\\)\\s*(?:const\\s*)?)((?:${MACRO}${ARGUMENTS}?\\s*)+)(?=[;{]|\\n\\s*\\{|:\\s)`, 'g'), (_, before, macros) => before! + blank(macros!)],
];

function blank(text: string): string {
  return text.replace(/\S/g, ' ');
}
