import { createPublicKey } from 'node:crypto';
import { type JWTVerifyOptions, jwtVerify } from 'jose';
import type { Context } from 'koa';
import type { AuthServer, Parts, Principal, Scheme } from '../scheme.ts';
import type { Settings } from '../settings.ts';
import { presentedToken } from './presented-token.ts';
import { tokenKeys } from './token-keys.ts';

/** Reads the claims of a token by a rule of its own. Undefined, or a throw, means that it does not believe it. */
export type TokenReader = (token: string, ctx: Context) => unknown;

/** What weakened servers share: a sound server that also believes what a second, weaker reader reads. */
export async function alsoReading(scheme: Scheme, parts: Parts, read: TokenReader): Promise<AuthServer> {
  const sound = await scheme.serve(parts);
  return { ...sound, authenticate: async (ctx) => (await sound.authenticate(ctx)) ?? (await readBy(read, ctx)) };
}

/** Whom the request's token speaks for, by this reader alone. */
export async function readBy(read: TokenReader, ctx: Context): Promise<Principal | undefined> {
  const token = presentedToken(ctx);
  try {
    const claims = await read(token, ctx);
    return token ? principalOf(claims) : undefined;
  } catch {
    return undefined;
  }
}

function principalOf(claims: unknown): Principal | undefined {
  if (typeof claims !== 'object' || claims === null || !('sub' in claims) || typeof claims.sub !== 'string') {
    return undefined;
  }
  return { id: claims.sub, role: 'role' in claims && claims.role === 'admin' ? 'admin' : 'user' };
}

/** The published key as servers without a key set hold it; undefined where it is a shared secret. */
export async function publishedPem(settings: Settings): Promise<string | undefined> {
  const [jwk] = (await tokenKeys(settings)).published()?.keys ?? [];
  return jwk && String(createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
}

/** jose as it is without a rule of ours: it checks the signature, and `exp` and `nbf` where a token has them. */
export async function signatureOnly(settings: Settings, options: JWTVerifyOptions = {}) {
  const { signing, verifying } = await tokenKeys(settings);
  const key = verifying(undefined) ?? signing;
  return async (token: string) =>
    (await jwtVerify(token, key, { algorithms: [settings.algorithm], ...options })).payload;
}
