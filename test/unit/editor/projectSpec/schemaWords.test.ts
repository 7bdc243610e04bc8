import { describe, expect, test } from 'vitest';
import { entityNames, meaningAt, wordsAt } from '../../../../src/editor/projectSpec/schemaWords';

const HEAD = 'name: Library\nlanguage: go\nentities:\n  - name: Book\n    attributes:\n      - { name: id, type: uuid }\n  - name: Author\n';

/** At the `¦` of a text. */
function placeOf(marked: string): { readonly text: string; readonly line: number; readonly column: number } {
  const before = marked.slice(0, marked.indexOf('¦')).split('\n');
  return { text: marked.replace('¦', ''), line: before.length - 1, column: before.at(-1)!.length };
}

function offered(marked: string, kind?: string): string[] {
  const { text, line, column } = placeOf(marked);
  return wordsAt(text, line, column).words.filter((word) => kind === undefined || word.kind === kind).map(({ label }) => label);
}

describe('keys', () => {
  test('at the top: those that are not there yet', () => {
    const keys = offered(`${HEAD}¦`, 'key');
    expect(keys).toContain('api_contracts');
    expect(keys).not.toContain('entities');
    expect(keys).not.toContain('name');
  });

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['of an entity', '  - name: Shelf\n    ¦', ['attributes', 'fields', 'description'], ['name', 'endpoint']],
    ['of an entity, behind the dash', '  - ¦', ['name', 'attributes'], ['endpoint']],
    ['of an entity by name', '  Shelf:\n    ¦', ['attributes', 'description'], ['endpoint']],
    ['of a field', '  - name: Shelf\n    attributes:\n      - name: a\n        ¦', ['type', 'description', 'required'], ['name', 'endpoint', 'attributes']],
    ['of a field, in a list as deep as its key', '  - name: Shelf\n    attributes:\n    - name: a\n      ty¦', ['type'], ['name', 'attributes']],
    ['of a field in braces', '  - name: Shelf\n    attributes:\n      - { name: a, ¦', ['type', 'description'], ['name']],
    ['of a contract', 'api_contracts:\n  - endpoint: GET /books\n    ¦', ['request_body', 'response_200', 'query'], ['endpoint', 'attributes']],
    ['of a contract that has responses', 'api_contracts:\n  - endpoint: GET /books\n    response_200: Book\n    ¦', ['response_404'], ['response_200']],
    ['of a requirement', 'requirements:\n  - id: FR-1\n    ¦', ['text', 'priority', 'category', 'notes'], ['id']],
    ['of a scenario', 'scenarios:\n  - title: A late return\n    ¦', ['given', 'when', 'then', 'steps'], ['title']],
    ['of the build', 'build_config:\n  ¦', ['language_version', 'dependencies'], ['name']],
    ['of a file', 'files:\n  - path: a.go\n    ¦', ['description', 'kind', 'needs'], ['path']],
  ])('%s', (_, text, some, none) => {
    const keys = offered(HEAD + text, 'key');
    expect(keys).toEqual(expect.arrayContaining([...some]));
    expect(keys.filter((key) => none.includes(key))).toEqual([]);
  });

  test('come with what they mean, and none where another extension offers them', () => {
    const { text, line, column } = placeOf(`${HEAD}mo¦`);
    const read = wordsAt(text, line, column);
    expect(read.start).toBe(0);
    expect(read.words.find(({ label }) => label === 'module')?.description).toContain('module path');
    expect(wordsAt(text, line, column, false).words).toEqual([]);
  });

  test('none in comments, in texts over several lines, or where nothing is known of a key', () => {
    expect(offered(`${HEAD}# mo¦`)).toEqual([]);
    expect(offered(`${HEAD}description: |\n  na¦`)).toEqual([]);
    expect(offered(`${HEAD}owner:\n  na¦`)).toEqual([]);
  });
});

describe('values', () => {
  test('types and entities, where a type is expected', () => {
    for (const place of ['  - name: Shelf\n    attributes:\n      - name: a\n        type: ¦', '  - name: Shelf\n    attributes:\n      - { name: a, type: ¦', '  - name: Shelf\n    fields:\n      a: ¦', 'api_contracts:\n  - endpoint: GET /books\n    response_200: ¦', 'api_contracts:\n  - endpoint: GET /books\n    query:\n      limit: ¦']) {
      expect(offered(HEAD + place), place).toEqual(expect.arrayContaining(['string', 'datetime', 'email', 'Book', 'Author[]']));
    }
  });

  test('replace the word that is being typed', () => {
    const { text, line, column } = placeOf(`${HEAD}  - name: Shelf\n    fields:\n      a: list of Bo¦`);
    expect(wordsAt(text, line, column).start).toBe('      a: list of '.length);
  });

  test.each<[string, string, readonly string[]]>([
    ['languages', 'language: ¦', ['go', 'typescript', 'python']],
    ['yes or no', '  - name: Shelf\n    attributes:\n      - name: a\n        required: ¦', ['true', 'false']],
    ['entities of a contract', 'api_contracts:\n  - endpoint: GET /books\n    entity: ¦', ['Book', 'Author']],
    ['entities of a relationship', 'relationships:\n  - from: ¦', ['Book', 'Author']],
    ['entities of a file', 'files:\n  - path: a.go\n    entities: [¦', ['Book', 'Author']],
    ['kinds of a relationship', 'relationships:\n  - from: Book\n    kind: ¦', ['one-to-one', 'one-to-many', 'many-to-one', 'many-to-many']],
  ])('%s', (_, text, expected) => expect(offered(HEAD.replace('language: go\n', '') + text)).toEqual(expected));

  test('methods, with the slash of the path', () => {
    const { text, line, column } = placeOf(`${HEAD}api_contracts:\n  - endpoint: ¦`);
    expect(wordsAt(text, line, column).words[0]).toEqual({ kind: 'value', label: 'GET', insert: 'GET /' });
  });

  test('nothing where any text goes', () => expect(offered(`${HEAD}description: ¦`)).toEqual([]));
});

test('names of entities, from a list and from a map', () => {
  expect(entityNames('entities:\n- name: Book\n  attributes:\n    - name: id\n- { name: Author }\nfiles:\n- name: a.go'.split('\n'))).toEqual(['Book', 'Author']);
  expect(entityNames('entities:\n  Book:\n    fields: { id: uuid }\n  LineItem:\n    title: string\nname: x'.split('\n'))).toEqual(['Book', 'LineItem']);
});

test.each([
  ['at the top', 'mod¦ule: a', /module path/],
  ['of a field', '  - name: Shelf\n    attributes:\n      - { name: a, ty¦pe: string }', /list of X/],
  ['of a response', 'api_contracts:\n  - endpoint: GET /books\n    response_4¦09: None.', /for errors, when it happens/],
])('what a key means, %s', (_, marked, expected) => {
  const { text, line, column } = placeOf(HEAD + marked);
  expect(meaningAt(text, line, column)?.text).toMatch(expected);
});

test('a value means nothing of its own', () => {
  const { text, line, column } = placeOf(`${HEAD}module: exa¦mple`);
  expect(meaningAt(text, line, column)).toBeUndefined();
});
