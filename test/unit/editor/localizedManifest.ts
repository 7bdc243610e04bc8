import manifest from '../../../package.json';
import english from '../../../package.nls.json';
import japanese from '../../../package.nls.ja.json';

/** Texts by key, as package.json names them: `"%key%"`. */
export const TEXTS: Readonly<Record<'en' | 'ja', Readonly<Record<string, string>>>> = { en: english, ja: japanese };

const KEY = /^%([\w.-]+)%$/;

/** The manifest as VS Code reads it in a language: each key stands for its text. */
export function manifestIn(language: keyof typeof TEXTS): typeof manifest {
  return JSON.parse(JSON.stringify(manifest), (_, value: unknown) => (typeof value === 'string' ? (TEXTS[language][keyOf(value) ?? ''] ?? value) : value)) as typeof manifest;
}

/** `undefined`: it is no key. */
export function keyOf(value: string): string | undefined {
  return KEY.exec(value)?.[1];
}
