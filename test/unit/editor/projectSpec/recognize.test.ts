import { describe, expect, test } from 'vitest';
import { isProjectSpec } from '../../../../src/engine/project/read/isProjectSpec';

describe('a project spec', () => {
  test.each([
    ['library.spec.yaml', ''],
    ['library.spec.yml', 'name: Library\n'],
    ['library.spec.json', '{ "name": "Library" }'],
    ['library.spec.json', '{\n  "$schema": "../schemas/project-spec.schema.json",\n  "name": "Library"\n}'],
    ['library.spec.md', '---\nname: Library\nlanguage: python\n---\n## Entities\n'],
    ['library.spec.md', '---\nname: Library\nlanguage: go\nentities:\n  Book: { id: uuid }\n---\n'],
    ['library.spec.md', '\uFEFF---\r\nname: Library\r\nfunctional_requirements: [It lends.]\r\n---\r\n'],
  ])('%s: %j', (path, text) => expect(isProjectSpec(path, text)).toBe(true));

  test.each([
    ['the spec of a source file', 'src/queue.ts.spec.md', '---\nspecwright: 1\nsource: src/queue.ts\ntemplate: reference\nlanguage: en\n---\n## Entities\n'],
    ['a page that is called so', 'notes.spec.md', '# Entities\n'],
    ['front matter of something else', 'notes.spec.md', '---\ntitle: Notes\n---\nentities: none\n'],
    ['front matter without an end', 'notes.spec.md', '---\nentities:\n'],
    ['an OpenAPI document', 'api.spec.yaml', 'openapi: 3.1.0\ninfo: {}\n'],
    ['an OpenAPI document in JSON', 'api.spec.json', '{\n  "openapi": "3.1.0"\n}'],
    ['any other file', 'library.yaml', 'name: Library\nentities: []\n'],
  ])('is not %s', (_, path, text) => expect(isProjectSpec(path, text)).toBe(false));
});
