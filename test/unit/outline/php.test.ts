import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf } from './mutants';

const FILE = 'src/Mail/Dispatcher.php';
const dispatcher = await readFile(path.join(FIXTURES, 'outline/php', FILE), 'utf8');
const symbol = await symbolsOf(FILE, dispatcher);

test('the spec of a PHP file reads as its reviewer left it', async () => {
  await expect(await specOf('php', FILE, 'src/Mail/Transport/Smtp.php', 'src/Support/Clock.php', 'src/Mail/helpers.php')).toMatchFileSnapshot('../../fixtures/golden/Dispatcher.php.spec.md');
});

test('a file with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, module, doc } = await outlineOf(FILE, dispatcher);
  expect({ syntaxErrors, module, doc }).toEqual({ syntaxErrors: [], module: 'Acme\\Mail', doc: 'Sending of mail: the dispatcher and what it needs.' });
});

test('use statements of groups, functions and constants, by other names; required files', async () => {
  const { imports } = await outlineOf(FILE, dispatcher);
  expect(imports.map(({ from, names: [name] }) => (name && name.local !== name.name ? `${from} as ${name.local}` : from))).toEqual([
    'Acme\\Mail\\Transport\\Smtp', 'Acme\\Mail\\Transport\\Queue as MailQueue', 'Acme\\Support\\Clock', 'Psr\\Log\\LoggerInterface', 'array_map', 'sprintf as format', 'PHP_EOL', './helpers.php',
  ]);
});

test('a file whose path is worked out is no import', async () => {
  const { imports } = await outlineOf('a.php', '<?php require $file; require __DIR__ . "/$name.php"; include(dirname(__DIR__) . "/b.php");');
  expect(imports.map(({ from }) => from)).toEqual(['../b.php']);
});

test('a constructor makes properties of its promoted parameters', () => {
  expect(symbol('Dispatcher.$transport')).toMatchObject({ kind: 'property', type: 'Smtp', visibility: 'private', modifiers: ['private', 'readonly'], doc: 'where messages go' });
  expect(symbol('Dispatcher.__construct')).toMatchObject({ kind: 'constructor', params: [{ name: '$transport' }, { name: '$clock', default: 'new Clock()' }, { name: '$domains', rest: '...' }] });
});

test('constants and properties, several behind one modifier', () => {
  expect(symbol('Dispatcher.RETRIES')).toMatchObject({ kind: 'property', type: 'int', value: '3', modifiers: ['const', 'public'], signature: 'public const int RETRIES' });
  expect(symbol('Dispatcher.B')).toMatchObject({ visibility: 'private', value: "'b'" });
  expect(symbol('Dispatcher.$failed')).toMatchObject({ visibility: 'protected', type: 'array' });
  expect(symbol('MAIL_DEBUG')).toMatchObject({ kind: 'constant', value: 'false' });
});

test('traits are told with the class that uses them', () => {
  expect(symbol('Dispatcher').signature).toBe('abstract class Dispatcher extends Base implements Sends, \\Countable { use LogsMail, Retries; … }');
  expect(symbol('LogsMail').kind).toBe('trait');
});

test('an enum has cases with values, constants and methods', () => {
  expect(symbol('Priority').signature).toBe('enum Priority: string implements \\JsonSerializable { use Comparable; … }');
  expect(symbol('Priority.Low')).toMatchObject({ kind: 'enumMember', value: "'low'", doc: 'Within the day.' });
  expect(symbol('Priority.fromHeader')).toMatchObject({ kind: 'method', modifiers: ['public', 'static'] });
});

test('closures that have a name, and anonymous classes, are told with what holds them', () => {
  expect(symbol('Dispatcher.send.$mark')).toMatchObject({ kind: 'function', inner: true, result: 'bool' });
  expect(symbol('Dispatcher.nobody.class@anonymous.send')).toMatchObject({ inner: true });
  expect(symbol('$format')).toMatchObject({ kind: 'function', exported: false });
});

test('a function that is only declared where there is none is one of the file', () => {
  expect(symbol('address')).toMatchObject({ kind: 'function', exported: true });
  expect(symbol('address')).not.toHaveProperty('inner');
});

test('PHPDoc is spread, with the types that only it can tell', () => {
  const send = symbol('Dispatcher.send');
  expect(send.params[1]).toMatchObject({ name: '$headers', type: 'array', rest: '&', doc: '`array{to: string, cc?: list<string>}`: recipients' });
  expect(send.resultDoc).toBe('`array<string, bool>`: whether it went out, by recipient');
  expect(send.throwsDoc?.map(({ name }) => name)).toEqual(['TransportException', 'TooManyRecipients']);
});

test('errors, environment variables, calls as PHP writes them', () => {
  const { throws, env, calls } = symbol('Dispatcher.send').effects;
  expect({ throws, env }).toEqual({ throws: ['TooManyRecipients', 'TransportException'], env: ['MAIL_LIMIT', 'MAIL_MAX'] });
  expect(calls).toEqual(expect.arrayContaining(['$message->isBulk', 'transport->accepts', 'self::later']));
  expect(symbol('Dispatcher.send').references).toEqual(expect.arrayContaining(['this.deliver', 'this.later']));
});

test.each([
  ['white space and line breaks', '<?php function f(int $a,int $b){return $a+$b;}', '<?php\n\nfunction f(\n    int $a,\n    int $b,\n) {\n    return $a\n        + $b;\n}\n'],
  ['comments', '<?php class A { public $a = 1; }', '<?php /** A. */ class A { // one\n public /* b */ $a = 1; # two\n }'],
  ['quotes', "<?php const A = 'a\\'b';", '<?php const A = "a\'b";'],
  ['short and long arrays', '<?php const A = [1, [2]];', '<?php const A = array(1, array(2,),);'],
  ['redundant parentheses', '<?php function f($a) { return $a * 2; }', '<?php function f($a) { return ($a * 2); }'],
  ['the order of modifiers', '<?php class A { final public static function f() {} }', '<?php class A { static public final function f() {} }'],
  ['how constants are written', '<?php const A = TRUE, B = NULL, C = 1000;', '<?php const A = true, B = null, C = 1_000;'],
  ['the indentation of a heredoc', '<?php const A = <<<X\n  a\n    b\n  X;', '<?php const A = <<<X\n      a\n        b\n      X;'],
  ['the parentheses of new', '<?php function f() { return new A; }', '<?php function f() { return new A(); }'],
  ['the closing tag', '<?php function f() {}', '<?php function f() {}\n?>'],
  ['the order of imports', '<?php use A\\B; use A\\C; function f() {}', '<?php use A\\C; use A\\B; function f() {}'],
])('a formatter changes no hash: %s', async (_, a, b) => {
  expect(await hashesOf('a.php', b)).toEqual(await hashesOf('a.php', a));
});

test('every mutant changes a hash', async () => {
  const before = (await hashesOf(FILE, dispatcher)).join('\n');
  const mutants = (await mutantsOf(FILE, dispatcher, /^(?:use|require_once|namespace) |function_exists/, { private: 'public', protected: 'private', public: 'protected', static: '', readonly: '', abstract: 'final', final: '', self: 'static', '===': '!==', extends: 'implements', null: 'true', int: 'float', string: 'int', unset: 'isset', continue: 'break', '?': '' })).filter(({ text }) => text !== dispatcher);
  const unseen = [];
  for (const { what, text } of mutants) if ((await hashesOf(FILE, text)).join('\n') === before) unseen.push(what);
  expect(unseen).toEqual([]);
  expect(mutants.length).toBeGreaterThan(120);
}, 120_000);
