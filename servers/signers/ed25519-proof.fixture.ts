import { createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, randomUUID, sign } from 'node:crypto';
import type { Signer } from '../signer.ts';

/** A toy of a proof: method, path, credential and a word that is used once, signed with the client's key. */
export default {
  id: 'ed25519-proof.fixture',
  newKey: () => JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
  sign({ method, path, headers }, key) {
    const jwk: JsonWebKey = JSON.parse(key);
    const once = randomUUID();
    const text = proven(method, path, headers.authorization, once);
    return {
      'proof-once': once,
      'proof-key': createPublicKey({ key: jwk, format: 'jwk' })
        .export({ format: 'der', type: 'spki' })
        .toString('base64url'),
      proof: sign(undefined, Buffer.from(text), createPrivateKey({ key: jwk, format: 'jwk' })).toString('base64url'),
    };
  },
} satisfies Signer;

export function proven(method: string, path: string, authorization = '', once = ''): string {
  return [method, path, authorization, once].join(' ');
}
