import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/engine/drift/findings';
import { sarifLog, type SarifInput } from '../../../src/engine/drift/sarif';

const require = createRequire(import.meta.url);
/** OASIS's schema of SARIF 2.1.0, as Microsoft's package ships it. */
const SCHEMA = path.resolve(import.meta.dirname, '../../../node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');

const SIGNATURE: Finding = { kind: 'signature', source: 'src/a b/queue.ts', specPath: 'specs/src/a b/queue.ts.spec.md', section: 'Queue.add', line: 12, specLine: 30, message: 'signature changed', to: '1f0c' };
const GONE: Finding = { kind: 'signature', source: 'src/queue.ts', specPath: 'specs/src/queue.ts.spec.md', section: 'size', specLine: 44, message: 'no longer in the source', to: '' };
const MISSING: Finding = { kind: 'missing', source: 'src/new.ts', specPath: 'specs/src/new.ts.spec.md', message: 'no spec yet', to: '' };
const PAGE: Finding = { kind: 'facts', source: '.', specPath: 'specs/README.md', message: 'front matter or layout is not current', to: '' };
const ORPHANED: Finding = { kind: 'orphaned', source: 'src/old.ts', specPath: 'specs/src/old.ts.spec.md', message: 'its source is gone', to: '' };

interface Log {
  readonly runs: readonly [{
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly markdown: string } }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly baselineState?: string;
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string; readonly uriBaseId: string }; readonly region: { readonly startLine: number } } }[];
    }[];
  }];
}

const logOf = (input: Partial<SarifInput>) => sarifLog({ added: [], known: [], hasBaseline: false, prefix: '', version: '1.2.3', complete: true, errors: [], ...input }) as Log;
const placesOf = (log: Log) => log.runs[0].results.map(({ locations: [place] }) => `${place!.physicalLocation.artifactLocation.uri}:${place!.physicalLocation.region.startLine}`);

describe('a SARIF log', () => {
  test.each([
    ['of nothing', {}],
    ['of every kind of place', { added: [SIGNATURE, GONE, MISSING, PAGE, ORPHANED] }],
    ['with a baseline', { added: [SIGNATURE], known: [MISSING], hasBaseline: true }],
    ['of a check that was not complete', { complete: false, errors: ['src/a.ts: it cannot be read.'] }],
  ])('%s is valid by the schema', async (_, input) => {
    const ajv = new Ajv({ schemaId: 'auto', validateSchema: false });
    ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json') as object);
    const validate = ajv.compile(JSON.parse(await readFile(SCHEMA, 'utf8')) as object);
    expect([validate(logOf(input)), validate.errors]).toEqual([true, null]);
    expect(validate({ ...logOf(input), version: '2.0.0' })).toBe(false);
  });

  test('points to the symbol, to the spec where the source has nothing to show, always from the root of the repository', () => {
    expect(placesOf(logOf({ added: [SIGNATURE, GONE, MISSING, PAGE, ORPHANED] }))).toEqual(['src/a%20b/queue.ts:12', 'specs/src/queue.ts.spec.md:44', 'src/new.ts:1', 'specs/README.md:1', 'specs/src/old.ts.spec.md:1']);
    expect(placesOf(logOf({ added: [MISSING], prefix: 'packages/a' }))).toEqual(['packages/a/src/new.ts:1']);
    expect(logOf({ added: [MISSING] }).runs[0].results[0]!.locations[0]!.physicalLocation.artifactLocation.uriBaseId).toBe('%SRCROOT%');
  });

  test('every result has a rule with help, and a fingerprint that a move does not change', () => {
    const { results, tool } = logOf({ added: [SIGNATURE, { ...SIGNATURE, line: 99, message: 'signature and body changed', to: 'other' }, { ...SIGNATURE, kind: 'body' }, MISSING] }).runs[0];
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]).toMatchObject({ id: ruleId, help: { markdown: expect.stringMatching(/\S/) as string } });
    const prints = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(prints[0]).toBe(prints[1]);
    expect(new Set(prints).size).toBe(3);
    expect(results.map(({ level }) => level)).toEqual(['error', 'error', 'warning', 'warning']);
  });

  test('tells how a result stands to the baseline only where there is one', () => {
    expect(logOf({ added: [SIGNATURE], known: [MISSING], hasBaseline: true }).runs[0].results.map(({ baselineState }) => baselineState)).toEqual(['new', 'unchanged']);
    expect(logOf({ added: [SIGNATURE] }).runs[0].results[0]).not.toHaveProperty('baselineState');
  });
});
