import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jwtVerify, SignJWT } from 'jose';
import { fuzzedTokens } from './token-fuzz.ts';

const key = new Uint8Array(32).fill(7);
const genuine = await new SignJWT({ sub: 'u1', role: 'user' }).setProtectedHeader({ alg: 'HS256' }).sign(key);

const first = (count: number, seed = 1) => fuzzedTokens(genuine, { sub: 'u0', role: 'admin' }, seed, count);

describe('fuzzed tokens', () => {
  it('are the same for the same seed, and differ for another', () => {
    assert.deepEqual(first(50), first(50));
    assert.notDeepEqual(first(50), first(50, 2));
  });

  it('are of every kind, and seldom alike', () => {
    const tokens = first(2_000);
    const kinds = new Set(tokens.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ['claims', 'encoding', 'header', 'signature', 'structure']);
    assert.ok(new Set(tokens.map(({ token }) => token)).size > 1_500);
  });

  it('are all refused by a sound verifier that accepts the genuine one', async () => {
    assert.equal((await jwtVerify(genuine, key)).payload.sub, 'u1');
    for (const { token } of first(2_000)) await assert.rejects(jwtVerify(token, key, { algorithms: ['HS256'] }), token);
  });
});
