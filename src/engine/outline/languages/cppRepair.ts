/** Preprocessor lines, comments, strings, words, white space, signs. Each alternative is linear. */
const TOKEN = /#(?:\\\r?\n|[^\n])*|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[A-Za-z_]\w*|\d[\w.]*|\s+|::|->|&&|[\s\S]/g;
/** Names in capital letters are taken for macros. */
const MACRO = /^_*[A-Z][A-Z0-9_]*[A-Z0-9]_*$/;
const FUNCTION_MACRO = /^[A-Za-z]\w*_[A-Z][A-Z0-9_]*$|^_*[A-Z][A-Z0-9]*_[A-Z0-9_]*$/;
const WORD = /^[A-Za-z_~]/;
/** Reserved names that say something of a declaration: `__owur int f(void);`. Those that compilers know are left to the grammar. */
const ATTRIBUTE = /^__(?!(?:attribute|extension|inline|const|volatile|restrict|signed|typeof|asm|declspec|cdecl|stdcall)(?:__)?$)[a-z]\w*$/;
/** Words that stand before the name of a type. */
const QUALIFIERS: ReadonlySet<string> = new Set(['const', 'volatile', 'unsigned', 'signed', 'struct', 'union', 'enum', 'static', 'extern', 'inline']);
/** What stands behind a class's body. */
const CLASS_TAIL = /DEPRECATED|PACKED|ALIGN|ATTR/;
const TYPE_PART = /^(?:[A-Za-z_]\w*|\*|&|::|<|>|,)$/;
const OPENERS: ReadonlySet<string> = new Set(['', ';', '{', '}', ':', '#', '>', 'extern', 'static', 'inline', 'virtual', 'constexpr']);
const CLASS_KEYS: ReadonlySet<string> = new Set(['class', 'struct', 'union', 'enum']);
/** What a function's declaration ends with. */
const TAILS: ReadonlySet<string> = new Set([')', 'const', 'noexcept', 'override', 'final']);
/** Longest list of a macro's arguments, and of parameters declared apart, in tokens. */
const MAX_TOKENS = 120;

/** `extern "C" {` for C++ alone, and its end: the braces of what lies between do not pair to a grammar that reads both branches. */
const FOR_CPLUSPLUS = /^([ \t]*#[ \t]*if(?:def|[ \t]+defined)[ \t(]*__cplusplus[ \t)]*\r?\n)((?:[ \t]*(?:extern[ \t]*"C"[ \t]*\{|\})[ \t]*(?:\/\*[^*\n]*\*\/|\/\/[^\n]*)?\r?\n))([ \t]*#[ \t]*endif\b)/gm;

/**
 * The text with macros blanked that the grammar, which does not know them, takes for something else: `class EXPORT Name`, `API_FUNC(int) name()`,
 * `BEGIN_NAMESPACE` on a line of its own, `) NOEXCEPT;`; with `extern "C"` blanked where it is for C++ alone; and with the types blanked that C had between a list of parameters and the body.
 */
export function repairCpp(given: string): string {
  const text = given.replace(FOR_CPLUSPLUS, (_, open: string, brace: string, end: string) => open + brace.replace(/[^\r\n]/g, ' ') + end);
  const all = text.match(TOKEN) ?? [];
  const at = all.flatMap((token, index) => (/^(?:\s|\/\/|\/\*)/.test(token) ? [] : [index]));
  const word = (index: number): string => {
    const token = all[at[index] ?? -1] ?? '';
    return token.startsWith('#') ? '#' : token;
  };
  const blank = (from: number, to: number): void => {
    for (let index = from; index <= to; index++) all[at[index]!] = ' '.repeat(all[at[index]!]!.length);
  };
  const isLineEnd = (index: number): boolean => (all[at[index]! + 1] ?? '\n').includes('\n');
  const isLineStart = (index: number): boolean => at[index] === 0 || /\n|^\/\*/.test(all[at[index]! - 1] ?? '\n') || word(index - 1) === '#';
  for (let index = 0; index < at.length; index++) {
    const before = word(index - 1);
    if (before === ')' && WORD.test(word(index))) {
      const end = endOfOldTypes(word, index);
      if (end > 0) {
        blank(index, end);
        index = end;
        continue;
      }
    }
    const name = word(index);
    if (ATTRIBUTE.test(name) && (OPENERS.has(before) || isLineStart(index) || /^ +$/.test(before)) && declares(word, index + 1)) {
      blank(index, index);
      continue;
    }
    const isMacro = MACRO.test(name) && name.length > 2;
    if (!isMacro && !FUNCTION_MACRO.test(name)) continue;
    const end = word(index + 1) === '(' ? endOfArguments(word, index + 1) : index;
    if (end < 0) continue;
    const [next, second] = [word(end + 1), word(end + 2)];
    const starts = OPENERS.has(before) || isLineStart(index);
    if (isMacro && CLASS_KEYS.has(before) && WORD.test(next) && [':', '{', 'final'].includes(second)) blank(index, end);
    else if (isMacro && next === '{' && (before === 'namespace' || word(index - 2) === 'namespace')) blank(index, end);
    else if (isMacro && before === '}' && next === ';' && CLASS_TAIL.test(name)) blank(index, end);
    else if (isMacro && TAILS.has(before) && ([';', '{', ':', '='].includes(next) || MACRO.test(next))) blank(index, end);
    else if (isMacro && (OPENERS.has(before) || before === ')') && isLineStart(index) && isLineEnd(end) && (WORD.test(next) || ['}', '#', ''].includes(next)) && before !== ':') blank(index, end);
    else if (end > index && starts && isType(word, index + 2, end - 1) && (WORD.test(next) || next === '*')) {
      // API_FUNC(int) name(…): the type is kept.
      blank(index, index + 1);
      blank(end, end);
    } else if (end > index && (before === '(' || before === ',') && next === '*' && isType(word, index + 2, end - 1) && /^(?:[A-Za-z_*]|\*$)/.test(second)) {
      // A parameter of such a type.
      blank(index, index + 1);
      blank(end, end);
    } else if (isMacro && starts && WORD.test(next) && (WORD.test(second) || ['*', '&', '::', '<'].includes(second) || (second === '(' && word(end + 3) === '*'))) blank(index, end);
  }
  return all.join('');
}

/** A type and a name: `SSL_CTX *f`, `const char *p`, `int f`. */
function declares(word: (index: number) => string, from: number): boolean {
  let at = from;
  while (QUALIFIERS.has(word(at))) at++;
  return WORD.test(word(at)) && (WORD.test(word(at + 1)) || word(at + 1) === '*');
}

function endOfArguments(word: (index: number) => string, open: number): number {
  let depth = 0;
  for (let index = open; index < open + MAX_TOKENS; index++) {
    if (word(index) === '(') depth++;
    else if (word(index) === ')' && --depth === 0) return index;
    else if (['', ';', '{', '#'].includes(word(index))) return -1;
  }
  return -1;
}

function isType(word: (index: number) => string, from: number, to: number): boolean {
  for (let index = from; index <= to; index++) if (!TYPE_PART.test(word(index))) return false;
  return to >= from;
}

/** `find(t, key) struct table *t; char *key; {`: nothing else stands there. */
function endOfOldTypes(word: (index: number) => string, from: number): number {
  for (let index = from; index < from + MAX_TOKENS; index++) {
    if (word(index) === '{') return word(index - 1) === ';' ? index - 1 : -1;
    if (!/^(?:[A-Za-z_]\w*|\*|,|;|\[|\]|\d\w*)$/.test(word(index))) return -1;
  }
  return -1;
}
