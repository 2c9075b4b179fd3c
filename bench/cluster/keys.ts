import { createPrivateKey, createSecretKey, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Facts } from '../../scenarios/exchange.ts';
import type { KeyRotation, TokenHooks } from '../../scenarios/hooks/tokens.ts';
import type { Settings } from '../../servers/settings.ts';
import type { Cluster } from './cluster.ts';
import { signToken } from './sign-token.ts';

export type Keys = Pick<Settings, 'algorithm' | 'tokenKey' | 'cookieKey'>;

/** Fresh keys for one cluster; they live in memory and in the environment of its processes, nowhere else. */
export async function createKeys(algorithm: Settings['algorithm']): Promise<Keys> {
  const cookieKey = randomBytes(32).toString('base64url');
  if (algorithm === 'HS256') return { algorithm, cookieKey, tokenKey: randomBytes(32).toString('base64url') };
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { algorithm, cookieKey, tokenKey: JSON.stringify(await exportJWK(privateKey)) };
}

/** Fresh keys in place of those in the settings. */
export async function keyRotation(
  { drain, restart }: Pick<Cluster, 'drain' | 'restart'>,
  settings: Settings,
): Promise<KeyRotation> {
  const next = await createKeys(settings.algorithm);
  const startAgain = async (instance: number, changed: Settings) => {
    await drain(instance);
    await restart(instance, { settings: changed });
  };
  return {
    announce: (instance) => startAgain(instance, { ...settings, ...accepted(next, Number.MAX_SAFE_INTEGER) }),
    adopt: (instance, until) => startAgain(instance, { ...settings, ...next, ...accepted(settings, until) }),
  };
}

function accepted({ tokenKey, cookieKey }: Keys, until: number): Pick<Settings, 'retiredKeys' | 'retiredCookieKeys'> {
  return {
    retiredKeys: JSON.stringify([{ key: tokenKey, until }]),
    retiredCookieKeys: JSON.stringify([{ key: cookieKey, until }]),
  };
}

/** Signs any header and payload with the target's own key: for tokens that only time or a key holder could make. */
export function mintToken({ algorithm: own, tokenKey }: Keys, ...[header, payload, algorithm = own]: Minted): string {
  const key =
    own === 'HS256'
      ? createSecretKey(tokenKey, 'base64url')
      : createPrivateKey({ key: JSON.parse(tokenKey), format: 'jwk' });
  return signToken(algorithm, key, typeof header === 'string' ? header : { alg: algorithm, ...header }, payload);
}

type Minted = Parameters<NonNullable<TokenHooks['mint']>>;

/** What a verifier needs of them, as JWK: under HS256 the secret itself, which can also sign; else the public key. */
export function verifyingKey({ algorithm, tokenKey }: Keys): Facts {
  if (algorithm === 'HS256') return { kty: 'oct', k: tokenKey, alg: algorithm };
  const { kty, crv, x, y, n, e } = JSON.parse(tokenKey);
  return JSON.parse(JSON.stringify({ kty, crv, x, y, n, e, alg: algorithm }));
}
