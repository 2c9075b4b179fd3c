import { randomUUID } from 'node:crypto';
import { type JSONWebKeySet, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Context } from 'koa';
import type { Account, Role } from '../accounts/accounts.ts';
import { HttpError } from '../http/errors.ts';
import type { Principal } from '../scheme.ts';
import type { Settings } from '../settings.ts';
import { tokenKeys } from './token-keys.ts';
import { trustedIssuers } from './trusted-issuers.ts';

/** Self-contained access tokens: a JWT of RFC 9068's shape, signed with one pinned algorithm. */
export interface AccessTokens {
  /** @param further claims. @returns what an answer's body carries of it (RFC 6749 §5.1). */
  issue(
    account: Pick<Account, 'id' | 'role'>,
    further?: Readonly<Record<string, unknown>>,
  ): Promise<{ access_token: string; token_type: TokenType; expires_in: number }>;
  /** Whom the request's token speaks for, or undefined for anything but a valid one. Never throws. */
  principal(ctx: Context): Promise<Principal | undefined>;
  /**
   * The same, with what a server needs that keeps a note about a token. Never throws.
   * @param issued a token that this very request was given, in place of the one that it presents
   */
  read(ctx: Context, issued?: string): Promise<AccessToken | undefined>;
  /** What verifiers elsewhere need (RFC 7517 §5); undefined where the key is a shared secret. */
  published(): JSONWebKeySet | undefined;
}

/** How a token is presented: by whoever holds it, or with a proof of the key that it is bound to (RFC 9449 §7.1). */
export type TokenType = 'Bearer' | 'DPoP';

export interface AccessToken {
  /** As it was presented. */
  readonly token: string;
  readonly principal: Principal;
  /** Names it whatever its spelling: a signed token has many, which differ in bits that no decoder looks at. */
  readonly jti: string;
  /** In seconds since 1970. */
  readonly exp: number;
  /** Thumbprint of the key that it is bound to (RFC 7800 §3.1, RFC 9449 §6.1); absent where whoever holds it may use it. */
  readonly jkt?: string;
  /** All of them, as they were signed. */
  readonly claims: JWTPayload;
}

/** RFC 9068 §2.1: keeps any other JWT that the same key may have signed from being taken for an access token. */
const TYP = 'at+jwt';
/** No other character is in a token (RFC 7515 §2, rfc8725bis §3.14): jose's decoder skips padding, and one token has two texts. */
const PRESENTED = { Bearer: /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i, DPoP: /^DPoP ([\w-]+\.[\w-]+\.[\w-]+)$/i };

/** The `WWW-Authenticate` value of a scheme with bearer tokens. */
export const bearerChallenge = 'Bearer realm="authbench"';

/** @throws ConfigError when the key is weak or not one for the algorithm. */
export async function accessTokens(settings: Settings, type: TokenType = 'Bearer'): Promise<AccessTokens> {
  const keys = await tokenKeys(settings);
  const { issuer, keyOf, speaksFor } = trustedIssuers(settings, verifyingKey);
  const rules = { ...tokenRules(settings), issuer };
  const lifetime = rules.maxTokenAge;

  return {
    async issue({ id, role }, further = {}) {
      const now = Math.floor(Date.now() / 1000);
      const access_token = await new SignJWT({ ...further, role })
        .setProtectedHeader({ alg: settings.algorithm, typ: TYP, kid: keys.kid })
        .setSubject(id)
        .setJti(randomUUID())
        .setIssuer(settings.issuer)
        .setAudience(settings.audience)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime)
        .sign(keys.signing);
      return { access_token, token_type: type, expires_in: lifetime };
    },

    principal: async (ctx) => (await read(ctx))?.principal,
    read,
    published: keys.published,
  };

  async function read(ctx: Context, issued?: string): Promise<AccessToken | undefined> {
    const token = issued ?? PRESENTED[type].exec(ctx.get('authorization'))?.[1];
    if (!token) return undefined;
    try {
      const { payload } = await jwtVerify(token, keyOf, rules);
      const { iss, sub, role, jti, exp = 0, cnf } = payload;
      // jose checks that they are there, not that they are texts (RFC 7519 §4.1.2, §4.1.7).
      if (!isText(sub) || !isText(jti) || !isRole(role)) return undefined;
      const jkt = thumbprintIn(cnf);
      const principal = speaksFor(iss, { id: sub, role });
      return { token, principal, jti, exp, claims: payload, ...(jkt !== undefined && { jkt }) };
    } catch {
      // jose's own errors, and on hostile input also TypeError or DOMException: none of them is a valid token.
      return undefined;
    }
  }

  function verifyingKey({ kid }: { kid?: string }) {
    const key = keys.verifying(kid);
    if (!key) throw new HttpError(401, 'unknown_key', 'No key of that name verifies here.');
    return key;
  }
}

/** Of the key in the claim `cnf` (RFC 9449 §6.1). */
function thumbprintIn(cnf: unknown): string | undefined {
  return typeof cnf === 'object' && cnf !== null && 'jkt' in cnf && isText(cnf.jkt) ? cnf.jkt : undefined;
}

function isText(claim: unknown): claim is string {
  return typeof claim === 'string' && claim !== '';
}

/** What a verifier asks of a token beside its signature. Times are in seconds. */
export function tokenRules({ algorithm, issuer, audience, accessMs, toleranceMs }: Settings) {
  return {
    algorithms: [algorithm],
    typ: TYP,
    issuer,
    audience,
    requiredClaims: ['sub', 'jti', 'iat', 'exp'],
    // `exp` is the signer's word. This is ours: no token is older than we would have made it.
    maxTokenAge: Math.max(1, Math.floor(accessMs / 1000)),
    clockTolerance: toleranceMs / 1000,
  };
}

function isRole(role: unknown): role is Role {
  return role === 'user' || role === 'admin';
}
