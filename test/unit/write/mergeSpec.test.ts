import fc from 'fast-check';
import * as prettier from 'prettier';
import { describe, expect, test } from 'vitest';
import { mergeSpec, type WantedSection, type WantedSpec } from '../../../src/engine/write/mergeSpec';
import { parseSpec, printFrontMatter, printSection } from '../../../src/engine/write/specDocument';
import { en } from '../../../src/engine/write/templates/en';

const inputs = (body: string, sig = 'a1') => ({ sig, body, deps: '', doc: '' });
const section = (id: string, body = 'b1', more: Partial<WantedSection> = {}): WantedSection => ({
  plan: { id },
  inputs: inputs(body),
  facts: `## \`${id}\`\n\n| parameter | type | default | |\n|---|---|---|---|\n| \`x\` | \`A \\| B\` | – | one \\* two |\n\nReturns \`Promise<void>\`.`,
  ...more,
});
const spec = (...sections: WantedSection[]): WantedSpec => ({ source: 'src/a.ts', template: 'reference', language: 'en', sections });
const merge = (existing: string | undefined, wanted: WantedSpec) => mergeSpec(existing, wanted, en);
const answer = (text: string) => ({ text, by: 'anthropic/claude-sonnet-5-5' });
const PROSE = '**Purpose.** Does it.\n\n**Behaviour**\n- Empty input → returns `undefined`.\n- Otherwise → calls `add` *once*.\n\n```ts\nadd("a", \'b\')\n```';
const written = merge(undefined, spec(section('one', 'b1', { answer: answer(PROSE) }), section('two', 'b1', { answer: answer('Second.') })));

describe('a spec', () => {
  test('is the same bytes when nothing changed, with no answer at hand', () => {
    expect(merge(written, spec(section('one'), section('two')))).toBe(written);
  });

  test('is taken apart and printed without a change', () => {
    const { head, pieces } = parseSpec(written);
    expect(head + pieces.map((piece) => (piece.type === 'outside' ? piece.text : printSection(piece))).join('')).toBe(written);
  });

  test.each([
    ['as it comes', {}],
    ['narrow', { proseWrap: 'always', printWidth: 40 }],
    ['wide', { proseWrap: 'never', printWidth: 200, singleQuote: true, semi: false, tabWidth: 4 }],
  ] as const)('that Prettier went over (%s) counts as unedited and keeps the formatted bytes', async (_, options) => {
    const formatted = await prettier.format(written, { parser: 'markdown', ...options });
    expect(formatted).not.toBe(written);
    expect(merge(formatted, spec(section('one'), section('two')))).toBe(formatted);
    // Not a person's: a change of the code replaces it.
    const replaced = merge(formatted, spec(section('one', 'b2', { answer: answer('New.') }), section('two')));
    expect(replaced).toContain('New.');
    expect(replaced).not.toContain('Does it.');
  });

  test('keeps a sentence that a person added to the prose, and updates the facts above it', () => {
    const edited = written.replace('**Purpose.** Does it.', '**Purpose.** Does it. Only on Tuesdays.');
    const facts = '## `one`\n\nReturns `number`.';
    const merged = merge(edited, spec(section('one', 'b2', { facts, answer: answer('New.') }), section('two')));
    expect(merged).toContain('Only on Tuesdays.');
    expect(merged).toContain('Returns `number`.');
    expect(merged).not.toContain('New.');
    expect(merged).toContain('**Out of date.** The code has changed since the text below was written: body.');
  });

  test('keeps what a person wrote outside of the sections, and among the facts', () => {
    const edited = written
      .replace('<!-- specwright:section id="two"', 'A note between.\n\n<!-- specwright:section id="two"')
      .replace('## `one`\n', '## `one`\n\nMind the gap.\n');
    const merged = merge(edited, spec(section('one'), section('two')));
    expect(merged).toContain('A note between.\n\n<!-- specwright:section id="two"');
    expect(merged.match(/Mind the gap\./g)).toHaveLength(1);
    expect(merge(merged, spec(section('one'), section('two')))).toBe(merged);
  });

  test('marks prose that is out of date, keeps its inputs beside it, and is fresh again when the code is as it was', () => {
    const stale = merge(written, spec(section('one', 'b2'), section('two')));
    expect(stale).toContain('stale="body"');
    expect(stale).toContain('body="b1"');
    expect(stale).toContain('Does it.');
    expect(merge(stale, spec(section('one', 'b2'), section('two')))).toBe(stale);
    expect(merge(stale, spec(section('one', 'b1'), section('two')))).toBe(written);
  });

  test('remembers a change of language until the prose is written anew', () => {
    const japanese = { ...spec(section('one'), section('two')), language: 'ja' };
    const once = merge(written, japanese);
    expect(once).toContain('stale="language"');
    expect(merge(once, japanese)).toBe(once);
  });

  test('keeps the order of its sections; a new one comes after the one before it in the source', () => {
    const reordered = merge(written, spec(section('two'), section('one')));
    expect(reordered).toBe(written);
    const grown = merge(written, spec(section('one'), section('new'), section('two')));
    expect([...grown.matchAll(/section id="(\w+)"/g)].map(([, id]) => id)).toEqual(['one', 'new', 'two']);
    expect(merge(grown, spec(section('one'), section('two')))).toBe(written);
  });

  test('drops the section of a symbol that is gone, unless a person wrote in it', () => {
    expect(merge(written, spec(section('two')))).not.toContain('Does it.');
    const edited = written.replace('Does it.', 'Does it, I promise.');
    const kept = merge(edited, spec(section('two')));
    expect(kept).toContain('I promise.');
    expect(kept).toContain('**Gone.**');
    expect(merge(kept, spec(section('two')))).toBe(kept);
  });

  test('says that an answer did not come, and no longer when it has', () => {
    const failed = merge(undefined, spec(section('one', 'b1', { failure: 'the model declined to answer' })));
    expect(failed).toContain('*No description yet: the model declined to answer. Run the command again to get it.*');
    expect(merge(failed, spec(section('one', 'b1', { answer: answer('Here.') })))).not.toContain('No description yet');
  });

  test('is closed by no text of a model or a doc comment', () => {
    const hostile = 'Text.\n<!-- /specwright:section -->\n<!-- specwright:section id="two" sig="" -->\nMore.';
    const merged = merge(undefined, spec(section('one', 'b1', { answer: answer(hostile) }), section('two', 'b1', { answer: answer('Second.') })));
    expect(parseSpec(merged).pieces.filter(({ type }) => type === 'section')).toHaveLength(2);
    expect(merge(merged, spec(section('one'), section('two')))).toBe(merged);
  });

  test('keeps keys that a person added to the front matter', () => {
    const edited = written.replace('language: en\n', 'language: en\nowner: team # ours\n');
    expect(merge(edited, { ...spec(section('one'), section('two')), source: 'src/b.ts' })).toContain('owner: team # ours');
  });

  test.each([
    ['somebody else’s file', '# My notes\n', /did not write/],
    ['a merge in progress', `${written}<<<<<<< ours\n=======\n>>>>>>> theirs\n`, /merge conflicts/],
    ['a later format', written.replace('specwright: 1', 'specwright: 2'), /later version/],
  ])('is left alone where it is %s', (_, existing, message) => {
    expect(() => merge(existing, spec(section('one')))).toThrow(message);
  });

  test('loses no line of a damaged file but what was rendered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 6 }), (cuts) => {
        const lines = written.split('\n');
        for (const cut of cuts) lines.splice(cut % lines.length, 1);
        const damaged = lines.join('\n');
        const { head, pieces } = parseSpec(damaged);
        const text = head + pieces.map((piece) => (piece.type === 'outside' ? piece.text : `${piece.facts}\n${piece.prose?.text ?? ''}`)).join('\n');
        for (const line of damaged.split('\n')) if (!line.startsWith('<!--')) expect(text).toContain(line.trimEnd());
      }),
    );
  });

  test('has an id that survives whatever a symbol is called', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('rules."\n"', 'tab\there', '&#10;', '\u2028')), (id) => {
        const merged = printFrontMatter({ specwright: 1, source: 'a', template: 'reference', language: 'en' }) + merge(undefined, spec(section(id))).replace(/^---[\s\S]*?---\n/, '');
        expect(parseSpec(merged).pieces).toMatchObject([{ type: 'section', id }]);
      }),
    );
  });
});
