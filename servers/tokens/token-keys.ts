import { type CryptoKey, calculateJwkThumbprint, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { ConfigError } from '../http/errors.ts';
import { readRetired } from '../retired.ts';
import { secretProblem } from '../secret.ts';
import type { Settings } from '../settings.ts';

/** The keys of access tokens: one that signs, and those that still verify. */
export interface TokenKeys {
  /** Names the signing key in a token's header (RFC 7515 §4.1.4). */
  readonly kid: string;
  readonly signing: CryptoKey;
  /** @returns undefined for a name that never signed here, and for a retired key that has reached its end. */
  verifying(kid: string | undefined): CryptoKey | undefined;
  /** What verifiers elsewhere need (RFC 7517 §5); undefined where the key is a shared secret. */
  published(): JSONWebKeySet | undefined;
}

/** @throws ConfigError when a key is weak or not one for the algorithm. */
export async function tokenKeys({ algorithm, tokenKey, retiredKeys }: Settings): Promise<TokenKeys> {
  const current = await importKey('TOKEN_KEY', algorithm, tokenKey);
  const retired = await Promise.all(
    readRetired('TOKEN_RETIRED_KEYS', retiredKeys).map(async ({ key, until }) => ({
      ...(await importKey('TOKEN_RETIRED_KEYS', algorithm, key)),
      until,
    })),
  );
  const all = new Map([...retired, { ...current, until: Number.POSITIVE_INFINITY }].map((key) => [key.kid, key]));
  return {
    kid: current.kid,
    signing: current.signing,
    verifying(kid = current.kid) {
      const key = all.get(kid);
      return key && key.until > Date.now() ? key.verifying : undefined;
    },
    published() {
      const keys = [...all.values()].flatMap(({ jwk, until }) => (jwk && until > Date.now() ? [jwk] : []));
      return keys.length > 0 ? { keys } : undefined;
    },
  };
}

interface ImportedKey {
  readonly kid: string;
  readonly signing: CryptoKey;
  readonly verifying: CryptoKey;
  /** The public half, where there is one. */
  readonly jwk?: JWK;
}

/** Imported once: importing per request would cost more than the signature. */
async function importKey(name: string, algorithm: Settings['algorithm'], key: string): Promise<ImportedKey> {
  if (algorithm === 'HS256') {
    const problem = secretProblem(name, key);
    if (problem) throw new ConfigError([problem]);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const bytes = Buffer.from(key, 'base64url');
    const secret = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign', 'verify']);
    return { kid: await kidOf({ kty: 'oct', k: key }), signing: secret, verifying: secret };
  }
  try {
    const privateJwk: JWK = JSON.parse(key);
    const { kty, crv, x, y, n, e } = privateJwk;
    const publicJwk: JWK = JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }));
    const [signing, verifying] = await Promise.all([importJWK(privateJwk, algorithm), importJWK(publicJwk, algorithm)]);
    if (!(signing instanceof Uint8Array || verifying instanceof Uint8Array) && signing.type === 'private') {
      const kid = await kidOf(publicJwk);
      return { kid, signing, verifying, jwk: { ...publicJwk, kid, alg: algorithm, use: 'sig' } };
    }
  } catch {
    // The message of a parser may quote the key.
  }
  throw new ConfigError([`${name}: give a private key for ${algorithm} as JWK`]);
}

/** The beginning of the thumbprint (RFC 7638): enough to tell a handful of keys apart, in every token. */
async function kidOf(jwk: JWK): Promise<string> {
  return (await calculateJwkThumbprint(jwk)).slice(0, 8);
}
