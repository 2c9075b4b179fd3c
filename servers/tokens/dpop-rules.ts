import { hash } from 'node:crypto';
import { digest } from '../digest.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { dpopNonces } from './dpop-nonces.ts';
import { isOneOf, sameTarget } from './dpop-target.ts';

/** A proof whose signature is good, and the request that it came with. */
export interface ProofSeen {
  /** As it was sent. */
  readonly text: string;
  /** What its header says that it is. */
  readonly typ: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Thumbprint of the key that signed it. */
  readonly key: string;
  readonly method: string;
  /** What it asks for, as it came. */
  readonly target: string;
  /** Whether the clock of whoever made it may tell when that was. */
  readonly timedByClock: boolean;
  /** The token that it came with, and the key that this one is bound to. */
  readonly bound?: { readonly token: string; readonly jkt: string };
}

/** What is asked of a proof beside its signature, in this order (RFC 9449 §4.3, 4 and 8 to 12, and §11.1). */
export type ProofRules = Readonly<
  Record<
    'spelling' | 'typ' | 'htm' | 'htu' | 'time' | 'ath' | 'key' | 'unused',
    (proof: ProofSeen) => boolean | Promise<boolean>
  >
>;

/**
 *     proof:<sha256 of thumbprint and jti>    a proof was used, on whichever instance, for as long as it could be used again
 */
export function proofRules(settings: Settings, store: Pick<Store, 'create'>): ProofRules {
  const { publicOrigins, nonceMs, toleranceMs } = settings;
  const isOurs = isOneOf(publicOrigins.split(','));
  const nonces = dpopNonces(settings);
  // A nonce is good in three steps of any one clock, and those of two instances may be a step apart.
  const rememberedMs = 4 * nonceMs;
  return {
    // RFC 7515 §2, rfc8725bis §3.14: a decoder that skips what it does not know has many texts for one proof
    spelling: ({ text }) => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text),
    // the same key may sign something else, as the assertion of a client
    typ: ({ typ }) => typ === 'dpop+jwt',
    htm: ({ claims: { htm }, method }) => htm === method,
    htu: ({ claims: { htu }, target }) => typeof htu === 'string' && isOurs(htu) && sameTarget(htu, target),
    time({ claims: { iat, nonce }, timedByClock }) {
      if (typeof iat !== 'number') return false;
      if (nonce !== undefined) return typeof nonce === 'string' && nonces.isGood(nonce);
      return timedByClock && Math.abs(Date.now() - iat * 1_000) <= nonceMs + toleranceMs;
    },
    ath: ({ claims: { ath }, bound }) => !bound || ath === hash('sha256', bound.token, 'base64url'),
    key: ({ key, bound }) => !bound || bound.jkt === key,
    // last, so that nobody can use up what they cannot prove
    unused: async ({ claims: { jti }, key }) =>
      typeof jti === 'string' && jti !== '' && store.create(`proof:${digest(`${key}.${jti}`)}`, '', rememberedMs),
  };
}
