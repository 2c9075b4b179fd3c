import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { searchSecret } from './secret-search.ts';

const input = 'header.payload';
const search = (secret: string | Buffer, most = 20_000) => {
  const signature = createHmac('sha256', secret).update(input).digest('base64url');
  return searchSecret({ input, signature, hash: 'sha256', most }, new AbortController().signal);
};

describe('a search for the secret of an HMAC', () => {
  it('finds a common word, a variation of one, and none at all', async () => {
    const found = await Promise.all(['secret', 'Password123!', ''].map((secret) => search(secret)));
    assert.deepEqual(
      found.map(({ secret }) => secret),
      ['secret', 'Password123!', ''],
    );
  });

  it('tries as many as it may, and does not find 256 random bits', async () => {
    const { secret, guesses } = await search(randomBytes(32), 5_000);
    assert.deepEqual([secret, guesses], [undefined, 5_000]);
  });
});
