import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import type { Settings } from '../settings.ts';

/** What signs, and what verifies, with a key of its own for each. */
export interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * A fresh one. It is encoded where it is made, and read again: Node.js 20 may hang for good where a key of
 * `generateKeyPairSync` is exported as JWK. The export holds the key's lock; a garbage collection within it frees what
 * made the key; and freeing that waits for the same lock.
 */
export async function createKeyPair(algorithm: Exclude<Settings['algorithm'], 'HS256'>): Promise<KeyPair> {
  const { privateKey, publicKey } = await encodedPair(algorithm);
  return {
    privateKey: createPrivateKey({ key: privateKey, ...privateEncoding }),
    publicKey: createPublicKey({ key: publicKey, ...publicEncoding }),
  };
}

interface EncodedPair {
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
}

function encodedPair(algorithm: 'ES256' | 'RS256' | 'EdDSA'): Promise<EncodedPair> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, publicKey: Buffer, privateKey: Buffer) =>
      error ? reject(error) : resolve({ privateKey, publicKey });
    if (algorithm === 'ES256') generateKeyPair('ec', { namedCurve: 'P-256', ...encodings }, done);
    else if (algorithm === 'RS256') generateKeyPair('rsa', { modulusLength: 2_048, ...encodings }, done);
    else generateKeyPair('ed25519', encodings, done);
  });
}

const privateEncoding = { type: 'pkcs8', format: 'der' } as const;
const publicEncoding = { type: 'spki', format: 'der' } as const;
const encodings = { privateKeyEncoding: privateEncoding, publicKeyEncoding: publicEncoding };
