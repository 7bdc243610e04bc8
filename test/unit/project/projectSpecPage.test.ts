import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import schema from '../../../schemas/project-spec.schema.json';
import { SCALARS } from '../../../src/engine/project/projectSpec';
import { TYPE_NAMES } from '../../../src/engine/project/read/types';
import { HEAD, schemaErrorsOf, specOf } from './read/specOf';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/project-spec.md'), 'utf8');

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>;
  readonly anyOf?: readonly Node[];
  readonly allOf?: readonly Node[];
}

const definitions = schema.definitions as unknown as Readonly<Record<string, Node>>;

function keysOf(node: Node): [string, string][] {
  const own = Object.entries(node.properties ?? {}).map(([key, { description = '' }]): [string, string] => [key, description]);
  return [...own, ...[...(node.anyOf ?? []), ...(node.allOf ?? [])].flatMap((part) => keysOf(part.$ref ? definitions[part.$ref.split('/').at(-1)!]! : part))];
}

const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('| `'));

describe('the page on project specs', () => {
  test.each<[string, Node]>([['## The project', schema as unknown as Node], ...([['## Requirements', 'requirement'], ['## Entities', 'entity'], ['A field:', 'field'], ['## Relationships', 'relationship'], ['## Endpoints', 'contract'], ['## Scenarios', 'scenario'], ['## Build', 'build'], ['## Files', 'file']] as const).map(([at, name]): [string, Node] => [at, definitions[name]!])])('says of the keys below "%s" what the schema says', (at, node) => {
    const begin = page.indexOf(`\n${at}\n`);
    const table = page.slice(begin, page.indexOf('\n\n', page.indexOf('|---|', begin)));
    expect(rows(table)).toEqual(keysOf(node).map(([key, description]) => `| \`${key}\` | ${description.replace(/\|/g, '\\|')} |`));
  });

  test('names every type that the reader knows', () => {
    const table = rows(page.slice(page.indexOf('### Types'), page.indexOf('## Relationships'))).map((row) => [...row.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
    expect(table).toEqual(SCALARS.map((scalar) => [scalar, ...Object.entries(TYPE_NAMES).flatMap(([name, type]) => (type.kind === 'scalar' && type.scalar === scalar ? [name] : []))]));
  });

  test('and all of its examples are read without a problem', () => {
    const blocks = [...page.slice(0, page.indexOf('## Markdown')).matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match) => match[1]!);
    expect(blocks.length).toBeGreaterThan(3);
    for (const block of blocks) {
      const entities = /^entities:/m.test(block) ? '' : 'entities:\n  Book: { id: uuid }\n  Author: { id: uuid }\n';
      const text = /^name:/m.test(block) ? block : `${HEAD}${entities}${block}`;
      specOf(text);
      expect(schemaErrorsOf(text)).toEqual([]);
    }
    const markdown = /^````markdown\n([\s\S]*?)^````$/m.exec(page)![1]!;
    const spec = specOf(markdown, 'library.spec.md');
    expect([spec.description, spec.requirements.length, spec.entities.length]).toEqual(['Lends the books of a small public library to its members.', 1, 1]);
  });

  test('says how each form of a type is written', () => {
    const forms = /\| list \|[\s\S]*?\| may be absent \|.*/.exec(page)![0].split('\n').map((row) => [...row.replace(/\\\|/g, '¦').matchAll(/`([^`]+)`/g)].map((match) => match[1]!.replace(/¦/g, '|').replace(/\bX\b/g, 'string')).filter((form) => !/^(fields|\?|enum: .*|required: .*)$/.test(form)));
    const read = (form: string) => specOf(`${HEAD}entities:\n  Book:\n    fields:\n      a: ${JSON.stringify(form)}\n`).entities[0]!.fields[0]!;
    expect(forms.slice(0, 3).map((row) => [...new Set(row.map((form) => read(form).type.kind))])).toEqual([['list'], ['map'], ['enum']]);
    expect(forms.at(-1)!.map((form) => read(form).isRequired)).toEqual([false, false, false]);
  });
});
