import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EmbeddedJWK, type JWK, jwtVerify } from 'jose';
import type { HttpRequest } from '../../exchange.ts';
import { proofsByAlgorithm } from './proof-algorithms.ts';
import { proofKey } from './proof-key.ts';

const sound: HttpRequest = { method: 'GET', path: '/me', headers: { host: 'app.test', authorization: 'DPoP token' } };

describe('proofs that say themselves how they are verified', () => {
  it('are each unlike a sound one, and brought by none that jose takes for one of ES256', async () => {
    const key = await proofKey();
    const verified = (proof = '') => jwtVerify(proof, EmbeddedJWK, { algorithms: ['ES256'] });
    await verified(await key.prove(sound));
    const tries = await proofsByAlgorithm({ key, nonce: 'n', held: {} }, sound);
    for (const { way, request } of tries) await assert.rejects(verified(request.headers.dpop), way);
    const kinds = ['alg ', 'HS256 under the public key as ', 'HS512 under a secret ', 'a private key'];
    assert.deepEqual(
      kinds.map((kind) => tries.filter(({ way }) => way.startsWith(kind)).length),
      [6, 7, 3, 1],
    );
  });

  it('bring along what their signature verifies with', async () => {
    const key = await proofKey();
    const tries = await proofsByAlgorithm({ key, nonce: 'n', held: {} }, sound);
    const proof = (name: string) => tries.find(({ way }) => way === name)?.request.headers.dpop ?? '';
    const { x, y } = key.jwk;
    const { protectedHeader } = await jwtVerify(
      proof('HS256 under a secret beside the point'),
      ({ jwk }: { jwk?: JWK }) => Buffer.from(jwk?.k ?? '', 'base64url'),
    );
    assert.deepEqual([protectedHeader.jwk?.x, protectedHeader.jwk?.y], [x, y]);
    await jwtVerify(proof('HS256 under the public key as JWK'), Buffer.from(JSON.stringify(key.jwk)));
  });
});
