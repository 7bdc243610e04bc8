/** What stands in place of `{0}`, `{1}`… in a message. */
export type Argument = string | number;

let translate: (message: string, args: readonly Argument[]) => string = fill;

/** Called where a bundle begins, with VS Code's own translation, or that of a page (`dictionary.ts`): modules that show texts are pure, so that their tests need no VS Code. Until then, and in tests, messages are in English. */
export function useTranslations(from: (message: string, args: readonly Argument[]) => string): void {
  translate = from;
}

/**
 * A message in the language of the window, with `{0}`, `{1}`… replaced. The English text is its own key in `l10n/bundle.l10n.<language>.json`, in pages in `l10n/webview.<language>.json`, so it has to be a literal. Called where a text is shown,
 * never while modules load: the language is not known before the root has run.
 */
export function t(message: string, ...args: readonly Argument[]): string {
  return translate(message, args);
}

/** For tables of texts: a message that is translated when it is asked for. */
export function later(message: string): () => string {
  return () => t(message);
}

/** One of two whole sentences, since languages differ in more than the ending of a word: `{0}` is the number, `{1}`… what follows. Languages without a plural have the same text for both. */
export function plural(n: number, one: string, other: string, ...args: readonly Argument[]): string {
  return translate(n === 1 ? one : other, [n.toLocaleString('en-US'), ...args]);
}

/** Sentences, one after the other; what is empty is left out. */
export function sentences(...parts: readonly (string | false | undefined)[]): string {
  // Japanese has no space between sentences.
  return parts.filter((part) => part !== false && part !== undefined && part !== '').reduce<string>((before, part) => (before === '' ? String(part) : t('{0} {1}', before, String(part))), '');
}

/** `a, b, c`. */
export function listed(items: readonly string[]): string {
  return items.join(t(', '));
}

/** A message with its places filled. */
export function fill(message: string, args: readonly Argument[]): string {
  return message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(args[Number(index)] ?? placeholder));
}
