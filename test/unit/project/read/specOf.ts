import Ajv from 'ajv';
import { expect } from 'vitest';
import { parse } from 'yaml';
import schema from '../../../../schemas/project-spec.schema.json';
import type { ProjectSpec } from '../../../../src/engine/project/projectSpec';
import { readProjectSpec } from '../../../../src/engine/project/read/readProjectSpec';

export const HEAD = 'name: Library\nlanguage: go\n';

/** A spec that is read without a problem; the schema has nothing against it either. */
export function specOf(text: string, path = 'library.spec.yaml'): ProjectSpec {
  const { spec, problems } = readProjectSpec(path, text);
  expect(problems).toEqual([]);
  if (!path.endsWith('.md')) expect(schemaErrorsOf(text)).toEqual([]);
  return spec!;
}

const validate = new Ajv({ allErrors: true }).compile(schema);

/** What the schema has against a spec in YAML or JSON. */
export function schemaErrorsOf(text: string): string[] {
  void validate(parse(text, { merge: true, logLevel: 'silent' }));
  return (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}

/** What is said of a spec, as `line:column-endColumn severity code`, with the message. */
export function problemsOf(text: string, path = 'library.spec.yaml'): { readonly where: string; readonly message: string; readonly marked: string }[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  return readProjectSpec(path, text).problems.map(({ severity, message, code, line, column, endLine, endColumn }) => ({
    where: `${severity} ${code}`,
    message,
    marked: lines[line - 1]!.slice(column - 1, endLine === line ? endColumn - 1 : undefined),
  }));
}
