const TOKEN = /#[^\n]*|(?:"{3}(?:[^\\]|\\[\s\S])*?"{3})|(?:'{3}(?:[^\\]|\\[\s\S])*?'{3})|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|[()[\]{}]|\n/g;

/**
 * Line breaks inside brackets as spaces, comments there blanked: the grammar takes a line that is indented less than its block for the end
 * of the block, even inside brackets, where Python does not look at indentation.
 */
export function joinBracketedLines(text: string): string {
  let depth = 0;
  return text.replace(TOKEN, (token) => {
    if ('([{'.includes(token)) depth++;
    else if (')]}'.includes(token)) depth = Math.max(0, depth - 1);
    else if (token === '\n' && depth > 0) return ' ';
    else if (token.startsWith('#') && depth > 0) return ' '.repeat(token.length);
    return token;
  });
}
