import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FIXTURES } from '../engine/workspace';
import { specOf } from './golden';
import { hashesOf, mutantsOf, outlineOf, symbolsOf, unseen } from './mutants';

const fixture = (file: string): Promise<string> => readFile(path.join(FIXTURES, 'outline/rust', file), 'utf8');
const cache = await fixture('cache.rs');
const symbol = await symbolsOf('cache.rs', cache);

test('the spec of a Rust file reads as its reviewer left it', async () => {
  await expect(await specOf('rust', 'cache.rs')).toMatchFileSnapshot('../../fixtures/golden/cache.rs.spec.md');
});

test('a file with every kind of item is read without errors', async () => {
  const { syntaxErrors, doc } = await outlineOf('cache.rs', cache);
  expect(syntaxErrors).toEqual([]);
  expect(doc).toMatch(/^A bounded cache whose entries grow old/);
});

test('methods belong to their type wherever the impl stands', () => {
  expect(symbol('Cache.insert')).toMatchObject({ kind: 'method', parent: 'Cache', visibility: 'public', exported: true });
  expect(symbol('Cache.evict')).toMatchObject({ visibility: 'private', exported: false });
  expect(symbol('Cache.MAX')).toMatchObject({ kind: 'constant', value: '1 << 20' });
});

test('methods of a trait go by the trait too, and the type implements it', () => {
  expect(symbol('CacheError.From<io::Error>.from')).toMatchObject({ parent: 'CacheError', visibility: 'public' });
  expect(symbol('CacheError').heritage.map(({ relation, name }) => `${relation} ${name}`)).toEqual(['implements Display', 'implements std::error::Error', 'implements From<io::Error>']);
});

test('two conversions into one type are two symbols, with no number', async () => {
  const find = await symbolsOf('a.rs', 'struct E;\nimpl From<A> for E { fn from(a: A) -> E { E } }\nimpl From<B> for E { fn from(b: B) -> E { E } }\n');
  expect(find('E.From<A>.from').params[0]!.name).toBe('a');
  expect(find('E.From<B>.from').params[0]!.name).toBe('b');
});

test('a method of a type that another file declares goes by both names', async () => {
  const { exports } = await outlineOf('a.rs', 'impl Queue { pub fn add(&self) {} fn own(&self) {} }');
  expect(exports).toEqual([{ name: 'Queue.add', symbol: 'Queue.add' }]);
});

test('a trait shows what it asks for and what it provides', () => {
  expect(symbol('Key.parse')).toMatchObject({ kind: 'method', body: '', modifiers: [], result: 'Result<Self, Self::Error>' });
  expect(symbol('Key.weight').modifiers).toEqual(['provided']);
  expect(symbol('Key.SEPARATOR')).toMatchObject({ kind: 'constant', value: "'='" });
  expect(symbol('Key.Error')).toMatchObject({ kind: 'type', signature: 'type Error: Into<CacheError>' });
});

test('variants come with their data, which belongs to the signature', async () => {
  expect(symbol('CacheError.TooLarge').value).toBe('{ size: usize, limit: usize }');
  const sig = async (text: string) => (await symbolsOf('a.rs', text))('E').sig;
  expect(await sig('enum E { A(u8) }')).not.toBe(await sig('enum E { A(u16) }'));
});

test('tuple structs have numbered fields', () => {
  expect(symbol('Age').signature).toBe('pub struct Age(pub u64, bool)');
  expect(symbol('Age.0')).toMatchObject({ type: 'u64', visibility: 'public' });
  expect(symbol('Age.1')).toMatchObject({ type: 'bool', visibility: 'private' });
});

test('attributes are decorators, as they are written, with comments between them', async () => {
  expect(symbol('Cache.new').decorators).toEqual(['#[must_use]']);
  const find = await symbolsOf('a.rs', '/// Doc.\n#[inline] // hot\n/// More.\n#[cold]\nfn f() {}\n');
  expect(find('f')).toMatchObject({ decorators: ['#[inline]', '#[cold]'], doc: 'Doc.\nMore.' });
});

test('a doc comment is spread to parameters and result', () => {
  const insert = symbol('Cache.insert');
  expect(insert.params.map(({ name, doc }) => [name, doc])).toEqual([['key', 'what to ask for later'], ['value', 'is moved into the cache'], ['ttl', 'how long it lives;\n[`DEFAULT_TTL`] if absent']]);
  expect(insert.resultDoc).toBe('The value that was there before.');
  expect(insert.doc).toContain('**Errors**');
  expect(symbol('Cache').doc).not.toContain('use cache::Cache');
});

test('errors are what is wrapped in Err and ok_or, and the macros that panic or return one', async () => {
  expect(symbol('Cache.insert').effects.throws).toEqual(['CacheError::TooLarge']);
  expect(symbol('Cache.get').effects.throws).toEqual(['CacheError::Missing']);
  expect(symbol('Cache.new').effects).toMatchObject({ throws: ['panic!'], env: ['CACHE_NAME'] });
  const find = await symbolsOf('a.rs', 'fn f() -> R { let a = b.ok_or_else(|| Error::new("x"))?; c.map_err(|e| MyError::Io(e))?; if a { bail!("x") } Err(e) }');
  expect(find('f').effects.throws).toEqual(['Error', 'MyError::Io', 'bail!']);
});

test('use trees, modules and what is passed on', async () => {
  const { imports, exports } = await outlineOf('a.rs', 'use std::{collections::HashMap, io::{self, Read as R, *}};\nmod util;\nextern crate serde as s;\npub use crate::a::{B, c::D as E};\n');
  expect(imports.map(({ from, names }) => [from, names.map(({ name, local }) => `${name} ${local}`)])).toEqual([
    ['std::collections', ['HashMap HashMap']], ['std::io', ['* io', 'Read R', '* *']], ['util', ['* util']], ['serde', ['* s']], ['crate::a', ['B B']], ['crate::a::c', ['D E']],
  ]);
  expect(exports).toEqual([{ name: 'B', from: 'crate::a', fromName: 'B' }, { name: 'E', from: 'crate::a::c', fromName: 'D' }]);
});

test('conditional twins are told apart by what they are, not by their order', async () => {
  const ids = async (text: string) => (await outlineOf('a.rs', text)).symbols.map(({ id }) => id).sort();
  const [unix, other] = ['#[cfg(unix)]\nfn f() -> i32 { 1 }\n', '#[cfg(not(unix))]\nfn f() -> i32 { 0 }\n'];
  expect(await ids(unix + other)).toEqual(await ids(other + unix));
});

test('what an impl says of all its methods counts for each', async () => {
  const sig = async (head: string) => (await symbolsOf('a.rs', `struct Q<T>(T);\n${head} { fn f(&self) {} }`))('Q.f').sig;
  expect(await sig('impl<T: Send> Q<T>')).not.toBe(await sig('impl<T: Sync> Q<T>'));
  expect(await sig('impl<T,> Q<T> where T: A,')).toBe(await sig('impl<T> Q<T>\nwhere\n    T: A'));
});

test('a called field is no called method; a value is no statement; one is no tuple', async () => {
  const body = async (code: string) => (await symbolsOf('a.rs', `fn f() { ${code} }`))('f').body;
  expect(await body('(self.run)()')).not.toBe(await body('self.run()'));
  expect(await body('a(); b()')).not.toBe(await body('a(); b();'));
  expect(await body('let a = (1,);')).not.toBe(await body('let a = (1);'));
  expect(await body('match a { B => { c } }')).toBe(await body('match a { B => c, }'));
  expect(await body('match a { B => { c; } }')).not.toBe(await body('match a { B => c }'));
});

test('rustfmt changes no hash', async () => {
  expect(await hashesOf('a.rs', await fixture('unformatted.rs'))).toEqual(await hashesOf('a.rs', await fixture('unformatted.rustfmt.rs')));
});

test('every mutant changes a hash', async () => {
  const mutants = await mutantsOf('cache.rs', cache, /^\s*(?:pub )?(?:use |mod \w+;|#!|\/\/)/, { pub: '', mut: '', '&': '', '?': '', async: '', unsafe: '', u64: 'u32', Self: 'Other', ref: '', cfg: 'cfg_attr', Clone: 'Copy' });
  expect(await unseen('cache.rs', cache, mutants)).toEqual([]);
  expect(mutants.length).toBeGreaterThan(150);
});
