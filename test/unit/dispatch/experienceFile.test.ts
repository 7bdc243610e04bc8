import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NO_EXPERIENCE } from '../../../src/engine/dispatch/experience';
import { loadExperiences, saveExperiences } from '../../../src/engine/dispatch/experienceFile';

test('what was learnt serves the next session; a spoiled file is as good as none; a folder that cannot be written harms nobody', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'specwright-experience-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const file = path.join(dir, 'deep', 'models.json');
  const first = loadExperiences(file);
  expect(first.of('m')).toEqual(NO_EXPERIENCE);
  first.record('m', { estimatedInputTokens: 10, inputTokens: 20, expectedOutputTokens: 10, outputTokens: 10, firstByteMs: 5, ms: 10 });
  saveExperiences(file, first);
  expect(loadExperiences(file).of('m').inputFactor).toBe(2);
  await writeFile(file, '{ torn');
  expect(loadExperiences(file).of('m')).toEqual(NO_EXPERIENCE);
  saveExperiences(path.join(file, 'not a folder', 'models.json'), first);
});
