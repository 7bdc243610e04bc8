import type { SettingShape } from './contributions';

/**
 * What is wrong with a value that somebody wrote into their settings, and the next step; `undefined`: nothing. VS Code only underlines such a
 * value and hands it on.
 */
export function settingProblem(name: string, shape: SettingShape, value: unknown): string | undefined {
  const expected = expectedOf(shape, value);
  if (expected === undefined) return undefined;
  return `The setting "specwright.${name}" is ${JSON.stringify(value)}: it must be ${expected}. Correct it in the settings, or reset it.`;
}

/** What a value should be; `undefined` where it is. */
function expectedOf(shape: SettingShape, value: unknown): string | undefined {
  switch (shape.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'an object';
    case 'strings':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? undefined : 'a list of texts';
    case 'string':
      if (shape.choices) return shape.choices.includes(value as string) ? undefined : `one of ${shape.choices.map((choice) => `"${choice}"`).join(', ')}`;
      if (typeof value !== 'string') return 'a text';
      return shape.form && !shape.form.pattern.test(value) ? shape.form.expected : undefined;
    case 'number?':
      return value === null || inRange(shape, value) ? undefined : `${rangeOf(shape)}, or empty`;
    case 'number':
      return inRange(shape, value) ? undefined : rangeOf(shape);
  }
}

type NumberShape = Extract<SettingShape, { minimum: number }>;

function inRange({ minimum, maximum = Infinity, whole }: NumberShape, value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum && (!whole || Number.isInteger(value));
}

function rangeOf({ minimum, maximum, whole }: NumberShape): string {
  const number = whole ? 'a whole number' : 'a number';
  return maximum === undefined ? `${number} of at least ${minimum}` : `${number} from ${minimum} to ${maximum}`;
}
