import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import schema from '../../../../schemas/project-spec.schema.json';
import { TOP_KEYS } from '../../../../src/engine/project/read/keys';
import { PROJECT_LANGUAGES } from '../../../../src/engine/project/projectSpec';
import { BROKEN_SPECS, DOUBTFUL_SPECS } from './brokenSpecs';
import { schemaErrorsOf } from './specOf';

// What is read without a problem is valid: specOf in specOf.ts sees to it for every sample of the other tests.
describe('the schema of a project spec', () => {
  test('is a schema', () => expect(new Ajv().validateSchema(schema)).toBe(true));

  test.each(BROKEN_SPECS.filter(({ isBeyondSchema }) => !isBeyondSchema))('refuses what the reader refuses: $title', ({ text }) => expect(schemaErrorsOf(text)).not.toEqual([]));

  test.each([...BROKEN_SPECS.filter(({ isBeyondSchema }) => isBeyondSchema), ...DOUBTFUL_SPECS])('cannot see, or takes: $title', ({ text }) => expect(schemaErrorsOf(text)).toEqual([]));

  test('knows the keys of the reader by the first of their names', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(Object.values(TOP_KEYS).map(([first]) => first as string).sort());
    expect(schema.properties.language.anyOf[0]!.enum).toEqual(PROJECT_LANGUAGES);
  });

  test('describes every key', () => {
    const described = (node: unknown): string[] => {
      if (typeof node !== 'object' || node === null) return [];
      const own = 'properties' in node && !('then' in node) ? Object.entries(node.properties as Record<string, { description?: string }>).filter(([, value]) => !value.description).map(([key]) => key) : [];
      return [...own, ...Object.entries(node).flatMap(([key, value]) => (key === 'then' ? [] : described(value)))];
    };
    expect(described(schema)).toEqual([]);
  });
});
