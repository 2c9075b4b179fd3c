import { createPrivateKey, createPublicKey, randomBytes, randomUUID, sign } from 'node:crypto';
import type { Signer } from '../signer.ts';

/** A toy of a proof: method, path, credential and a word that is used once, signed with the client's key. */
export default {
  id: 'ed25519-proof.fixture',
  newKey: () => randomBytes(32).toString('base64url'),
  sign({ method, path, headers }, key) {
    const seed = Buffer.from(key, 'base64url');
    const own = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
    const once = randomUUID();
    const text = proven(method, path, headers.authorization, once);
    return {
      'proof-once': once,
      'proof-key': createPublicKey(own).export({ format: 'der', type: 'spki' }).toString('base64url'),
      proof: sign(undefined, Buffer.from(text), own).toString('base64url'),
    };
  },
} satisfies Signer;

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410 §7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function proven(method: string, path: string, authorization = '', once = ''): string {
  return [method, path, authorization, once].join(' ');
}
