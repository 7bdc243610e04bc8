import { COMMANDS, SETTINGS, type SettingShape } from '../../../src/editor/contributions';
import { messagesIn, type TranslatedMessage } from '../l10n/messagesIn';

/** All messages that the editor translates, as they stand in the code. @throws where one is no literal, so that nobody could translate it */
export function shownMessages(): TranslatedMessage[] {
  return ['src/editor', 'src/l10n'].flatMap(messagesIn);
}

/** Those that stand in tables which the manifest is compared with. */
export function messagesOfTables(): string[] {
  const forms = Object.values(SETTINGS as Readonly<Record<string, SettingShape>>).flatMap((shape) => ('form' in shape && shape.form ? [shape.form.expected] : []));
  return [...new Set([...Object.values(COMMANDS), ...forms])];
}
