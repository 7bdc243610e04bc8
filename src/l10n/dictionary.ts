import { fill, type Argument } from './localize';

/** What pages are shown in where that is not English: the metrics view, and reports as HTML. */
export interface PageLanguage {
  /** As VS Code and `<html lang>` have it: `ja`. */
  readonly id: string;
  /** Texts by what they are in English: `l10n/webview.<id>.json`. */
  readonly texts: Readonly<Record<string, string>>;
}

/** For `useTranslations`. What a language has no text for stays in English; absent: everything does. */
export function translationsOf(language: PageLanguage | undefined): (message: string, args: readonly Argument[]) => string {
  return (message, args) => fill(language?.texts[message] ?? message, args);
}
