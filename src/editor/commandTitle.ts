import { COMMANDS, type CommandName } from './contributions';
import { t } from '../l10n/localize';

/** As the palette has it. */
export function commandTitle(name: CommandName): string {
  return t(COMMANDS[name]);
}
