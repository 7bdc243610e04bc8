import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PageLanguage } from '../../l10n/dictionary';

/** Languages that pages speak beside English. */
const TRANSLATED: readonly string[] = ['ja'];

/** The texts of the pages in the language of the window. `undefined`: English, for which nothing is read. */
export function pageLanguage(extensionPath: string, id: string): PageLanguage | undefined {
  if (!TRANSLATED.includes(id)) return undefined;
  return { id, texts: JSON.parse(readFileSync(path.join(extensionPath, 'l10n', `webview.${id}.json`), 'utf8')) as PageLanguage['texts'] };
}
