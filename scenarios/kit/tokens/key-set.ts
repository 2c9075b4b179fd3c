import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Json } from './compact-token.ts';
import { openListener } from './listener.ts';

/** A key of an issuer that a scenario plays itself. */
export interface IssuerKey {
  readonly kid: string;
  readonly jwk: Json;
  /** @param kid what the header calls the key, its own name where absent */
  sign(header: Json, payload: Json, kid?: string): Promise<string>;
}

export async function newIssuerKey(kid: string): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return {
    kid,
    jwk,
    sign: (header, payload, named = kid) =>
      new SignJWT(payload).setProtectedHeader({ ...header, alg: 'ES256', kid: named }).sign(privateKey),
  };
}

/** Where verifiers fetch the keys of that issuer. */
export interface KeySet extends AsyncDisposable {
  readonly url: string;
  fetches(): number;
  publish(...keys: readonly IssuerKey[]): void;
}

export async function openKeySet(...keys: readonly IssuerKey[]): Promise<KeySet> {
  const set = (all: readonly IssuerKey[]) => JSON.stringify({ keys: all.map(({ jwk }) => jwk) });
  let published = set(keys);
  const listener = await openListener(() => published, 'application/jwk-set+json');
  return {
    url: listener.url,
    fetches: listener.requests,
    publish(...all) {
      published = set(all);
    },
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}
