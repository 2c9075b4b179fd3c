import assert from 'node:assert/strict';
import { KeyObject, randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { generateKeyPair, jwtVerify } from 'jose';
import { signToken } from '../../cluster/sign-token.ts';
import { readSigningKey } from './signing-key.ts';

const pair = async (algorithm: string) => {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateKey: KeyObject.from(privateKey), publicKey: KeyObject.from(publicKey) };
};
const [ec, rsa, ed] = [await pair('ES384'), await pair('RS256'), await pair('EdDSA')];
const secret = randomBytes(64);

const verified = async (algorithm: string, text: string, verifying: KeyObject, encoding?: 'base64' | 'hex') => {
  const key = readSigningKey(text, encoding);
  assert.ok(key);
  const token = signToken(algorithm, key, { alg: algorithm }, '{"sub":"a","sub":"b"}');
  return (await jwtVerify(token, verifying)).payload.sub;
};

describe('a signing key as it stands in the environment', () => {
  it('signs what a verifier with its other half believes, whatever form it has', async () => {
    const pem = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1') =>
      String(key.export({ type, format: 'pem' } as never));
    const jwk = (key: KeyObject) => JSON.stringify(key.export({ format: 'jwk' }));
    assert.equal(await verified('ES384', pem(ec.privateKey, 'pkcs8').replaceAll('\n', '\\n'), ec.publicKey), 'b');
    assert.equal(await verified('ES384', pem(ec.privateKey, 'sec1'), ec.publicKey), 'b');
    assert.equal(await verified('RS512', ` ${pem(rsa.privateKey, 'pkcs1')}`, rsa.publicKey), 'b');
    assert.equal(await verified('PS256', jwk(rsa.privateKey), rsa.publicKey), 'b');
    assert.equal(await verified('EdDSA', jwk(ed.privateKey), ed.publicKey), 'b');
  });

  it('is a secret in the encoding that is told, or a JWK of one', async () => {
    const key = KeyObject.from(
      await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-512' }, true, ['sign']),
    );
    assert.equal(await verified('HS512', secret.toString('base64'), key, 'base64'), 'b');
    assert.equal(await verified('HS512', secret.toString('hex'), key, 'hex'), 'b');
    assert.equal(await verified('HS512', JSON.stringify({ kty: 'oct', k: secret.toString('base64url') }), key), 'b');
    await assert.rejects(verified('HS512', secret.toString('hex'), key), {
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  it('is none where it cannot be read, or is public', () => {
    assert.equal(readSigningKey('-----BEGIN PRIVATE KEY-----\nnone\n-----END PRIVATE KEY-----'), undefined);
    assert.equal(readSigningKey(JSON.stringify(rsa.publicKey.export({ format: 'jwk' }))), undefined);
  });

  it('signs nothing under an algorithm that signs nothing', () => {
    assert.throws(() => signToken('none', ec.privateKey, {}, {}), { message: 'nothing is signed here with none' });
  });
});
