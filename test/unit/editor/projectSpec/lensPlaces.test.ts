import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lensPlaces } from '../../../../src/editor/projectSpec/lensPlaces';
import { readProjectSpec } from '../../../../src/engine/project/read/readProjectSpec';

const placed = (file: string, text: string) => {
  const lines = text.split('\n');
  return lensPlaces(readProjectSpec(file, text).places).map(({ line, part }) => [lines[line]!.trim(), part?.id]);
};

describe('lenses of a project spec', () => {
  test('stand above the first line, above each entity, above each endpoint', () => {
    const file = path.join(import.meta.dirname, '../../../../docs/example-project.spec.yaml');
    expect(placed(file, readFileSync(file, 'utf8'))).toEqual([
      ['# A project spec: what a project is to be. docs/project-spec.md explains the keys.', undefined],
      ...['Author', 'Book', 'Copy', 'Member', 'Loan'].map((name) => [`- name: ${name}`, name]),
      ...['GET /books', 'POST /books', 'GET /books/{id}', 'GET /books/{bookId}/copies', 'POST /members', 'GET /members/{memberId}/loans', 'POST /loans', 'POST /loans/{id}/return'].map((endpoint) => [`- endpoint: ${endpoint}`, endpoint]),
    ]);
  });

  test('in a map by name, in JSON, in a fenced block of Markdown', () => {
    expect(placed('a.spec.yaml', 'name: L\nlanguage: go\nentities:\n  Book:\n    title: string\n')).toEqual([['name: L', undefined], ['Book:', 'Book']]);
    expect(placed('a.spec.json', '{\n  "entities": {\n    "Book": { "title": "string" }\n  }\n}')).toEqual([['{', undefined], ['"Book": { "title": "string" }', 'Book']]);
    expect(placed('a.spec.md', '---\nname: L\nlanguage: go\n---\n## Entities\n\n```yaml\n- name: Book\n```\n')).toEqual([['---', undefined], ['- name: Book', 'Book']]);
  });

  test('stay while something else in the spec is wrong, and go where nothing can be read', () => {
    expect(placed('a.spec.yaml', 'entities:\n  Book: { title: string }\n')).toHaveLength(2);
    expect(placed('a.spec.yaml', 'name: L\n')).toEqual([]);
    expect(placed('a.spec.yaml', 'entities:\n  Book: { title: string }\nfi\n')).toHaveLength(2);
    expect(placed('a.spec.yaml', 'entities: [\n')).toEqual([]);
  });
});
