/** A name as it is compared: without what a language puts before or after it (`$name`, `@name`, `#name`, `name?`, `name!`). */
export function bareName(name: string): string {
  return name.replace(/^[$@#&*~]+|[?!]+$/g, '') || name;
}

const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*/gu;

export function identifiersIn(text: string): string[] {
  return text.match(IDENTIFIER)?.map(bareName) ?? [];
}

/** A name that nobody writes in a sentence by chance: `maxItems`, `max_items`, `URL2`. */
export function isCodeShaped(name: string): boolean {
  return /[a-z\d]\p{Lu}|\p{Lu}{2}|[_$\d]/u.test(name);
}

/** Strings come first, so that nothing in them is taken for a comment. */
const STRING = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const SLASHES = String.raw`\/\/[^\n]*|\/\*[^]*?\*\/`;
const HASH = String.raw`(?<![$\w{&])#[^\n]*`;

const COMMENTS: Readonly<Record<string, RegExp>> = {
  python: new RegExp(String.raw`("""[^]*?"""|'''[^]*?'''|${HASH})|${STRING}`, 'g'),
  ruby: new RegExp(String.raw`(^=begin\b[^]*?^=end\b|${HASH})|${STRING}`, 'gm'),
  bash: new RegExp(`(${HASH})|${STRING}`, 'g'),
  powershell: new RegExp(`(<#[^]*?#>|${HASH})|${STRING}`, 'g'),
  php: new RegExp(String.raw`(${SLASHES}|(?<![$\w])#(?!\[)[^\n]*)|${STRING}`, 'g'),
};
const WITH_SLASHES = new RegExp(`(${SLASHES})|${STRING}`, 'g');

/**
 * The identifiers of a piece of code. Of a comment only what is written as code counts: its words are no names. A light look without a grammar: a comment's mark in a regular
 * expression makes words of the rest of its line.
 */
export function namesInCode(code: string, language: string): Set<string> {
  const names = new Set<string>();
  const rest = code.replace(COMMENTS[language] ?? WITH_SLASHES, (whole, comment: string | undefined) => {
    if (comment === undefined) return whole;
    for (const name of namesInComment(comment)) names.add(name);
    return ' ';
  });
  for (const name of identifiersIn(rest)) names.add(name);
  return names;
}

/** What a comment writes as code. */
export function namesInComment(comment: string): string[] {
  const marked = (comment.match(/`[^`\n]+`|\{@\w+ [^}]*\}|[@:]\w+[ :]\{?[\w.]+|\w+(?:\.\w+)*\(/g) ?? []).flatMap(identifiersIn);
  return [...marked, ...identifiersIn(comment).filter(isCodeShaped)];
}
