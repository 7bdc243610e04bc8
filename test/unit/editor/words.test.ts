import { expect, test } from 'vitest';
import { inEditorWords } from '../../../src/editor/words';
import { orphanWarning } from '../../../src/engine/drift/removeOrphans';

test('what the engine says for the command line names the editor’s own way', () => {
  expect(inEditorWords(orphanWarning(['specs/a.ts.spec.md']))).toBe('1 spec belongs to sources that are gone (specs/a.ts.spec.md). Delete it, or run "Specwright: Remove Orphaned Specs".');
  expect(inEditorWords('Run "Specwright: Set API Key", or set ANTHROPIC_API_KEY.')).toBe('Run "Specwright: Set API Key".');
});
