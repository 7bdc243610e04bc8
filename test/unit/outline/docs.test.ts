import { expect, test } from 'vitest';
import { parseJsDoc } from '../../../src/engine/outline/docs';
import { parseDocstring } from '../../../src/engine/outline/docstrings';

const params = (parts: { params: ReadonlyMap<string, unknown> }) => Object.fromEntries(parts.params);

test('JSDoc: types, optional parameters and defaults, in all their spellings', () => {
  const parts = parseJsDoc(`/**
   * Adds up.
   *
   * @param {number} a first
   * @param {{ b: { c: string } }} [options={}] - what
   *   and how
   * @param {string[]} options.names who
   * @param rest - without a type
   * @returns {Promise<number>} the sum
   * @throws {RangeError} too much
   * @deprecated since 2
   */`);
  expect(parts.text).toBe('Adds up.\n\n@deprecated since 2');
  expect(params(parts)).toEqual({
    a: { text: 'first', type: 'number' },
    options: { text: 'what\n  and how; `names` (string[]): who', type: '{ b: { c: string } }', optional: true, default: '{}' },
    rest: { text: 'without a type' },
  });
  expect(parts).toMatchObject({ result: 'the sum', resultType: 'Promise<number>' });
  expect([...parts.throws!]).toEqual([['RangeError', 'too much']]);
});

test('JSDoc: a tag in an example is no tag', () => {
  const parts = parseJsDoc('/**\n * Does.\n * @example\n * ```ts\n * @param() x\n * ```\n * @param x yes\n */');
  expect(parts.text).toContain('@param() x');
  expect(params(parts)).toEqual({ x: { text: 'yes' } });
});

test('JSDoc: on one line, with stars or without, and broken', () => {
  expect(parseJsDoc('/** One. */').text).toBe('One.');
  expect(parseJsDoc('/**\n One.\n   Two.\n*/').text).toBe('One.\n  Two.');
  expect(parseJsDoc('/** @param {unclosed */').text).toBe('@param {unclosed');
  expect(parseJsDoc('/***/').text).toBe('');
});

test('docstrings in Google style', () => {
  const parts = parseDocstring('Reads.\n\n    Args:\n        path (str, optional): where\n            it is\n        *args: more\n\n    Returns:\n        bytes: what was read\n\n    Raises:\n        io.Error: not there\n\n    Example:\n        >>> read()\n    ');
  expect(params(parts)).toEqual({ path: { text: 'where\nit is', type: 'str' }, args: { text: 'more' } });
  expect(parts).toMatchObject({ result: 'what was read', resultType: 'bytes' });
  expect([...parts.throws!]).toEqual([['io.Error', 'not there']]);
  expect(parts.text).toBe('Reads.\n\nExample:\n    >>> read()');
});

test('docstrings in NumPy style', () => {
  const parts = parseDocstring('Reads.\n\nParameters\n----------\nx, y : array_like\n    Points.\n**kwargs\n    More.\n\nReturns\n-------\nout : ndarray\n    The result.\n\nSee Also\n--------\nother');
  expect(params(parts)).toEqual({ x: { text: 'Points.', type: 'array_like' }, y: { text: 'Points.', type: 'array_like' }, kwargs: { text: 'More.' } });
  expect(parts).toMatchObject({ result: 'The result.', resultType: 'ndarray', text: 'Reads.\n\nSee Also\n--------\nother' });
});

test('docstrings in Sphinx style', () => {
  const parts = parseDocstring('Reads.\n\n:param str path: where\n    it is\n:param size: how much\n:type size: int\n:raises OSError: not there\n:return: text\n:rtype: str');
  expect(params(parts)).toEqual({ path: { text: 'where\nit is', type: 'str' }, size: { text: 'how much', type: 'int' } });
  expect(parts).toMatchObject({ text: 'Reads.', result: 'text', resultType: 'str' });
});

test('prose that looks like a section stays prose', () => {
  const text = 'Args are ignored.\n\nReturns nothing: really.\n\nNote: this: too.';
  expect(parseDocstring(text)).toMatchObject({ text });
});
