import { InputError } from '../../inputError';
import { detailedDesign } from './detailedDesign';
import { reference } from './reference';
import type { Template } from './template';

const BUILT_IN: readonly Template[] = [reference, detailedDesign];

export const TEMPLATE_NAMES = BUILT_IN.map(({ name }) => name);

/** @throws InputError for a name that there is no template of */
export function templateNamed(name: string): Template {
  const template = BUILT_IN.find((candidate) => candidate.name === name);
  if (!template) throw new InputError(`There is no template "${name}". Choose one of: ${TEMPLATE_NAMES.join(', ')}.`);
  return template;
}
