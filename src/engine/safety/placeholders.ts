import { createHash, scrypt } from 'node:crypto';
import { LRUCache } from 'lru-cache';

export const PLACEHOLDER_PREFIX = 'SPECWRIGHT_SECRET_';
/** A whole placeholder, wherever it stands. */
export const PLACEHOLDER = /SPECWRIGHT_SECRET_[0-9a-f]{4,64}/g;

const SHORTEST = 4;

/** Names of a text's secrets, in which no two are the same and none is one that the text holds already. */
export async function namePlaceholders(secrets: Iterable<string>, text: string): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  await Promise.all([...new Set(secrets)].map(async (secret) => digests.set(secret, await digestOf(secret))));
  const taken = new Set(text.match(PLACEHOLDER));
  const names = new Map<string, string>();
  for (const [secret, digest] of digests) {
    // All that collide grow, by as little as is needed: so a name does not depend on their order, and gives little away.
    let length = SHORTEST;
    const isAmbiguous = () => {
      const start = digest.slice(0, length);
      return taken.has(PLACEHOLDER_PREFIX + start) || [...digests.values()].some((other) => other !== digest && other.startsWith(start));
    };
    while (length < digest.length && isAmbiguous()) length++;
    names.set(secret, PLACEHOLDER_PREFIX + digest.slice(0, length));
  }
  return names;
}

/** Filled with digests, never with the secrets. */
const known = new LRUCache<string, Promise<string>>({ max: 5_000 });

/**
 * The same on every machine, so a key in the repository cannot make it: the salt is public. What protects a guessable secret is the length
 * of the placeholder: sixteen bits fit one in 65,536 of all guesses, so a dictionary of a million words leaves some fifteen that
 * could be it, and a secret of a generator's strength loses nothing. scrypt (8 ms and 4 MB a guess) makes going through the dictionary dear.
 */
function digestOf(secret: string): Promise<string> {
  const key = createHash('sha256').update(secret).digest('base64');
  let digest = known.get(key);
  if (!digest) {
    digest = new Promise((resolve, reject) => {
      scrypt(secret, 'specwright secret placeholder 1', 32, { N: 4096, r: 8, p: 1 }, (error, bytes) => (error ? reject(error) : resolve(bytes.toString('hex'))));
    });
    known.set(key, digest);
  }
  return digest;
}
