import { expect, test } from 'vitest';
import type { FileChange } from '../../../src/engine/project/writeProject';
import { reviewChanges } from '../../../src/node/reviewChanges';

const CHANGES: readonly FileChange[] = [
  { path: 'a.go', kind: 'new', text: 'package a\n', origin: 'declarations from the spec' },
  { path: 'b.go', kind: 'new', text: 'package a\n', origin: 'declarations from the spec' },
  { path: 'c.go', kind: 'changed', present: 'package old\n', text: 'package a\n', origin: 'declarations from the spec' },
  { path: 'd.go', kind: 'removed', present: 'package a\n', text: '', origin: 'nothing plans it any more' },
  { path: 'mine.go', kind: 'offered', present: 'package mine\n', text: 'package a\n', origin: 'declarations from the spec' },
];

/** A person who answers in this order, and what they were shown and asked. */
async function reviewed(changes: readonly FileChange[], ...answers: boolean[]) {
  const seen: string[] = [];
  const taken = await reviewChanges(changes, {
    show: (text) => void seen.push(text),
    ask(what) {
      seen.push(`? ${what}`);
      return Promise.resolve(answers.shift()!);
    },
  });
  return { taken: taken?.map(({ path }) => path), seen };
}

test('what is as it was generated is one question, what a person changed is one for each file', async () => {
  const { taken, seen } = await reviewed(CHANGES, true, true);
  expect(taken).toEqual(CHANGES.map(({ path }) => path));
  expect(seen).toEqual([
    '+ a.go (declarations from the spec)\n+ b.go (declarations from the spec)\n~ c.go (declarations from the spec)\n-package old\n+package a\n\n- d.go (nothing plans it any more)',
    '? This writes 2 new files, changes 1 file and removes 1 file.',
    '? mine.go (you wrote or changed this file; the new version: declarations from the spec)\n-package mine\n+package a\n',
    '? This would replace mine.go, which is yours.',
  ]);
});

test('an answer that fails is a question of its own, with what is wrong with it', async () => {
  const { taken, seen } = await reviewed([{ path: 'a.go', kind: 'failing', present: 'package a\n', text: 'package b\n', origin: 'the compiler says: line 1: no' }], false);
  expect([taken, seen]).toEqual([[], ['! a.go (what the model answered: the compiler says: line 1: no)\n-package a\n+package b\n', '? This would write a.go although it does not pass its checks.']]);
});

test('a person may keep what is theirs', async () => {
  expect((await reviewed(CHANGES, true, false)).taken).toEqual(['a.go', 'b.go', 'c.go', 'd.go']);
  expect((await reviewed(CHANGES.slice(-1), false)).taken).toEqual([]);
});

test('no to everything asks nothing further', async () => {
  const { taken, seen } = await reviewed(CHANGES, false);
  expect([taken, seen.length]).toEqual([undefined, 2]);
});
