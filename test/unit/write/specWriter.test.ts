import { describe, expect, test } from 'vitest';
import type { RunEventBody } from '../../../src/engine/events';
import type { Store } from '../../../src/engine/ports';
import type { WantedSpec } from '../../../src/engine/write/mergeSpec';
import { SpecWriter } from '../../../src/engine/write/specWriter';
import { en } from '../../../src/engine/write/templates/en';
import { FakeClock } from '../support/fakeClock';

const section = (id: string): WantedSpec['sections'][number] => ({ plan: { id }, inputs: { sig: 'a1', body: 'b1', deps: '', doc: '' }, facts: `## \`${id}\`` });
const wanted: WantedSpec = { source: 'src/a.ts', template: 'reference', language: 'en', sections: [section('one'), section('two')] };
const answer = (text: string) => ({ text, by: 'anthropic/claude-sonnet-5-5' });

/** A store whose file is open in an editor: while somebody types there, nothing is written. */
function openFile() {
  const file = { text: undefined as string | undefined, isTyping: false, writes: 0, offered: undefined as string | undefined };
  const store: Store = {
    read: async () => file.text,
    write: async (_, text) => {
      if (text === file.text) return 'unchanged';
      if (file.isTyping) {
        file.offered = text;
        return 'refused';
      }
      file.text = text;
      file.writes++;
      return 'written';
    },
    remove: async () => 'refused',
  };
  const clock = new FakeClock();
  const events: RunEventBody[] = [];
  return { file, clock, events, writer: new SpecWriter('src/a.ts', 'specs/src/a.ts.spec.md', () => wanted, en, { store, clock, events: { emit: (event) => events.push(event) }, inTurn: (work) => work() }) };
}

describe('a spec that grows', () => {
  test('has its facts first, then the answers, at most one write a second', async () => {
    const { file, clock, writer } = openFile();
    await writer.start();
    expect([file.writes, file.text?.includes('## `two`'), file.text?.includes('First.')]).toEqual([1, true, false]);
    writer.answer('one', answer('First.'));
    await clock.advance(400);
    writer.answer('two', answer('Second.'));
    await clock.advance(400);
    expect(file.writes).toBe(1);
    await clock.advance(400);
    expect([file.writes, file.text?.includes('First.'), file.text?.includes('Second.')]).toEqual([2, true, true]);
    expect(await writer.finish()).toMatchObject({ status: 'written' });
    expect([file.writes, clock.pending]).toEqual([2, 0]);
  });

  test('is left alone while a person types in it; at the end the store has all of the text, to offer it', async () => {
    const { file, clock, writer, events } = openFile();
    await writer.start();
    file.isTyping = true;
    writer.answer('one', answer('First.'));
    await clock.advance(1_000);
    writer.answer('two', answer('Second.'));
    await clock.advance(5_000);
    expect(file.offered).not.toContain('Second.');
    expect(await writer.finish()).toMatchObject({ status: 'refused' });
    expect(file.offered).toContain('First.');
    expect(file.offered).toContain('Second.');
    expect(file.text).not.toContain('First.');
    expect(events.at(-1)).toMatchObject({ type: 'file-written', outcome: 'refused', complete: true });
  });

  test('is written after all where the person is done by the end', async () => {
    const { file, clock, writer } = openFile();
    await writer.start();
    file.isTyping = true;
    writer.answer('one', answer('First.'));
    await clock.advance(1_000);
    file.text += '\nA note of mine.\n';
    file.isTyping = false;
    writer.answer('two', answer('Second.'));
    expect(await writer.finish()).toMatchObject({ status: 'written' });
    for (const text of ['First.', 'Second.', 'A note of mine.']) expect(file.text).toContain(text);
  });
});
