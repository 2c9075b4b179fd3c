import { createPublicKey, type KeyObject } from 'node:crypto';
import type { Stage } from '../../stage.ts';
import type { Json } from './compact-token.ts';

/**
 * The first public key that the target publishes (RFC 7517 §5).
 * @throws when it publishes none: a forger would have to compute it from signatures
 */
export async function publishedKey(stage: Stage): Promise<{ readonly jwk: Json; readonly key: KeyObject }> {
  const { headers } = stage.request('me');
  const { status, body } = await stage.send({
    method: 'GET',
    path: stage.target.protocol.publicKeys ?? '/.well-known/jwks.json',
    headers,
  });
  const keys = typeof body === 'object' && body !== null && 'keys' in body ? body.keys : undefined;
  const [jwk] = Array.isArray(keys) ? keys : [];
  if (!jwk) throw new Error(`the target publishes no key: its key set answered ${status}`);
  return { jwk, key: createPublicKey({ key: jwk, format: 'jwk' }) };
}
