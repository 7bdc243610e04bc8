import type { ModelRequest } from '../../providers/model';
import type { PromptPartSent } from '../events';
import { shortHash } from '../hash';

/** Hashes of the last instructions: they are long, and the same in every request of a run. */
const known = new Map<string, string>();
const MOST_KNOWN = 8;

/**
 * The parts of a prompt without their texts: what two requests have in common, and from where on they differ.
 * @param inputTokens of the whole prompt, as estimated; each part has a share of it by its length
 */
export function describePrompt({ system, user }: ModelRequest, inputTokens: number): PromptPartSent[] {
  const parts = [...system.map((part, i) => ({ ...part, name: i === 0 ? ('always' as const) : ('project' as const), hash: hashOfInstructions(part.text) })), ...user.map((part) => ({ ...part, name: 'items' as const, hash: shortHash(part.text) }))];
  const characters = Math.max(1, parts.reduce((sum, { text }) => sum + text.length, 0));
  return parts.map(({ name, hash, text, cache }) => ({ name, hash, tokens: Math.round((inputTokens * text.length) / characters), isMarked: cache !== undefined }));
}

function hashOfInstructions(text: string): string {
  let hash = known.get(text);
  if (hash === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, (hash = shortHash(text)));
  }
  return hash;
}
