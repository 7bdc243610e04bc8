import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assertNoSecrets, maskSecrets, placeholdersIn, SecretFound } from '../../../src/engine/safety/secrets';
import { hex, jwt, made, marked, pem, presetSamples } from './madeUp';

const maskOf = async (text: string, path = 'src/a.ts') => maskSecrets(text, path);
const lines = (text: string) => text.split('\n').length;

describe('masking', () => {
  test('replaces the secret and leaves the line', async () => {
    const mask = await maskOf(`connect('postgres://shop:${made(12)}@db:5432/shop');`);
    expect(mask.text).toMatch(/^connect\('postgres:\/\/shop:SPECWRIGHT_SECRET_[0-9a-f]{4}@db:5432\/shop'\);$/);
    expect(mask.secrets).toEqual([{ placeholder: placeholdersIn(mask.text)[0], count: 1, rule: expect.any(String) as string }]);
  });

  test('gives the same secret the same placeholder, wherever it stands and whatever stands beside it', async () => {
    const key = `ghp_${made(36)}`;
    const one = await maskOf(`a('${key}')`);
    const other = await maskOf(`// ${jwt}\nconst password = "Zebra!77";\nb("${key}", '${key}')`, 'lib/other.py');
    const [placeholder] = placeholdersIn(one.text);
    expect(other.secrets).toContainEqual({ placeholder, count: 2, rule: expect.stringContaining('GitHub') as string });
    // A golden value: another one would make every spec stale.
    expect((await maskOf('const password = "Zebra!77";')).text).toBe('const password = "SPECWRIGHT_SECRET_7780";');
  });

  test('replaces a secret once that several rules find', async () => {
    const mask = await maskOf(`const token = "Bearer ${jwt}";`);
    expect(mask.secrets).toHaveLength(1);
    expect(mask.text).toMatch(/^const token = "(?:Bearer )?SPECWRIGHT_SECRET_[0-9a-f]{4}";$/);
  });

  test('changes nothing in a masked text', async () => {
    const text = Object.values(presetSamples).map((sample) => marked(sample).text).join('\n');
    const once = await maskOf(text);
    const twice = await maskOf(once.text);
    expect(twice.text).toBe(once.text);
    expect(twice.secrets).toEqual([]);
  });

  test('lets two secrets of one text grow until their placeholders differ', async () => {
    // Found by search: the digests of these two start with the same four digits.
    const mask = await maskOf(`a = { password: "Col1ision-1" }; b = { password: "Col1ision-479" };`);
    expect(mask.text).toBe(`a = { password: "SPECWRIGHT_SECRET_0b87e" }; b = { password: "SPECWRIGHT_SECRET_0b87c" };`);
    expect((await maskOf(`b = { password: "Col1ision-479" }; a = { password: "Col1ision-1" };`)).text)
      .toBe(`b = { password: "SPECWRIGHT_SECRET_0b87c" }; a = { password: "SPECWRIGHT_SECRET_0b87e" };`);
    expect(mask.restore(mask.text)).toContain('"Col1ision-479"');
  });

  test('keeps away from a placeholder that the text holds already', async () => {
    const text = `const password = "Zebra!77"; // was SPECWRIGHT_SECRET_7780`;
    const mask = await maskOf(text);
    expect(mask.text).toMatch(/"SPECWRIGHT_SECRET_7780[0-9a-f]"; \/\/ was SPECWRIGHT_SECRET_7780$/);
    expect(mask.restore(mask.text)).toBe(text);
  });

  test('says nothing of a secret in what it counts', async () => {
    const key = hex(40);
    expect(JSON.stringify((await maskOf(`api_key = "${key}"`)).secrets)).not.toContain(key.slice(0, 8));
  });
});

describe('a private key', () => {
  test.each([
    ['as it is', pem()],
    ['with Windows line endings', pem('', 8, '\r\n')],
    ['in a template literal', `const key = \`${pem('EC ')}\`;`],
    ['in one string', `const key = "${pem('', 8, '\\n')}";`],
    ['in joined strings', `const key = [\n  '${pem('OPENSSH ', 8, "',\n  '")}',\n].join('\\n');`],
    ['in a comment', `# ${pem('RSA ', 8, '\n# ')}`],
    ['that was cut', pem().split('\n').slice(0, 6).join('\n')],
    ['in YAML', `key: |\n  ${pem('ENCRYPTED ', 8, '\n  ')}\nother: 1`],
    ['of PGP', pem('', 8).replaceAll('PRIVATE KEY', 'PGP PRIVATE KEY BLOCK')],
  ])('%s: its body goes, its lines stay', async (_, text) => {
    const mask = await maskOf(text);
    expect(lines(mask.text)).toBe(lines(text));
    expect(mask.text).toContain('-----BEGIN');
    for (const run of text.match(/[A-Za-z0-9+/]{20,}/g) ?? []) expect(mask.text).not.toContain(run);
    expect(mask.restore(mask.text)).toBe(text);
    // A model may leave the empty lines out.
    expect(mask.restore(mask.text.replace(/\n{2,}/g, '\n'))).toContain(text.match(/[A-Za-z0-9+/]{30,}/)?.[0]);
  });

  test('is not the code that looks for one', async () => {
    const code = 'const PEM = /-----BEGIN PRIVATE KEY-----([\\s\\S]+?)-----END PRIVATE KEY-----/;\nif (!PEM.test(validateBase64KeyContentOfTheFile)) throw new Error("-----BEGIN PRIVATE KEY----- expected");';
    expect((await maskOf(code)).text).toBe(code);
  });

  test('is not a certificate', async () => {
    const text = pem().replaceAll('RSA PRIVATE KEY', 'CERTIFICATE');
    expect((await maskOf(text)).text).toBe(text);
  });
});

const code = fc.array(
  fc.oneof(
    fc.constantFrom(...Object.values(presetSamples).map((sample) => marked(sample).text), 'const password = "Zebra!77"', `api_key: "${hex(32)}"`, jwt, pem('', 4), `sk-${made(40)}`),
    fc.constantFrom('\n', '\r\n', ' ', ', ', '"', "'", '`', ' = ', 'password', 'token: ', '://a:', '@host', '\\', 'SPECWRIGHT_SECRET_', 'SPECWRIGHT_SECRET_7780', 'ab12', 'Bearer '),
    fc.string({ maxLength: 12 }),
  ),
  { maxLength: 8 },
).map((parts) => parts.join(''));

describe('for any text', () => {
  test('restoring gives the text back, masking again changes nothing, and nothing is left to find', async () => {
    await fc.assert(
      fc.asyncProperty(code, async (text) => {
        const mask = await maskOf(text);
        expect(mask.restore(mask.text)).toBe(text);
        expect((await maskOf(mask.text)).text).toBe(mask.text);
        expect(lines(mask.text)).toBe(lines(text));
        await assertNoSecrets(mask.text);
      }),
      { numRuns: 400 },
    );
  });

  test('no part of a masked text, cut at line breaks, holds a secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(code, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), async (parts, from, length) => {
        const all = (await maskOf(parts.join('\n'))).text.split('\n');
        const start = from % all.length;
        await assertNoSecrets(all.slice(start, start + 1 + (length % all.length)).join('\n'));
      }),
      { numRuns: 300 },
    );
  });
});

test('a secret that is about to leave is named by its rule only', async () => {
  const key = `ghp_${made(36)}`;
  const error = await assertNoSecrets(`use ${key}`).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(SecretFound);
  expect(String(error)).toContain('GitHub token');
  expect(String(error)).not.toContain(made(8));
});

// What fails here is the test's time limit: a rule that looks back over the whole line for each character would take minutes.
test.each(['a', 'token:"', '-----BEGIN PRIVATE KEY-----', 'http://a:b', 'eyJhbGciOi', 'password = ', 'sk-', '="x', 'Password=;', 'MIIEabc1 ', 'postgres://u:p', '?token=', 'AKIA', 'eyJhbGciOi.'])(
  'a line of two megabytes that repeats %s is read to its end',
  async (piece) => {
    const text = piece.repeat(Math.ceil(2e6 / piece.length));
    const { text: masked } = await maskSecrets(text, 'a.ts');
    expect(masked.endsWith(piece) || masked.includes('SPECWRIGHT_SECRET_')).toBe(true);
  },
);
