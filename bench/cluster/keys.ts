import { randomBytes } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { Facts } from '../../scenarios/scenario.ts';
import type { Settings } from '../../servers/settings.ts';

export type Keys = Pick<Settings, 'algorithm' | 'tokenKey' | 'cookieKey'>;

/** Fresh keys for one cluster; they live in memory and in the environment of its processes, nowhere else. */
export async function createKeys(algorithm: Settings['algorithm']): Promise<Keys> {
  const cookieKey = randomBytes(32).toString('base64url');
  if (algorithm === 'HS256') return { algorithm, cookieKey, tokenKey: randomBytes(32).toString('base64url') };
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { algorithm, cookieKey, tokenKey: JSON.stringify(await exportJWK(privateKey)) };
}

/** Signs any header and payload with the target's own key: for tokens that only time or a key holder could make. */
export async function mintToken({ algorithm, tokenKey }: Keys, header: Facts, payload: Facts): Promise<string> {
  const key =
    algorithm === 'HS256' ? Buffer.from(tokenKey, 'base64url') : await importJWK(JSON.parse(tokenKey), algorithm);
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: algorithm, ...header })
    .sign(key);
}

/** What a verifier needs of them, as JWK: under HS256 the secret itself, which can also sign; else the public key. */
export function verifyingKey({ algorithm, tokenKey }: Keys): Facts {
  if (algorithm === 'HS256') return { kty: 'oct', k: tokenKey, alg: algorithm };
  const { kty, crv, x, y, n, e } = JSON.parse(tokenKey);
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, alg: algorithm }));
}
