import { translationsOf, type PageLanguage } from '../l10n/dictionary';
import { useTranslations } from '../l10n/localize';

/** Speaks the language that whoever made the page has put into it; English where there is none. Before anything is shown. */
export function usePageLanguage(): void {
  const json = document.getElementById('language')?.textContent;
  if (json) useTranslations(translationsOf(JSON.parse(json) as PageLanguage));
}
