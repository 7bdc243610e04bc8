/** An answer taken apart. */
export interface CodeAnswer {
  /** Import statements as they were given; empty where there are none. */
  readonly imports: string;
  /** The symbol's source, with the indentation that it was given. */
  readonly code: string;
  /** All of the answer as source: what it is if what stands before the hyphens is no import, so that they belong to the code. */
  readonly whole: string;
}

const SEPARATOR = /^---[ \t]*$/m;

/**
 * Takes an answer apart at its first line of three hyphens. Without one it is all code. A Markdown fence around the whole, or around the code, is taken off, since models
 * are used to setting one.
 */
export function splitCode(answer: string): CodeAnswer {
  const text = withoutFence(answer.replace(/\r\n/g, '\n'));
  const whole = withoutBlankEdges(text);
  const separator = SEPARATOR.exec(text);
  if (!separator) return { imports: '', code: whole, whole };
  const imports = withoutFence(text.slice(0, separator.index)).trim();
  return { imports, code: withoutBlankEdges(withoutFence(text.slice(separator.index + separator[0].length))), whole };
}

function withoutFence(text: string): string {
  const fenced = /^\s*(`{3,}|~{3,})[^\n`]*\n([\s\S]*?)\n?[ \t]*\1[ \t]*\s*$/.exec(text);
  return fenced && !fenced[2]!.includes(`\n${fenced[1]!}`) ? fenced[2]! : text;
}

/** The first line keeps its indentation. */
function withoutBlankEdges(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, '').replace(/\s+$/, '');
}
