import { randomUUID } from 'node:crypto';
import { type CryptoKey, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Context } from 'koa';
import type { Account, Role } from './accounts.ts';
import { ConfigError } from './errors.ts';
import type { Principal } from './scheme.ts';
import { secretProblem } from './secret.ts';
import type { Settings } from './settings.ts';

/** Self-contained access tokens: a JWT of RFC 9068's shape, signed with one pinned algorithm. */
export interface AccessTokens {
  /** @returns what an answer's body carries of it (RFC 6749 §5.1). */
  issue(
    account: Pick<Account, 'id' | 'role'>,
  ): Promise<{ access_token: string; token_type: 'Bearer'; expires_in: number }>;
  /** Whom the request's bearer token speaks for, or undefined for anything but a valid one. Never throws. */
  principal(ctx: Context): Promise<Principal | undefined>;
}

/** RFC 9068 §2.1: keeps any other JWT that the same key may have signed from being taken for an access token. */
const TYP = 'at+jwt';
const BEARER = /^Bearer ([\w\-.~+/]+=*)$/i;

/** The `WWW-Authenticate` value of a scheme with bearer tokens. */
export const bearerChallenge = 'Bearer realm="authbench"';

/** @throws ConfigError when the key is weak or not one for the algorithm. */
export async function accessTokens(settings: Settings): Promise<AccessTokens> {
  const { signing, verifying } = await importKeys(settings);
  const lifetime = Math.max(1, Math.floor(settings.accessMs / 1000));
  const rules = {
    algorithms: [settings.algorithm],
    typ: TYP,
    issuer: settings.issuer,
    audience: settings.audience,
    requiredClaims: ['sub', 'jti', 'iat', 'exp'],
    // `exp` is the signer's word. This is ours: no token is older than we would have made it.
    maxTokenAge: lifetime,
    clockTolerance: settings.toleranceMs / 1000,
  };

  return {
    async issue({ id, role }) {
      const now = Math.floor(Date.now() / 1000);
      const access_token = await new SignJWT({ role })
        .setProtectedHeader({ alg: settings.algorithm, typ: TYP })
        .setSubject(id)
        .setJti(randomUUID())
        .setIssuer(settings.issuer)
        .setAudience(settings.audience)
        .setIssuedAt(now)
        .setExpirationTime(now + lifetime)
        .sign(signing);
      return { access_token, token_type: 'Bearer', expires_in: lifetime };
    },

    async principal(ctx) {
      const token = BEARER.exec(ctx.get('authorization'))?.[1];
      if (!token) return undefined;
      try {
        const { payload } = await jwtVerify(token, verifying, rules);
        const { sub, role } = payload;
        return sub && isRole(role) ? { id: sub, role } : undefined;
      } catch {
        // jose's own errors, and on hostile input also TypeError or DOMException: none of them is a valid token.
        return undefined;
      }
    },
  };
}

/** Imported once: importing per request would cost more than the signature. */
async function importKeys({ algorithm, tokenKey }: Settings): Promise<{ signing: CryptoKey; verifying: CryptoKey }> {
  if (algorithm === 'HS256') {
    const problem = secretProblem('TOKEN_KEY', tokenKey);
    if (problem) throw new ConfigError([problem]);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', Buffer.from(tokenKey, 'base64url'), hmac, false, [
      'sign',
      'verify',
    ]);
    return { signing: key, verifying: key };
  }
  try {
    const jwk: JWK = JSON.parse(tokenKey);
    const { kty, crv, x, y, n, e } = jwk;
    const [signing, verifying] = await Promise.all([
      importJWK(jwk, algorithm),
      importJWK(JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })), algorithm),
    ]);
    if (!(signing instanceof Uint8Array || verifying instanceof Uint8Array) && signing.type === 'private') {
      return { signing, verifying };
    }
  } catch {
    // The message of a parser may quote the key.
  }
  throw new ConfigError([`TOKEN_KEY: give a private key for ${algorithm} as JWK`]);
}

function isRole(role: unknown): role is Role {
  return role === 'user' || role === 'admin';
}
