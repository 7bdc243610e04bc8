/** Where a source stands, and how what stands there is indented. */
export interface Place {
  /** What stands before it on its first line, where that is white space; else the empty string. */
  readonly indentation: string;
  /** Of the file: a tab, or so many spaces. */
  readonly unit: string;
}

/** @param start offset of the symbol's first word */
export function placeAt(text: string, start: number): Place {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return { indentation: before.trim() === '' ? before : '', unit: unitOf(text) };
}

/**
 * Gives a source the indentation of its place. Models keep it, begin at the margin, or leave it out on the first line alone; lines that begin within a string stay as they are.
 * @param isInString by number of the line, from 0
 * @returns the source from its first word on
 */
export function indentAs(place: Place, code: string, isInString: (line: number) => boolean): string {
  const lines = code.split('\n').map((line, i) => (isInString(i) ? line : inUnits(line, place.unit, unitOf(code))));
  const given = indentationOf(lines[0]!);
  const shifts = given !== place.indentation && !isOnlyFirstLine(lines, given, place.indentation, isInString);
  const placed = lines.map((line, i) => {
    if (!shifts || i === 0 || line.trim() === '' || isInString(i) || !line.startsWith(given)) return line;
    return place.indentation + line.slice(given.length);
  });
  return [lines[0]!.trimStart(), ...placed.slice(1)].join('\n');
}

/** The first line begins at the margin, and the others stand where they are to stand. */
function isOnlyFirstLine(lines: readonly string[], given: string, wanted: string, isInString: (line: number) => boolean): boolean {
  const rest = lines.flatMap((line, i) => (i === 0 || line.trim() === '' || isInString(i) ? [] : [line]));
  if (given !== '' || rest.length === 0) return false;
  const least = rest.map(indentationOf).reduce((one, other) => (other.length < one.length ? other : one));
  if (!least.startsWith(wanted)) return false;
  // What closes a block stands as deep as what opened it; in a language without such an end everything below is deeper.
  return least.length > wanted.length || /^\s*(?:[\])}]|end\b|fi\b|done\b|esac\b)/.test(rest.at(-1)!);
}

function indentationOf(line: string): string {
  return /^[ \t]*/.exec(line)![0];
}

/** A tab where most indented lines begin with one, else the smallest step of spaces. */
function unitOf(text: string): string {
  const indented = text.match(/^[ \t]+(?=\S)/gm) ?? [];
  const tabs = indented.filter((one) => one.startsWith('\t')).length;
  if (tabs * 2 > indented.length) return '\t';
  // A single space leads the lines of a block comment.
  const widths = indented.filter((one) => !one.includes('\t') && one.length > 1).map((one) => one.length);
  return ' '.repeat(widths.length === 0 ? 4 : Math.min(...widths));
}

/** Tabs for spaces, or spaces for tabs, where the file has the other. */
function inUnits(line: string, wanted: string, given: string): string {
  const indentation = indentationOf(line);
  if (wanted === '\t' && given !== '\t') return '\t'.repeat(Math.floor(indentation.length / given.length)) + ' '.repeat(indentation.length % given.length) + line.slice(indentation.length);
  if (wanted !== '\t' && given === '\t') return indentation.replaceAll('\t', wanted) + line.slice(indentation.length);
  return line;
}
