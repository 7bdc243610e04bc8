import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES, workspaceOf } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf, unseen } from './mutants';

const fixture = (file: string): Promise<string> => readFile(path.join(FIXTURES, 'outline/cpp', file), 'utf8');
const [ring, table] = await Promise.all([fixture('ring.hpp'), fixture('table.c')]);
const inRing = await symbolsOf('ring.hpp', ring);
const inTable = await symbolsOf('table.c', table);

test('the spec of a C++ header reads as its reviewer left it', async () => {
  await expect(await specOf('cpp', 'ring.hpp')).toMatchFileSnapshot('../../fixtures/golden/ring.hpp.spec.md');
});

test('the spec of a C file reads as its reviewer left it', async () => {
  await expect(await specOf('cpp', 'table.c')).toMatchFileSnapshot('../../fixtures/golden/table.c.spec.md');
});

test('both are read without errors, with what they say of themselves', async () => {
  expect(await outlineOf('ring.hpp', ring)).toMatchObject({ syntaxErrors: [], doc: expect.stringContaining('Ring buffers for one producer') as string });
  expect(await outlineOf('table.c', table)).toMatchObject({ syntaxErrors: [], doc: expect.stringContaining('a hash table with open addressing') as string });
});

test('a declaration in the class and the definition outside of it are one symbol', () => {
  const push = inRing('parcels.Ring.push~9a8f8e');
  expect(push).toMatchObject({ kind: 'method', parent: 'parcels.Ring', signature: 'bool push(T &&value, Refusal *why = nullptr) noexcept', visibility: 'public', resultDoc: 'whether there was room' });
  expect(push.ranges).toHaveLength(2);
  expect(push.body).not.toBe('');
  expect(push.effects.calls).toEqual(['slot', 'wake']);
});

test('overloads are told apart by their parameters, whether defined here or not', async () => {
  const ids = async (text: string) => (await outlineOf('a.cpp', text)).symbols.map(({ id }) => id);
  const both = await ids('int f(int a);\nint f(double a) { return 1; }\n');
  expect(await ids('int f(double a);\nint f(int a) { return 2; }\nint f(int);\n')).toEqual([...both].reverse());
  expect(await ids('int f(int a);\nint f(int b) { return 2; }\n')).toEqual(['f']);
});

test('access is what was said last, or by the kind of class', () => {
  expect(inRing('parcels.Ring.slot')).toMatchObject({ visibility: 'private', exported: false });
  expect(inRing('parcels.Ring.wake').visibility).toBe('protected');
  expect(inRing('parcels.Ring.Usage.used').visibility).toBe('public');
});

test('constructors, destructors, operators and conversions have the names that C++ gives them', () => {
  expect(inRing('parcels.RingError.RingError').kind).toBe('constructor');
  expect(inRing('parcels.Ring.~Ring')).toMatchObject({ kind: 'method', modifiers: ['virtual'] });
  expect(inRing('parcels.Ring.operator==').params).toEqual([{ name: 'other', type: 'const Ring &', optional: false }]);
  expect(inRing('parcels.Ring.operator bool').signature).toBe('explicit operator bool() const');
  expect(inRing('parcels.Ring.size').modifiers).toEqual(['abstract', 'const', 'virtual']);
});

test('templates and bases are part of the declaration', () => {
  expect(inRing('parcels.Ring').signature).toBe('template <typename T, int Slots = kDefaultSlots> class Ring : public Base, protected virtual Observable<T>');
  expect(inRing('parcels.Ring').heritage.map(({ name }) => name)).toEqual(['Base', 'Observable<T>']);
});

test('types stand together although C writes them around the name', () => {
  expect(inRing('parcels.Ring.compare_').type).toBe('int (*)(const T &, const T &)');
  expect(inRing('parcels.Ring.values_')).toMatchObject({ type: 'T *', value: 'nullptr' });
  expect(inTable('table_new').params).toEqual([{ name: 'free_value', type: 'void (*)(void *)', optional: false }]);
  expect(inTable('table_freer')).toMatchObject({ result: 'void (*)(void *)', params: [{ name: 't', type: 'struct table *' }] });
  expect(inTable('names')).toMatchObject({ kind: 'constant', type: 'const char *const[]' });
});

test('Doxygen, in any of its styles, is spread to parameters and result', () => {
  expect(inTable('table_get')).toMatchObject({ doc: 'Looks a value up.', resultDoc: 'the value, or NULL', params: [{ doc: 'the table' }, { doc: 'NUL-terminated' }] });
  expect(inRing('parcels.Refusal.kFull').doc).toBe('no slot is free');
  expect(inRing('parcels.Ring.name').doc).toBe('shown in logs');
  expect(inTable('table_new').doc).toBe('Makes an empty table. NULL where there is no memory.');
});

test('a typedef names its struct; an enum without a name has its members listed', () => {
  expect(inTable('entry')).toMatchObject({ kind: 'struct', signature: 'typedef struct entry' });
  expect(inTable('GROW')).toMatchObject({ kind: 'enumMember', value: '2' });
});

test('both branches of the preprocessor are read; the same function in both is one symbol', () => {
  expect(inTable('table_lock').ranges).toHaveLength(2);
  expect(inTable('table_lock').references).toContain('lock');
});

test('parameters declared below their list, as C had it, have their types', () => {
  expect(inTable('find')).toMatchObject({ params: [{ name: 't', type: 'struct table *' }, { name: 'key', type: 'const char *' }], exported: false });
});

test('thrown errors and the environment', async () => {
  const { symbols } = await outlineOf('ring.hpp', ring);
  const constructor = symbols.find(({ kind, params }) => kind === 'constructor' && params.length === 2);
  expect(constructor).toMatchObject({ effects: { throws: ['RingError'], env: ['RING_SLOTS'] }, params: [{ doc: 'shown in logs' }, { default: 'nullptr' }] });
});

test('what is static, or in a namespace without a name, is the file’s own', async () => {
  const { exports } = await outlineOf('a.cpp', 'static int a; int b; namespace { int c; } namespace n { int d; } static void f() {}\n');
  expect(exports.map(({ name }) => name)).toEqual(['b', 'n', 'n::d']);
});

test('includes are imports', async () => {
  expect((await outlineOf('ring.hpp', ring)).imports.map(({ from }) => from)).toEqual(['<atomic>', '<cstdlib>', '<stdexcept>', '<string>', 'parcels/clock.hpp']);
});

test('clang-format changes no hash, in styles far apart', async () => {
  const before = await hashesOf('a.cpp', await fixture('unformatted.cpp'));
  expect(await hashesOf('a.cpp', await fixture('unformatted.google.cpp'))).toEqual(before);
  expect(await hashesOf('a.cpp', await fixture('unformatted.gnu.cpp'))).toEqual(before);
});

test('an include guard is the name of the file, other conditions count', async () => {
  const hashes = async (name: string, condition: string) => hashesOf('a.h', `#ifndef ${name}\n#define ${name}\n#if ${condition}\nint f(void);\n#endif\n#endif\n`);
  expect(await hashes('A_H', 'X')).toEqual(await hashes('B_H', 'X'));
  expect(await hashes('A_H', 'X')).not.toEqual(await hashes('A_H', '!X'));
});

test('access, template parameters and linkage count although they stand outside', async () => {
  const sig = async (text: string, id: string) => (await symbolsOf('a.cpp', text))(id).sig;
  expect(await sig('class A { public: int f(); };', 'A.f')).not.toBe(await sig('class A { private: int f(); };', 'A.f'));
  expect(await sig('template <class T> T f(T);', 'f')).not.toBe(await sig('template <class T, int N> T f(T);', 'f'));
  expect(await sig('extern "C" { int f(); }', 'f')).not.toBe(await sig('int f();', 'f'));
});

test.each([['ring.hpp', ring], ['table.c', table]])('every mutant of %s changes a hash', async (file, text) => {
  const mutants = await mutantsOf(file, text, /^\s*(?:#(?:include|ifndef|endif|error)|\/\/|\/?\*|using \w+::)/, { const: '', static: '', virtual: '', public: 'private', private: 'public', protected: 'public', unsigned: 'signed', int: 'long', 'T': 'U', struct: 'union', noexcept: '', explicit: '', break: 'continue' });
  expect(await unseen(file, text, mutants)).toEqual([]);
  expect(mutants.length).toBeGreaterThan(100);
});

test('a structure within a field has a section of its own, the field its row', async () => {
  const workspace = await workspaceOf({ 'a.h': 'struct event {\n  int kind;\n  union {\n    struct fork { int pid; } fork;\n  } data;\n};\n' });
  await workspace.run();
  const spec = await workspace.read('specs/a.h.spec.md');
  expect(spec).toMatch(/\| `kind` \| `int` \| \|\n\| `data` \|/);
  expect(spec).toContain('`event::data::fork::fork`');
});

test('a declaration that takes a callback is a function, with its parameters', async () => {
  const { symbols } = await outlineOf('a.h', 'int set_init(MD *md, int (*init)(CTX *ctx), size_t n);\nint made(3);\n');
  expect(symbols.map(({ kind, name }) => [kind, name])).toEqual([['function', 'set_init'], ['variable', 'made']]);
  expect(symbols[0]).toMatchObject({ result: 'int', params: [{ name: 'md', type: 'MD *' }, { name: 'init', type: 'int (*)(CTX *ctx)' }, { name: 'n', type: 'size_t' }] });
});

test('words that a macro hides before a declaration are seen through', async () => {
  const { symbols, syntaxErrors } = await outlineOf('a.h', '__owur SSL_CTX *make(const METHOD *meth);\n__owur const CIPHER *cipher(void);\n__u32 const size;\n__u32 *list;\n__u32 count(__u32 a);\n');
  expect(syntaxErrors).toEqual([]);
  expect(symbols.map(({ kind, name, result, type }) => [kind, name, result ?? type])).toEqual([
    ['function', 'make', 'SSL_CTX *'], ['function', 'cipher', 'const CIPHER *'], ['constant', 'size', '__u32 const'], ['variable', 'list', '__u32 *'], ['function', 'count', '__u32'],
  ]);
});

test('white space around a macro that the grammar does not see changes no hash', async () => {
  expect(await hashesOf('a.h', 'namespace std VISIBILITY_(default)\n{\nvoid f(int a);\n}\n')).toEqual(await hashesOf('a.h', 'namespace std VISIBILITY_ (default) {\n  void f (int a);\n}\n'));
});

test('a C header that is for C++ too has no syntax errors, and no conditions for it', async () => {
  const text = '#ifndef A_H\n#define A_H\n#ifdef __cplusplus\nextern "C" {\n#endif\n\nint open_it(const char *path);\n\n#if defined(__cplusplus)\n} /* extern "C" */\n#endif\n#endif\n';
  const { syntaxErrors, symbols, looseBody } = await outlineOf('a.h', text);
  expect({ syntaxErrors, looseBody, symbols: symbols.map(({ signature, conditions }) => [signature, conditions]) }).toEqual({ syntaxErrors: [], looseBody: '', symbols: [['int open_it(const char *path)', undefined]] });
});

test('where a string in a macro is broken does not count, what it says does', async () => {
  const of = (text: string) => hashesOf('a.h', `#define FAIL(x) stop(x, ${text})\n`);
  expect(await of('"one two three"')).toEqual(await of('"one " \\\n    "two " "three"'));
  expect(await of('"one two three"')).not.toEqual(await of('"one " "two"'));
});
