import type { SettingShape } from './contributions';
import { listed, t } from '../l10n/localize';

/**
 * What is wrong with a value that somebody wrote into their settings, and the next step; `undefined`: nothing. VS Code only underlines such a
 * value and hands it on.
 */
export function settingProblem(name: string, shape: SettingShape, value: unknown): string | undefined {
  const expected = expectedOf(shape, value);
  if (expected === undefined) return undefined;
  return t('The setting "specwright.{0}" is {1}: it must be {2}. Correct it in the settings, or reset it.', name, JSON.stringify(value), expected);
}

/** What a value should be; `undefined` where it is. */
function expectedOf(shape: SettingShape, value: unknown): string | undefined {
  switch (shape.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : t('true or false');
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : t('an object');
    case 'strings':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? undefined : t('a list of texts');
    case 'string':
      if (shape.choices) return shape.choices.includes(value as string) ? undefined : t('one of {0}', listed(shape.choices.map((choice) => `"${choice}"`)));
      if (typeof value !== 'string') return t('a text');
      return shape.form && !shape.form.pattern.test(value) ? t(shape.form.expected) : undefined;
    case 'number?':
      return value === null || inRange(shape, value) ? undefined : t('{0}, or empty', rangeOf(shape));
    case 'number':
      return inRange(shape, value) ? undefined : rangeOf(shape);
  }
}

type NumberShape = Extract<SettingShape, { minimum: number }>;

function inRange({ minimum, maximum = Infinity, whole }: NumberShape, value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum && (!whole || Number.isInteger(value));
}

function rangeOf({ minimum, maximum, whole }: NumberShape): string {
  const number = whole ? t('a whole number') : t('a number');
  return maximum === undefined ? t('{0} of at least {1}', number, minimum) : t('{0} from {1} to {2}', number, minimum, maximum);
}
