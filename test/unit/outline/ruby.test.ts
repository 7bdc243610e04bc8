import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES, workspaceOf } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf } from './mutants';

const queue = await readFile(path.join(FIXTURES, 'outline/ruby/job_queue.rb'), 'utf8');
const symbol = await symbolsOf('job_queue.rb', queue);

test('the spec of a Ruby file reads as its reviewer left it', async () => {
  await expect(await specOf('ruby', 'job_queue.rb', 'retry_policy.rb')).toMatchFileSnapshot('../../fixtures/golden/job_queue.rb.spec.md');
});

test('a file with every kind of declaration is read without errors', async () => {
  const { syntaxErrors, doc, imports, exports } = await outlineOf('job_queue.rb', queue);
  expect(syntaxErrors).toEqual([]);
  expect(doc).toMatch(/^A small in-process job queue/);
  expect(imports.map(({ from }) => from)).toEqual(['json', 'forwardable', './retry_policy', 'workshop/metrics']);
  expect(exports.map(({ name }) => name)).toEqual(['Workshop', 'Workshop::GivenUp', 'Workshop::Timeout', 'Workshop::Job', 'Workshop::Listener', 'Workshop::JobQueue', 'Workshop::Tools', 'job_queue']);
});

test('private and protected, by section, by word and by name', () => {
  const visibility = (name: string) => symbol(`Workshop.JobQueue.${name}`).visibility;
  expect([visibility('jobs'), visibility('attempt'), visibility('forget'), visibility('reset!'), visibility('count!'), visibility('BANNER'), visibility('made')]).toEqual(['protected', 'private', 'public', 'private', 'private', 'private', 'public']);
});

test('what is said in `class << self` belongs to the class itself', () => {
  expect(symbol('Workshop.JobQueue.parse')).toMatchObject({ signature: 'def self.parse(text, **options)', modifiers: ['static'], result: 'JobQueue' });
  expect(symbol('Workshop.JobQueue.parse').throwsDoc).toEqual([{ name: 'JSON::ParserError', doc: 'where the text is no JSON' }]);
});

test('a class that is opened again is one class', () => {
  expect(symbol('Workshop.JobQueue').ranges).toHaveLength(2);
  expect(symbol('Workshop.JobQueue.made').parent).toBe('Workshop.JobQueue');
});

test('methods without `def`: attributes, aliases, delegation, define_method, fields of a struct', () => {
  expect(symbol('Workshop.JobQueue.limit')).toMatchObject({ kind: 'property', trivial: true, modifiers: ['attr_reader'], doc: 'How many jobs wait at most.' });
  expect(symbol('Workshop.JobQueue.length')).toMatchObject({ kind: 'method', trivial: true, signature: 'alias length size' });
  expect(symbol('Workshop.JobQueue.size')).toMatchObject({ trivial: true, signature: 'def_delegators :@jobs, :size' });
  expect(symbol('Workshop.JobQueue.each')).toMatchObject({ kind: 'method', trivial: false, signature: 'define_method(:each) { |&block| … }' });
  expect(symbol('Workshop.Job')).toMatchObject({ kind: 'struct' });
  expect(symbol('Workshop.Job.payload')).toMatchObject({ kind: 'property', parent: 'Workshop.Job' });
});

test('a module of methods is a mixin; one of module functions, or of classes, is a namespace', () => {
  expect([symbol('Workshop').kind, symbol('Workshop.Listener').kind, symbol('Workshop.Tools').kind]).toEqual(['namespace', 'trait', 'namespace']);
  expect(symbol('Workshop.Tools.words').signature).toBe('module_function def words(name)');
});

test('a class made by Class.new has a base class; what is included is heritage', () => {
  expect(symbol('Workshop.Timeout')).toMatchObject({ kind: 'class', heritage: [{ relation: 'extends', name: 'StandardError' }] });
  expect(symbol('Workshop.JobQueue')).toMatchObject({ signature: 'class JobQueue; include Enumerable; extend Forwardable', heritage: [{ relation: 'implements', name: 'Enumerable' }] });
});

test('parameters of every kind', () => {
  const { params } = symbol('Workshop.JobQueue.drain!');
  expect(params.map(({ rest = '', name, default: value, passing }) => [rest + name, value, passing])).toEqual([['*only', undefined, undefined], ['within', 'nil', 'keyword-only'], ['**_rest', undefined, undefined], ['&block', undefined, undefined]]);
});

test('errors by name, RuntimeError for a text alone, nothing for a rethrow', async () => {
  expect(symbol('Workshop.JobQueue.<<').effects.throws).toEqual(['FullError']);
  expect(symbol('Workshop.JobQueue.drain!').effects.throws).toEqual(['Timeout']);
  const find = await symbolsOf('a.rb', 'def a\n  raise "no" if x\n  raise A::B, "no", caller\nrescue => e\n  raise e\nend\n');
  expect(find('a').effects.throws).toEqual(['A::B', 'RuntimeError']);
});

test('environment variables, without their fallbacks', () => {
  expect(symbol('Workshop.JobQueue.DEFAULT_LIMIT').effects.env).toEqual(['QUEUE_LIMIT']);
});

test('a here document is the value that it stands for', async () => {
  expect(symbol('Workshop.JobQueue.BANNER').value).toBe('"Queue of #{STATES.size} states"');
  const sig = async (text: string) => (await symbolsOf('a.rb', text))('A').sig;
  expect(await sig('A = <<~X\n  one\nX\n')).toBe(await sig('A = <<~Y\n      one\nY\n'));
  expect(await sig('A = <<~X\n  one\nX\n')).not.toBe(await sig('A = <<~X\n  two\nX\n'));
});

test('a method of another class, and a class of another module, go by both names', async () => {
  const find = await symbolsOf('a.rb', 'module A; end\nclass A::B; end\nclass C::D; end\ndef C.e(x) = x\n');
  expect(find('A.B').parent).toBe('A');
  expect(find('C.D').name).toBe('D');
  expect(find('C.e').signature).toBe('def C.e(x)');
});

test.each([
  ['white space, line breaks, semicolons', 'class A\n  def a(x)\n    y = x + 1\n    y\n  end\nend', 'class A; def a( x ); y = x+1; y; end; end'],
  ['parentheses of calls and parameters', 'def a(x, y = 1)\n  foo(x, bar(y))\nend', 'def a x, y = 1\n  foo x, bar(y)\nend'],
  ['quotes', 'A = "a" + \'b\' + %q(c)', "A = 'a' + \"b\" + 'c'"],
  ['trailing commas', 'A = [1, 2, { a: 1 }].map(3, 4)', 'A = [\n  1,\n  2,\n  { a: 1, },\n].map(\n  3,\n  4,\n)'],
  ['do … end and braces', 'A = b.map do |x|\n  x + 1\nend', 'A = b.map { |x| x + 1 }'],
  ['then', 'def a\n  if b then c else d end\nend', 'def a\n  if b\n    c\n  else\n    d\n  end\nend'],
  ['hash rockets', "A = { :a => 1, 'b': 2 }", 'A = { a: 1, :b => 2 }'],
  ['redundant parentheses', 'def a = (1 + 2)', 'def a = 1 + 2'],
  ['numbers', 'A = 1_000', 'A = 1000'],
  ['word lists', 'A = %w[a b]', 'A = %w(\n  a\n  b\n)'],
  ['comments', 'A = 1', '# b\nA = 1 # c'],
  ['continued lines', 'A = b.c.d', 'A = b\n  .c\n  .d'],
])('%s change no hash', async (_, one, other) => {
  expect(await hashesOf('a.rb', one)).toEqual(await hashesOf('a.rb', other));
});

test.each([
  ['f()', 'f'],
  ['super()', 'super'],
  ['a && b', 'a and b'],
  ['"#{a}"', "'#{a}'"],
  ["'\\n'", '"\\n"'],
  ['a&.b', 'a.b'],
  ['[*a]', '[a]'],
  ['f(**a)', 'f(*a)'],
  ['f { |a,| }', 'f { |a| }'],
  ['1..2', '1...2'],
  ['-> (a) { a }', '-> { a }'],
])('%s is not %s', async (one, other) => {
  expect(await hashesOf('a.rb', `def x\n  ${one}\nend`)).not.toEqual(await hashesOf('a.rb', `def x\n  ${other}\nend`));
});

test('a section word counts for what follows it', async () => {
  const find = async (text: string) => (await symbolsOf('a.rb', text))('A.b').sig;
  expect(await find('class A\n  private\n  def b; end\nend')).not.toBe(await find('class A\n  def b; end\nend'));
  expect(await find('class A\n  private\n  def b; end\nend')).toBe(await find('class A\n  private def b; end\nend'));
});

test('every mutant changes a hash', async () => {
  const before = (await hashesOf('job_queue.rb', queue)).join('\n');
  const words = { nil: 'false', if: 'unless', unless: 'if', private: 'protected', protected: 'private', attr_reader: 'attr_writer', include: 'extend', until: 'while', self: 'other' };
  const mutants = await mutantsOf('job_queue.rb', queue, /^\s*#|^\s*(?:require|require_relative|autoload)\b/, words);
  const unseen = [];
  for (const { what, text } of mutants) if ((await hashesOf('job_queue.rb', text)).join('\n') === before) unseen.push(what);
  expect(unseen).toEqual([]);
  expect(mutants.length).toBeGreaterThan(100);
});

test('methods of a constant have sections, also inside a module; a class of the name comes before a constant of it', async () => {
  const text = 'module Net\n  Default = new_one\n\n  def Default.replace(list)\n    @list = check(list)\n  end\n\n  if old?\n    Old = ::Old\n  else\n    class Old\n    end\n  end\n\n  def Old.skip\n    go(1)\n  end\nend\n';
  const workspace = await workspaceOf({ 'a.rb': text });
  await workspace.run();
  const spec = await workspace.read('specs/a.rb.spec.md');
  expect(spec).toContain('`Net::Default.replace(list)`');
  expect((await outlineOf('a.rb', text)).symbols.find(({ name }) => name === 'skip')?.parent).toBe('Net.Old');
});
