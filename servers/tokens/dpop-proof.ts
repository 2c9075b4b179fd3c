import { hash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { Context } from 'koa';
import { digest } from '../digest.ts';
import { ConfigError, HttpError } from '../http/errors.ts';
import type { Parts } from '../scheme.ts';
import { dpopNonces } from './dpop-nonces.ts';
import { isOneOf, sameTarget } from './dpop-target.ts';

/** The proofs of RFC 9449 §4: that whoever makes a request holds a key. */
export interface DpopProofs {
  /**
   * Checks the proof of a request at the token endpoint (§5), and uses it up.
   * @param timedBy what tells that it was made just now: our nonce, or also the clock of whoever made it
   * @returns the thumbprint of its key
   * @throws HttpError 400 `invalid_dpop_proof` or `use_dpop_nonce`
   */
  keyOf(ctx: Context, timedBy: 'nonce' | 'nonce or clock'): Promise<string>;
  /**
   * Checks the proof that comes with a token (§7), and uses it up.
   * @throws HttpError 401 with its challenge (§7.1), also where it is the proof of another key than the token's
   */
  prove(ctx: Context, token: { readonly token: string; readonly jkt: string }): Promise<void>;
}

/** §7.1: what a client is told that comes without. */
export const dpopChallenge = 'DPoP realm="authbench", algs="ES256"';

const algorithms = ['ES256'];

/**
 *     proof:<sha256 of thumbprint and jti>    a proof was used, on whichever instance, for as long as it could be used again
 *
 * @throws ConfigError where nobody said under which origins clients reach this server
 */
export function dpopProofs({ settings, store }: Pick<Parts, 'settings' | 'store'>): DpopProofs {
  const { publicOrigins, nonceMs, toleranceMs } = settings;
  if (publicOrigins === '')
    throw new ConfigError(['PUBLIC_ORIGINS: name the origins under which clients reach this server, as https://host']);
  const isOurs = isOneOf(publicOrigins.split(','));
  const nonces = dpopNonces(settings);
  // A nonce is good in three steps of any one clock, and those of two instances may be a step apart.
  const rememberedMs = 4 * nonceMs;

  async function check(ctx: Context, isTimedByClock: boolean, bound?: { token: string; jkt: string }) {
    const { jwk, claims } = await opened(ctx.get('dpop'));
    const { htm, htu, jti, iat, nonce, ath } = claims;
    if (typeof jti !== 'string' || jti === '') throw new Refusal('jti');
    if (htm !== ctx.method) throw new Refusal('htm');
    if (typeof htu !== 'string' || !isOurs(htu) || !sameTarget(htu, ctx.path)) throw new Refusal('htu');
    if (typeof iat !== 'number') throw new Refusal('iat');
    if (nonce === undefined ? !isTimedByClock || isOutOfTime(iat) : !isNonce(nonce)) throw new Refusal('nonce');
    const key = await calculateJwkThumbprint(jwk);
    if (bound && ath !== hash('sha256', bound.token, 'base64url')) throw new Refusal('ath');
    if (bound && bound.jkt !== key) throw new Refusal('key');
    if (!(await store.create(`proof:${digest(`${key}.${jti}`)}`, '', rememberedMs))) throw new Refusal('jti');
    if (nonce !== nonces.present()) ctx.set('DPoP-Nonce', nonces.present());
    return key;
  }

  /** A client whose clock goes wrong is not turned away: it is given a nonce (§11.1). */
  function isOutOfTime(iat: number): boolean {
    return Math.abs(Date.now() - iat * 1_000) > nonceMs + toleranceMs;
  }

  function isNonce(nonce: unknown): boolean {
    return typeof nonce === 'string' && nonces.isGood(nonce);
  }

  /** @throws HttpError in the words of RFC 9449 §5, §7.1 and §8; whatever else is no refusal of the proof */
  async function refusing<T>(act: () => Promise<T>, status: 400 | 401): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const asks = error.claim === 'nonce';
      const code = asks ? 'use_dpop_nonce' : 'invalid_dpop_proof';
      const message = asks ? 'State the nonce in the proof.' : `The proof is not good: ${error.claim}.`;
      throw new HttpError(status, code, message, {
        ...(status === 401 && { 'WWW-Authenticate': `${dpopChallenge}, error="${code}"` }),
        ...(asks && { 'DPoP-Nonce': nonces.present() }),
      });
    }
  }

  return {
    keyOf: (ctx, timedBy) => refusing(() => check(ctx, timedBy === 'nonce or clock'), 400),
    async prove(ctx, token) {
      await refusing(() => check(ctx, false, token), 401);
    },
  };
}

/** What of a proof is wrong. */
class Refusal extends Error {
  readonly claim: string;

  constructor(claim: string) {
    super(claim);
    this.claim = claim;
  }
}

/** Its signature, type and algorithm, under a public key that it brings along (§4.3, 2 to 7). */
async function opened(proof: string) {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms,
      typ: 'dpop+jwt',
      // when it was made is for us to judge, and it states no other times
      currentDate: new Date(0),
    });
    if (!protectedHeader.jwk) throw new Refusal('jwk');
    return { jwk: protectedHeader.jwk, claims: payload };
  } catch {
    // jose's own errors, and on hostile input also TypeError or DOMException: none of them is a proof.
    throw new Refusal('signature');
  }
}
