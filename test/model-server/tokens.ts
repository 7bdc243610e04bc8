/** Characters that this server takes for a token. */
export const CHARACTERS_PER_TOKEN = 4;

/** Tokens of a text as this server bills them: deterministic and simple, so that a test can work out every figure. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}
