import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { type CryptoKey, compactVerify, generateKeyPair, SignJWT } from 'jose';
import { tokenSpellings } from './token-spellings.ts';

async function spelled(algorithm: string): Promise<{ all: string[]; good: string[] }> {
  const secret = randomBytes(64);
  const keys: { privateKey: CryptoKey | Uint8Array; publicKey: CryptoKey | Uint8Array } = algorithm.startsWith('HS')
    ? { privateKey: secret, publicKey: secret }
    : await generateKeyPair(algorithm);
  const token = await new SignJWT({ sub: 'ann' }).setProtectedHeader({ alg: algorithm }).sign(keys.privateKey);
  const all = tokenSpellings(token);
  const verifies = (one: string) =>
    compactVerify(one, keys.publicKey).then(
      () => true,
      () => false,
    );
  const good = await Promise.all(all.map(async (one) => ((await verifies(one.token)) ? [one.mutation] : [])));
  return { all: all.map(({ mutation }) => mutation), good: good.flat() };
}

describe('other spellings of a signed token', () => {
  it('verify as the token does, by jose, for each algorithm', async () => {
    const bits = { HS256: 3, HS384: 0, HS512: 15, RS256: 15, PS384: 15, ES256: 15, ES384: 0, ES512: 0, EdDSA: 15 };
    for (const [algorithm, others] of Object.entries(bits)) {
      const { all, good } = await spelled(algorithm);
      assert.equal(all.filter((one) => one.startsWith('unused bits')).length, others, algorithm);
      assert.equal(good.filter((one) => one.startsWith('unused bits')).length, others, algorithm);
      assert.equal(good.includes('the second signature (r, n - s)'), algorithm.startsWith('ES'), algorithm);
      // which jose does not take, since it looks at the range
      assert.equal(all.includes('the second signature (S + L)'), algorithm === 'EdDSA', algorithm);
    }
  });

  it('have another S of Ed25519, which is the same but for the order of its group', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const token = await new SignJWT({}).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
    const other = tokenSpellings(token).find(({ mutation }) => mutation.endsWith('(S + L)'))?.token ?? '';
    const [first, second] = [token, other].map((one) => Buffer.from(one.split('.')[2] ?? '', 'base64url'));
    const numberIn = (bytes = Buffer.alloc(0)) =>
      BigInt(`0x${Buffer.from(bytes.subarray(32)).reverse().toString('hex')}`);
    assert.deepEqual(second?.subarray(0, 32), first?.subarray(0, 32));
    assert.equal(
      numberIn(second) - numberIn(first),
      0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn,
    );
  });
});
