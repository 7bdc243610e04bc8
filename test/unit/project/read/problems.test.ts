import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readProjectSpec } from '../../../../src/engine/project/read/readProjectSpec';
import { FIELD_KEYS } from '../../../../src/engine/project/read/fields';
import { TOP_KEYS } from '../../../../src/engine/project/read/keys';
import { BROKEN_SPECS, DOUBTFUL_SPECS } from './brokenSpecs';
import { HEAD, problemsOf, schemaErrorsOf, specOf } from './specOf';

const example = readFileSync(path.join(import.meta.dirname, '../../../../docs/example-project.spec.yaml'), 'utf8');

const told = (text: string, file?: string) => problemsOf(text, file).map(({ where, marked }) => [where, marked]);

describe.each([
  ['an error', BROKEN_SPECS],
  ['a warning', DOUBTFUL_SPECS],
])('%s', (kind, samples) => {
  test.each(samples)('$title', ({ text, expected }) => {
    const problems = problemsOf(text);
    expect(problems.map(({ where, marked }) => [where, marked])).toEqual(expected.map(([where, marked]) => [where, marked]));
    problems.forEach(({ message }, i) => expect(message).toMatch(expected[i]![2]));
    expect(readProjectSpec('library.spec.yaml', text).spec === undefined).toBe(kind === 'an error');
  });
});

test('no problem', () => {
  expect(problemsOf(example)).toEqual([]);
  const noCycle = `${HEAD}entities:\n  Book: { pages: list of Page, first: Page?, byName: "map<string, Page>" }\n  Page: { book: Book }\n`;
  expect(problemsOf(noCycle)).toEqual([]);
  const unused = `${HEAD}entities:\n  Book: { title: string }\n`;
  expect(problemsOf(unused)).toEqual([]);
});

test('lines and columns count from 1, in UTF-16 units, whatever ends the lines', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const { problems } = readProjectSpec('a.spec.yaml', `\uFEFFname: "📚 Library"${end}language: cobol${end}`);
    expect(problems.map(({ line, column, endLine, endColumn }) => [line, column, endLine, endColumn]), JSON.stringify(end)).toEqual([[2, 11, 2, 16]]);
  }
});

describe('YAML that is none', () => {
  test.each([
    ['a tab', `${HEAD}entities:\n\tBook: { title: string }\n`, 'error invalid-yaml', '\t', /Use spaces/],
    ['a colon in a text', `${HEAD}description: Note: it lends\n`, 'error invalid-yaml', 'Note:', /quotes/],
    ['an alias to nothing', `${HEAD}owner: *desk\n`, 'error invalid-yaml', '*desk', /quotes|anchor/],
    ['an alias inside of itself', `${HEAD}owner: &a [*a]\n`, 'error invalid-yaml', '*a', /never ends/],
    ['a key twice', `${HEAD}language: go\n`, 'error duplicate-key', 'language', /here twice/],
    ['several documents', `${HEAD}---\nname: Other\n`, 'error several-documents', '---', /one document/],
    ['a map as a key', `${HEAD}? { a: b }\n: c\n`, 'error invalid-key', '{ a: b }', /must be a text/],
    ['an open bracket', `${HEAD}owner: [a\n`, 'error invalid-yaml', '', /./],
  ])('%s', (_, text, where, marked, message) => {
    const [first] = problemsOf(text);
    expect([first?.where, first?.marked]).toEqual([where, marked]);
    expect(first?.message).toMatch(message);
    expect(readProjectSpec('a.spec.yaml', text).spec).toBeUndefined();
  });
});

describe('JSON that is none', () => {
  test.each([
    ['a comma too many', '{ "name": "L", }', ',', /no comma behind the last entry of the object\./],
    ['a comma too few', '{ "name": "L" "language": "go" }', '"', /comma or the end of the object/],
    ['single quotes', "{ 'name': 'L' }", "'", /key in double quotes/],
    ['a bare key', '{ name: "L" }', 'name', /key in double quotes/],
    ['a bare word', '{ "name": Library }', 'Library', /no JSON value/],
    ['a comment', '{\n  // the name\n  "name": "L" }', '/', /no comments/],
    ['a text over two lines', '{ "name": "L\nM" }', '"L', /does not end on its line/],
    ['an escape that is none', '{ "name": "C:\\d" }', '"C:\\d"', /escape/],
    ['an end too early', '{ "name": ["L"', '', /the file ends too early/],
    ['two values', '{} {}', '{', /JSON ends before this/],
    ['YAML', 'name: L\nlanguage: go\n', 'name', /"name" is no JSON value/],
  ])('%s', (_, text, marked, message) => {
    const [first] = problemsOf(text, 'a.spec.json');
    expect([first?.where, first?.marked]).toEqual(['error invalid-json', marked]);
    expect(first?.message).toMatch(message);
  });

  test('a key twice, and one that reaches a prototype', () => {
    expect(told('{ "name": "L", "language": "go", "name": "M", "__proto__": { "a": 1 } }', 'a.spec.json')).toEqual([['error duplicate-key', '"name"'], ['warning reserved-key', '"__proto__"']]);
  });

  test('takes what JSON.parse takes, and nothing else', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.json().chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length), fc.constantFrom('', ',', '"', '}', ']', '0', '\\', '\t', '\u0001'))).map(([text, at, extra]) => text.slice(0, at) + extra + text.slice(at + 1))), (text) => {
      const isJson = parses(text);
      const isTaken = !problemsOf(`{"x": ${text}}`, 'a.spec.json').some(({ where }) => where === 'error invalid-json');
      expect(isTaken).toBe(isJson && parses(`{"x": ${text}}`));
    }), { numRuns: 300 });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('Markdown', () => {
  test.each([
    ['without front matter', '# Library\n\nLends books.\n', 'error missing-front-matter', '# Library', /Put a line "---" at the very top/],
    ['with front matter that has no end', `---\n${HEAD}\n# Library\n`, 'error missing-front-matter', '---', /has no end/],
    ['with a list as front matter', '---\n- a\n---\n', 'error no-map', 'a', /must be a map of keys/],
    ['of a source file', '---\nspecwright: 1\nsource: src/a.ts\n---\n', 'error source-spec', 'specwright', /Apply Spec to Code/],
    ['with a language in two places', `---\n${HEAD}---\n\`\`\`yaml\nlanguage: python\n\`\`\`\n`, 'error duplicate-key', 'language', /said twice/],
  ])('%s', (_, text, where, marked, message) => {
    const problems = problemsOf(text, 'a.spec.md');
    expect(problems.map((problem) => [problem.where, problem.marked])).toEqual([[where, marked]]);
    expect(problems[0]!.message).toMatch(message);
  });

  test('marks the word in a fenced block', () => {
    const text = `---\n${HEAD}---\n## Entities\n\n\`\`\`yaml\nBook:\n  title: strng\n\`\`\`\n`;
    expect(readProjectSpec('a.spec.md', text).problems.map(({ line, column, code }) => [line, column, code])).toEqual([[9, 10, 'unknown-type']]);
  });
});

describe('too much', () => {
  const repeated = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / text.length));

  test.each([
    ['more than 5 MB', 'a.spec.yaml', `${HEAD}description: ${repeated('lends ', 5_000_000)}`, 'too-large'],
    ['brackets', 'a.spec.yaml', repeated('[', 100_000), 'too-deep'],
    ['braces', 'a.spec.json', repeated('{"a":', 100_000), 'too-deep'],
    ['indentation', 'a.spec.yaml', Array.from({ length: 100 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'too-deep'],
    ['words', 'a.spec.yaml', repeated('- a\n', 500_000), 'too-large'],
    ['aliases', 'a.spec.yaml', `${HEAD}a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}`, 'too-large'],
    ['blocks', 'a.spec.md', `---\n${HEAD}---\n${'```yaml\na: b\n```\n'.repeat(600)}`, 'too-large'],
    ['bytes that are no text', 'a.spec.yaml', `${HEAD}owner: a\0b`, 'binary'],
    ['nothing', 'a.spec.yaml', ' \n', 'no-map'],
    ['an ending that says nothing', 'spec.txt', HEAD, 'unknown-format'],
  ])('%s', (_, file, text, code) => {
    const { spec, problems } = readProjectSpec(file, text);
    expect(spec).toBeUndefined();
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  test('problems: the first are told, and how many more there are', () => {
    const problems = problemsOf(`${HEAD}entities:\n${Array.from({ length: 300 }, (_, i) => `  E${i}: { a: Nothing }`).join('\n')}\n`);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)!.message).toContain('100 more');
  });

  test('no key reaches a prototype', () => {
    const spec = specOf('{ "name": "L", "language": "go", "owner": { "constructor": { "polluted": true } } }', 'a.spec.json');
    readProjectSpec('a.spec.json', '{ "owner": { "__proto__": { "polluted": true } }, "entities": { "__proto__": { "polluted": "string" } } }');
    expect(spec.rest).toEqual({ owner: { constructor: { polluted: true } } });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('whatever the text', () => {
  const keys = [...Object.values(TOP_KEYS), ...Object.values(FIELD_KEYS)].flat().concat(['endpoint', 'method', 'responses', 'response_200', 'parameters', 'query', 'from', 'to', 'given', 'steps', 'dependencies', 'path', 'needs', 'id', 'text', 'Book', 'GET /books', 'schema', '$ref'] as never[]);
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom<unknown>('Book', 'string', 'Book[]', 'GET /books/{id}', 'Book 1:N Book', 'a.go', 'enum(a, b)', 'go', null, true, 7, '', []), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom<string>(...keys), tie('value'), { maxKeys: 4 })),
  }));

  test('any values at any keys are read or refused', () => {
    const spec = fc.dictionary(fc.constantFrom<string>(...keys), value, { maxKeys: 8 }).map((some) => JSON.stringify({ ...some, name: 'L', language: 'go' }));
    fc.assert(fc.property(spec, (text) => {
      const { spec: read, problems } = readProjectSpec('a.spec.json', text);
      expect(read === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
    }), { numRuns: 500 });
  });

  const files = ['a.spec.yaml', 'a.spec.json', 'a.spec.md'];
  const bits = [...new Set(example.split(/(\s+)/))];

  test('what is read without a problem is valid by the schema', () => {
    const spec = fc.dictionary(fc.constantFrom(...Object.values(TOP_KEYS).flat()), value, { maxKeys: 2 }).map((some) => JSON.stringify({ ...some, name: 'L', language: 'go' }));
    let read = 0;
    for (const text of fc.sample(spec, { numRuns: 1_000, seed: 1 })) {
      if (problemsOf(text, 'a.spec.json').length > 0) continue;
      read++;
      expect(schemaErrorsOf(text), text).toEqual([]);
    }
    expect(read).toBeGreaterThan(300);
  });

  test('something comes of it, the same each time, with places that are in the file', () => {
    const cut = fc.tuple(fc.nat(example.length), fc.nat(200), fc.constantFrom(...bits, '---', '\t', ': ', '[', '}', '&a', '*a', '<<: ', '"', '\0', '!')).map(([at, length, bit]) => example.slice(0, at) + bit + example.slice(at + length));
    fc.assert(
      fc.property(fc.constantFrom(...files), fc.oneof(cut, cut.map((text) => `---\n${text}\n---\n`), fc.array(fc.constantFrom(...bits, '\n  ', '\n- ', ': '), { maxLength: 60 }).map((some) => some.join('')), fc.string({ unit: 'binary' })), (file, text) => {
        const read = readProjectSpec(file, text);
        expect(readProjectSpec(file, text)).toEqual(read);
        expect(read.spec === undefined).toBe(read.problems.some(({ severity }) => severity === 'error'));
        const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
        for (const { line, column, endLine, endColumn, message } of read.problems) {
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 3);
          expect(endLine > line || (endLine === line && endColumn >= column)).toBe(true);
          expect(message).toMatch(/[.!?…]$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});
