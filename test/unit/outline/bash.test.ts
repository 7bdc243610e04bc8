import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf } from './mutants';

const backup = await readFile(path.join(FIXTURES, 'outline/bash/backup.sh'), 'utf8');
const symbol = await symbolsOf('backup.sh', backup);

test('the spec of a Bash script reads as its reviewer left it', async () => {
  await expect(await specOf('bash', 'backup.sh', 'lib/log.sh')).toMatchFileSnapshot('../../fixtures/golden/backup.sh.spec.md');
});

test('a script with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, doc, imports, exports } = await outlineOf('backup.sh', backup);
  expect(syntaxErrors).toEqual([]);
  expect(doc).toMatch(/^Copies folders into dated archives/);
  expect(imports.map(({ from }) => from)).toEqual(['./lib/log.sh', '/etc/default/backup']);
  expect(exports.map(({ name }) => name)).toEqual(['LC_ALL', 'die', 'usage', 'archive', 'prune', 'green', 'green', 'main']);
});

test.each([
  ['source "$(dirname "$0")/x.sh"', './x.sh'],
  ['. "$(dirname "${BASH_SOURCE[0]}")"/x.sh', './x.sh'],
  ['. "${BASH_SOURCE%/*}/lib/x.sh"', './lib/x.sh'],
  ['D=$(dirname "$0"); . "$D/x.sh"', './x.sh'],
  ['. ../x.sh', '../x.sh'],
  ['. "$ELSEWHERE/x.sh"', '$ELSEWHERE/x.sh'],
])('%s reads %s', async (text, from) => {
  expect((await outlineOf('a.sh', text)).imports.map((one) => one.from)).toEqual([from]);
});

test('what a function takes, by its position or the name that a local gives it', () => {
  expect(symbol('die').params).toEqual([
    { name: 'status', type: '$1', optional: false, doc: 'exit status' },
    { name: 'message', type: '$2', default: 'unknown error', optional: true, doc: 'the message, one line, without a full stop' },
  ]);
  expect(symbol('prune').params).toEqual([{ name: '$1', optional: false }]);
  expect(symbol('main').params).toEqual([{ name: '@', rest: '$', optional: true }]);
});

test('constants and variables of the script, not those of its functions', () => {
  expect(symbol('TARGET')).toMatchObject({ kind: 'constant', value: '"${BACKUP_TARGET:-/var/backups}"', doc: 'Where archives go.', modifiers: ['readonly'] });
  expect(symbol('DEFAULT_KEEP')).toMatchObject({ kind: 'constant', signature: 'declare -ri DEFAULT_KEEP' });
  expect(symbol('LC_ALL')).toMatchObject({ kind: 'variable', exported: true });
  expect(() => symbol('message')).toThrow();
});

test('a variable comes from the environment where nothing sets it, or only a default does', () => {
  expect(symbol('TARGET').effects.env).toEqual(['BACKUP_TARGET']);
  expect(symbol('KEEP').effects.env).toEqual(['KEEP']);
  expect(symbol('main').effects.env).toEqual(['HOME']);
});

test('the errors of a shell are its exit statuses', () => {
  expect(symbol('archive').effects.throws).toEqual(['return 1', 'return 3']);
  expect(symbol('die').effects.throws).toEqual(['exit $status']);
  expect(symbol('main').effects.throws).toEqual(['exit 2']);
});

test('calls are functions and commands, without the words of the shell itself', () => {
  expect(symbol('archive').effects.calls).toEqual(['log::info', 'die', 'date', 'tar', 'mv']);
});

test.each(['for x do :; done', '[ a -o \\( b -a c \\) ]', '[ "$a" "$b" ] || :', '[ \\( a \\) ]'])('%s is read, and what follows it', async (line) => {
  const { symbols, syntaxErrors } = await outlineOf('a.sh', `a()\n{\n  ${line}\n}\n\nb()\n{\n  :\n}\n`);
  expect(symbols.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(syntaxErrors).toEqual([]);
});

test.each([
  ['white space, line breaks, semicolons', 'a() {\n  b  c\n  if d; then\n    e\n  fi\n}', 'a()\n{ b c; if d\nthen e; fi; }'],
  ['the two ways to write a function', 'a() {\n  b\n}', 'function a {\n  b\n}'],
  ['arithmetic', 'a() { ((i+=1)); b=$((i+1)); }', 'a() { (( i += 1 )); b=$(( i + 1 )); }'],
  ['loops over numbers', 'a() { for ((i=0;i<3;i++)); do b; done; }', 'a() {\n  for ((i = 0; i < 3; i++)); do\n    b\n  done\n}'],
  ['case items', 'a() { case b in (c|d) e;; *) f; esac; }', 'a() {\n  case b in\n    c | d) e ;;\n    *) f ;;\n  esac\n}'],
  ['back quotes', 'a() { b=`c d`; }', 'a() { b=$(c d); }'],
  ['continued lines', 'a() { b c | d && e; }', 'a() {\n  b \\\n    c |\n    d &&\n    e\n}'],
  ['redirections', 'a() { b >c 2>&1; }', 'a() { b > c 2>&1; }'],
  ['tabs of a here document', 'a() {\n\tcat <<-X\n\tb\n\tX\n}', 'a() {\n\t\tcat <<-X\n\t\tb\n\t\tX\n}'],
  ['comments', 'a() { b; }', '# c\na() { b; } # d'],
])('%s change no hash', async (_, one, other) => {
  expect(await hashesOf('a.sh', one)).toEqual(await hashesOf('a.sh', other));
});

test.each([
  ['"$a"', '$a'],
  ["'$a'", '"$a"'],
  ['"$a $b"', '"$a$b"'],
  ['"a  b"', '"a b"'],
  ['"$a"b', '"$a" b'],
  ['b &', 'b'],
  ['b && c', 'b || c'],
  ['b | c', 'b |& c'],
  ['(b)', '{ b; }'],
  ['${a:-b}', '${a-b}'],
  ['${a#b}', '${a##b}'],
  ['b > c', 'b >> c'],
  ['[[ a == b ]]', '[[ a != b ]]'],
  ['((i+1))', '((i-1))'],
  ['cat <<X\n$a\nX', "cat <<'X'\n$a\nX"],
  ['cat <<X\n a\nX', 'cat <<X\na\nX'],
  ['case b in c) d ;; esac', 'case b in c) d ;& esac'],
  ['$(b)', 'b'],
])('%s is not %s', async (one, other) => {
  expect(await hashesOf('a.sh', `x() {\n  ${one}\n}`)).not.toEqual(await hashesOf('a.sh', `x() {\n  ${other}\n}`));
});

test('every mutant changes a hash', async () => {
  const before = (await hashesOf('backup.sh', backup)).join('\n');
  const words = { if: 'while', readonly: 'export', local: 'declare', return: 'exit', done: 'fi', eq: 'ne', z: 'n', shift: 'set' };
  const mutants = await mutantsOf('backup.sh', backup, /^\s*#|\bsource\b|&& \. /, words);
  const unseen = [];
  for (const { what, text } of mutants) if ((await hashesOf('backup.sh', text)).join('\n') === before) unseen.push(what);
  expect(unseen).toEqual([]);
  expect(mutants.length).toBeGreaterThan(100);
});
