import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import type { Settings } from '../settings.ts';

/** No request waits longer for the issuer. */
const fetchTimeoutMs = 2_000;

/**
 * The keys of a service that signs nothing itself and knows its issuer's key set by address (RFC 7517 §5). A name that is
 * not in it has it fetched again, since keys are replaced; but no sooner than the cooldown allows: names come from whoever
 * sends a token, and each could cost the issuer a request (CWE-400, CWE-406).
 */
export function fetchedKeys({ jwksUrl, jwksCooldownMs }: Settings): JWTVerifyGetKey | undefined {
  if (jwksUrl === '') return undefined;
  const options = { cooldownDuration: jwksCooldownMs, timeoutDuration: fetchTimeoutMs };
  return createRemoteJWKSet(new URL(jwksUrl), options);
}
