import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import type { Context } from 'koa';
import { ConfigError, HttpError } from '../http/errors.ts';
import type { Parts } from '../scheme.ts';
import { dpopNonces } from './dpop-nonces.ts';
import { type ProofSeen, proofRules } from './dpop-rules.ts';

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

/** @throws ConfigError where nobody said under which origins clients reach this server */
export function dpopProofs({ settings, store, proofs = proofRules }: Parts): DpopProofs {
  if (settings.publicOrigins === '')
    throw new ConfigError(['PUBLIC_ORIGINS: name the origins under which clients reach this server, as https://host']);
  const rules = Object.entries(proofs(settings, store));
  const nonces = dpopNonces(settings);

  async function check(ctx: Context, how: Pick<ProofSeen, 'timedByClock' | 'bound'>, status: 400 | 401) {
    const opened = await open(ctx.get('dpop'));
    if (!opened) throw refusal('signature', status);
    const seen: ProofSeen = { text: ctx.get('dpop'), ...opened, ...how, method: ctx.method, target: ctx.originalUrl };
    for (const [name, isMet] of rules) if (!(await isMet(seen))) throw refusal(name, status);
    if (seen.claims.nonce !== nonces.present()) ctx.set('DPoP-Nonce', nonces.present());
    return opened.key;
  }

  /** In the words of RFC 9449 §5, §7.1 and §8. A client whose clock is wrong is not turned away: it is given a nonce. */
  function refusal(rule: string, status: 400 | 401): HttpError {
    const isLate = rule === 'time';
    const code = isLate ? 'use_dpop_nonce' : 'invalid_dpop_proof';
    return new HttpError(status, code, isLate ? 'State the nonce in the proof.' : `The proof is not good: ${rule}.`, {
      ...(status === 401 && { 'WWW-Authenticate': `${dpopChallenge}, error="${code}"` }),
      ...(isLate && { 'DPoP-Nonce': nonces.present() }),
    });
  }

  return {
    keyOf: (ctx, timedBy) => check(ctx, { timedByClock: timedBy === 'nonce or clock' }, 400),
    async prove(ctx, bound) {
      await check(ctx, { timedByClock: false, bound }, 401);
    },
  };
}

/** Its signature and algorithm, under a public key that it brings along (§4.3, 2 to 7); undefined where they are wrong. */
async function open(proof: string): Promise<Pick<ProofSeen, 'typ' | 'claims' | 'key'> | undefined> {
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: ['ES256'],
      // when it was made is judged elsewhere, and it states no other times
      currentDate: new Date(0),
    });
    const { typ, jwk } = protectedHeader;
    return jwk && { typ, claims: payload, key: await calculateJwkThumbprint(jwk) };
  } catch {
    // jose's own errors, and on hostile input also TypeError or DOMException: none of them is a proof.
    return undefined;
  }
}
