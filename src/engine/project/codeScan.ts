import type { ProjectLanguage } from './projectSpec';

/** Code with its strings and comments blanked, and which of its lines begin within a string. */
export interface ScannedCode {
  /** As long as the code, line breaks in their places. What is interpolated into a string is code and stays. */
  readonly code: string;
  /** 0-based. They must keep their indentation. */
  readonly linesInStrings: ReadonlySet<number>;
}

/** What opens a string, with what it ends in. The first that matches at a place is taken. */
interface StringRule {
  readonly open: RegExp;
  readonly close: (opening: string) => string;
  readonly escapes: boolean;
  readonly lines: 'one' | 'many';
  /** Whether names in it count as used. */
  readonly interpolates: (opening: string) => boolean;
}

interface Rules {
  readonly lineComment: string;
  readonly blockComment?: readonly [string, string];
  readonly strings: readonly StringRule[];
}

const never = () => false;
const same = (opening: string) => opening;
const quoted = { open: /["']/y, close: same, escapes: true, lines: 'one', interpolates: never } as const;

const RULES: Readonly<Record<ProjectLanguage, Rules>> = {
  go: { lineComment: '//', blockComment: ['/*', '*/'], strings: [{ open: /`/y, close: same, escapes: false, lines: 'many', interpolates: never }, quoted] },
  typescript: { lineComment: '//', blockComment: ['/*', '*/'], strings: [{ open: /`/y, close: same, escapes: true, lines: 'many', interpolates: () => true }, quoted] },
  python: {
    lineComment: '#',
    strings: [
      { open: /(?<![\w])[rbuftRBUFT]{0,2}(?:"""|''')/y, close: (opening) => opening.slice(-3), escapes: true, lines: 'many', interpolates: (opening) => /[ft]/i.test(opening) },
      { open: /(?<![\w])[rbuftRBUFT]{0,2}["']/y, close: (opening) => opening.slice(-1), escapes: true, lines: 'one', interpolates: (opening) => /[ft]/i.test(opening) },
    ],
  },
};

/** A slash begins a regular expression of TypeScript where no value stands before it. */
const REGEX = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//y;
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~]|\b(?:return|typeof|case|in|of|await))\s*$/;

export function scanCode(code: string, language: ProjectLanguage): ScannedCode {
  const rules = RULES[language];
  const out: string[] = [];
  const linesInStrings = new Set<number>();
  let line = 0;
  let at = 0;
  const blank = (end: number, keep: boolean, isString: boolean) => {
    for (; at < end; at++) {
      const char = code[at]!;
      out.push(char === '\n' || keep ? char : ' ');
      if (char !== '\n') continue;
      line++;
      if (isString) linesInStrings.add(line);
    }
  };
  while (at < code.length) {
    const comment = endOfComment(code, at, rules);
    if (comment !== undefined) {
      blank(comment, false, false);
      continue;
    }
    const rule = rules.strings.find(({ open }) => ((open.lastIndex = at), open.test(code)));
    if (rule) {
      rule.open.lastIndex = at;
      const opening = rule.open.exec(code)![0];
      blank(endOfString(code, at + opening.length, rule.close(opening), rule), rule.interpolates(opening), true);
      continue;
    }
    REGEX.lastIndex = at;
    const regex = language === 'typescript' && code[at] === '/' && BEFORE_REGEX.test(out.slice(-40).join('')) ? REGEX.exec(code) : null;
    blank(at + (regex?.[0].length ?? 1), regex === null, false);
  }
  return { code: out.join(''), linesInStrings };
}

function endOfComment(code: string, at: number, { lineComment, blockComment }: Rules): number | undefined {
  if (code.startsWith(lineComment, at)) return orEnd(code.indexOf('\n', at), code);
  if (!blockComment || !code.startsWith(blockComment[0], at)) return undefined;
  const end = code.indexOf(blockComment[1], at + blockComment[0].length);
  return end < 0 ? code.length : end + blockComment[1].length;
}

function endOfString(code: string, from: number, close: string, { escapes, lines }: StringRule): number {
  for (let at = from; at < code.length; at++) {
    if (escapes && code[at] === '\\') at++;
    else if (code.startsWith(close, at)) return at + close.length;
    else if (lines === 'one' && code[at] === '\n') return at;
  }
  return code.length;
}

function orEnd(index: number, code: string): number {
  return index < 0 ? code.length : index;
}

/** The code with another indentation: its own common one goes, `indentation` comes. Lines within strings stay as they are. */
export function reindent(code: string, indentation: string, language: ProjectLanguage): string {
  const lines = code.replace(/\r\n?/g, '\n').replace(/^(?:[ \t]*\n)+/, '').trimEnd().split('\n');
  const { linesInStrings } = scanCode(lines.join('\n'), language);
  const moved = lines.map((line, i) => ({ line, isFixed: linesInStrings.has(i) }));
  const own = moved.filter(({ line, isFixed }) => !isFixed && line.trim() !== '').map(({ line }) => /^[ \t]*/.exec(line)![0]);
  const common = own.reduce((shared, one) => commonStart(shared, one), own[0] ?? '');
  return moved.map(({ line, isFixed }) => (isFixed ? line : line.trim() === '' ? '' : indentation + line.slice(common.length).trimEnd())).join('\n');
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
