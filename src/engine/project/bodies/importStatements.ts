/** Import statements of an answer, one each, however they were put: Go's block is taken apart, what goes over several lines is joined. */
export function importStatements(language: string, text: string): string[] {
  const lines = text.replace(/\r\n/g, '\n').split('\n').map((line) => line.trim()).filter((line) => line !== '' && !/^(?:\/\/|#)/.test(line));
  if (language === 'go') return lines.map((line) => line.replace(/^import\b\s*/, '').replace(/^\($|^\)$/, '').trim()).filter((line) => line.includes('"'));
  const statements: string[] = [];
  let open = '';
  for (const line of lines) {
    open = open === '' ? line : `${open} ${line}`;
    if (isClosed(open)) {
      statements.push(open.replace(/[;\\]+$/, ''));
      open = '';
    }
  }
  return open === '' ? statements : [...statements, open];
}

/** Every bracket that opens closes, and no backslash goes on. */
function isClosed(text: string): boolean {
  return (text.match(/[({]/g)?.length ?? 0) <= (text.match(/[)}]/g)?.length ?? 0) && !text.endsWith('\\');
}
