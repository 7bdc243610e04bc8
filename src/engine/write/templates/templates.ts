import { InputError } from '../../inputError';
import type { Files } from '../../ports';
import { decodeText } from '../textFile';
import { detailedDesign } from './detailedDesign';
import { reference } from './reference';
import type { Template } from './template';

const BUILT_IN: readonly Template[] = [reference, detailedDesign];

export const TEMPLATE_NAMES = BUILT_IN.map(({ name }) => name);

/** Where a project keeps templates of its own. */
export const TEMPLATE_FOLDER = '.specwright/templates';

/**
 * A built-in template, or one of the project's own.
 * @throws InputError for a name that there is no template of, or one that may not be run here
 */
export async function templateNamed(name: string, files: Pick<Files, 'read'>, trusted: boolean): Promise<Template> {
  const builtIn = BUILT_IN.find((candidate) => candidate.name === name);
  if (builtIn) return builtIn;
  const place = `${TEMPLATE_FOLDER}/${name}.eta`;
  const bytes = /^[\w-]+$/.test(name) ? await files.read(place) : undefined;
  if (!bytes) throw new InputError(`There is no template "${name}". Choose one of ${TEMPLATE_NAMES.join(', ')}, or write ${place}.`);
  if (!trusted) throw new InputError(`The template ${place} is code of this workspace, which is not trusted. Trust the workspace, or choose one of ${TEMPLATE_NAMES.join(', ')}.`);
  const decoded = decodeText(bytes);
  if (decoded.undecodable) throw new InputError(`The template ${place} cannot be read: ${decoded.reason}. Save it as UTF-8.`);
  // Compiles templates to code: loaded only where a project has one of its own.
  const { ownTemplate } = await import('./ownTemplate');
  return ownTemplate(name, decoded.text, place);
}
