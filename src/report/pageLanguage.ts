import type { PageLanguage } from '../l10n/dictionary';
import { escapeForScript } from './escape';

/** For `usePageLanguage` in a page, before its script: data, which no content security policy has to let through. Nothing for English, which a page speaks by itself. */
export function languageData(language: PageLanguage | undefined): string {
  return language ? `<script type="application/json" id="language">${escapeForScript(JSON.stringify(language))}</script>\n` : '';
}
