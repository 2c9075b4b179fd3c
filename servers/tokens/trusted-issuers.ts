import { decodeJwt, type JWTVerifyGetKey } from 'jose';
import type { Principal } from '../scheme.ts';
import type { Settings } from '../settings.ts';
import { fetchedKeys } from './fetched-keys.ts';

/** Whose tokens are good here, by which keys, and whom they may speak for. */
interface TrustedIssuers {
  /** What a token may call its issuer. */
  readonly issuer: string | string[];
  readonly keyOf: JWTVerifyGetKey;
  /** Whom a token speaks for that was found good. */
  speaksFor(issuer: string | undefined, principal: Principal): Principal;
}

/**
 * Our own issuer, another one whose key set is fetched, or both. Where there are two, the one that a token names chooses
 * its keys, and these are good for no other name (RFC 8725 §3.8, ASVS 5.0 9.1.3): whoever holds a key of one could else
 * speak for everybody of the other. A subject is one of its issuer's (RFC 7519 §4.1.2): the same id there is another user
 * here, and none of ours, whatever role they have there.
 */
export function trustedIssuers(settings: Settings, ownKey: JWTVerifyGetKey): TrustedIssuers {
  const { issuer, jwksIssuer } = settings;
  const fetched = fetchedKeys(settings);
  const asTheyAre = (_issuer: unknown, principal: Principal) => principal;
  if (!fetched || jwksIssuer === '') return { issuer, keyOf: fetched ?? ownKey, speaksFor: asTheyAre };
  const isTheirs = (name: unknown) => name === jwksIssuer;
  return {
    issuer: [issuer, jwksIssuer],
    keyOf: (header, token) => (isTheirs(issuerIn(token.payload)) ? fetched : ownKey)(header, token),
    speaksFor: (name, principal) => (isTheirs(name) ? { id: `${name} ${principal.id}`, role: 'user' } : principal),
  };
}

/** What the payload says, whoever signed it. */
function issuerIn(payload: string | Uint8Array): unknown {
  return decodeJwt(`.${typeof payload === 'string' ? payload : Buffer.from(payload).toString()}.`).iss;
}
