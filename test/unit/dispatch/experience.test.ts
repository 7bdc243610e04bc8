import { expect, test } from 'vitest';
import { Experiences, NO_EXPERIENCE, type Observation } from '../../../src/engine/dispatch/experience';

const seen = (more: Partial<Observation> = {}): Observation => ({ estimatedInputTokens: 1_000, inputTokens: 1_300, expectedOutputTokens: 200, outputTokens: 300, firstByteMs: 500, ms: 3_500, ...more });

test('starts with the usual, and comes close to what is really counted and timed', () => {
  const experiences = new Experiences();
  expect(experiences.of('a/b')).toEqual(NO_EXPERIENCE);
  for (let i = 0; i < 20; i++) experiences.record('a/b', seen());
  const learnt = experiences.of('a/b');
  expect(learnt.inputFactor).toBeCloseTo(1.3, 6);
  expect(learnt.outputFactor).toBeCloseTo(1.5, 6);
  expect(learnt.firstByteMs).toBeCloseTo(500, 6);
  expect(learnt.outputTokensPerSecond).toBeCloseTo(100, 6);
  expect(experiences.of('a/other')).toEqual(NO_EXPERIENCE);
});

test('forgets the past little by little, and lets large requests weigh more', () => {
  const experiences = new Experiences();
  for (let i = 0; i < 20; i++) experiences.record('m', seen({ inputTokens: 2_000 }));
  for (let i = 0; i < 20; i++) experiences.record('m', seen({ inputTokens: 1_000 }));
  expect(experiences.of('m').inputFactor).toBeLessThan(1.02);
  experiences.record('m', seen({ estimatedInputTokens: 1, inputTokens: 4 }));
  expect(experiences.of('m').inputFactor).toBeLessThan(1.02);
});

test('is not led astray by nonsense', () => {
  const experiences = new Experiences();
  for (const nonsense of [{ inputTokens: 0 }, { inputTokens: NaN }, { outputTokens: Infinity }, { estimatedInputTokens: -1 }]) experiences.record('m', seen(nonsense));
  expect(experiences.of('m')).toEqual(NO_EXPERIENCE);
  experiences.record('m', seen({ estimatedInputTokens: 1, inputTokens: 1_000 }));
  expect(experiences.of('m').inputFactor).toBe(4);
});

test('a stream with no time tells nothing of the speed', () => {
  const experiences = new Experiences();
  experiences.record('m', seen({ firstByteMs: 3_500 }));
  expect(experiences.of('m').outputTokensPerSecond).toBe(NO_EXPERIENCE.outputTokensPerSecond);
});

test('what one session learnt serves the next, and what was spoiled meanwhile is passed over', () => {
  const experiences = new Experiences();
  experiences.record('m', seen());
  const next = new Experiences();
  next.restore({ ...(JSON.parse(JSON.stringify(experiences.snapshot())) as object), spoiled: { input: 'x' }, other: null });
  expect(next.of('m')).toEqual(experiences.of('m'));
  expect(next.of('spoiled')).toEqual(NO_EXPERIENCE);
  next.restore('nothing');
});
