import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import type { Context } from 'koa';
import { ConfigError } from '../http/errors.ts';
import { testSettings } from '../served-scheme.fixture.ts';
import { accessTokens } from './access-token.ts';
import { tokenKeys } from './token-keys.ts';

const secret = () => randomBytes(32).toString('base64url');
const privateJwk = async () => {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return JSON.stringify(await exportJWK(privateKey));
};
const retired = (key: string, inMs: number) => JSON.stringify([{ key, until: Date.now() + inMs }]);

describe('token keys', () => {
  it('accept a retired key until its end, and sign with the current one', async () => {
    const [before, after] = [secret(), secret()];
    const old = await accessTokens({ ...testSettings, tokenKey: before });
    const { access_token } = await old.issue({ id: 'user-1', role: 'user' });
    const ctx = { get: () => `Bearer ${access_token}` } as unknown as Context;
    const seenBy = async (inMs: number) => {
      const settings = { ...testSettings, tokenKey: after, retiredKeys: retired(before, inMs) };
      return (await (await accessTokens(settings)).principal(ctx))?.id;
    };
    assert.deepEqual([await seenBy(60_000), await seenBy(-1)], ['user-1', undefined]);
    const { kid } = await tokenKeys({ ...testSettings, tokenKey: after, retiredKeys: retired(before, 60_000) });
    assert.equal(kid, (await tokenKeys({ ...testSettings, tokenKey: after })).kid);
  });

  it('publish the public half alone, of every key that still verifies', async () => {
    const [current, last, past] = await Promise.all([privateJwk(), privateJwk(), privateJwk()]);
    const retiredKeys = JSON.stringify([
      { key: last, until: Date.now() + 60_000 },
      { key: past, until: 1 },
    ]);
    const keys = await tokenKeys({ ...testSettings, algorithm: 'ES256', tokenKey: current, retiredKeys });
    const published = keys.published()?.keys ?? [];
    assert.equal(published.length, 2);
    assert.equal(published.at(-1)?.kid, keys.kid);
    for (const jwk of published) assert.deepEqual([jwk.use, jwk.alg, 'd' in jwk], ['sig', 'ES256', false]);
  });

  it('publish nothing where the key is a shared secret', async () => {
    assert.equal((await tokenKeys(testSettings)).published(), undefined);
  });

  it('that are retired must be sound too', async () => {
    for (const retiredKeys of ['{', '[{"key":"x"}]', retired('short', 1_000)]) {
      await assert.rejects(tokenKeys({ ...testSettings, retiredKeys }), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, /TOKEN_RETIRED_KEYS/);
        return true;
      });
    }
  });
});
