import { expect, test } from 'vitest';
import { PROJECT_LANGUAGES } from '../../../src/engine/project/projectSpec';
import { starterSpec } from '../../../src/engine/project/starterSpec';
import { specOf } from './read/specOf';

test.each(PROJECT_LANGUAGES)('a spec to begin with, in %s, is read without a problem, and with what is commented out as well', (language) => {
  const text = starterSpec('Team "Notes": #1', language);
  const spec = specOf(text);
  expect([spec.name, spec.language, spec.entities.length, spec.contracts.length, spec.requirements.length, spec.scenarios.length]).toEqual(['Team "Notes": #1', language, 1, 2, 3, 1]);
  const whole = specOf(text.replace(/^# (?=relationships|build_config|files| {2})/gm, '').replace('Author 1:N Note', 'Note 1:N Note'));
  expect([whole.relationships.length, whole.files.length]).toEqual([1, 1]);
});
