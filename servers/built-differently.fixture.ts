import { randomBytes } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import type { Middleware } from 'koa';
import { changedCookies } from './http/changed-cookies.ts';
import type { AuthServer, Parts, Scheme } from './scheme.ts';
import { tokenKeys } from './tokens/token-keys.ts';

/**
 * The same schemes as soundly built in every other way that we know of: no attack may take that for a fault, and no
 * weakness may be hidden by it. What helmet sends by default, cookies that are Strict and set anew with every answer, claims
 * before and behind ours, identifiers of another form, JSON of another shape.
 */
export function builtDifferently(scheme: Scheme): Scheme {
  return { ...scheme, serve: async (parts) => changed(await scheme.serve(parts), parts, scheme) };
}

const headers = {
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': 'geolocation=()',
  'X-Frame-Options': 'DENY',
  'X-DNS-Prefetch-Control': 'off',
};

async function changed(sound: AuthServer, parts: Parts, scheme: Scheme): Promise<AuthServer> {
  const again = await signedAgain(parts, scheme);
  const rolls = scheme.traits.renewal === 'sliding';
  const { renew } = sound;
  return {
    ...sound,
    async middleware(ctx, next) {
      const rolling = async () => {
        try {
          await next();
        } finally {
          // koa-session then saves it, and sets its cookie anew
          if (rolls && ctx.session?.populated) ctx.session.maxAge = parts.settings.idleMs;
        }
      };
      await (sound.middleware ? strict(ctx, () => sound.middleware?.(ctx, rolling)) : rolling());
    },
    signIn: async (ctx, account) => again(await sound.signIn(ctx, account)),
    ...(renew && { renew: async (ctx) => again(await renew(ctx)) }),
  };
}

/** Stands before everything else of an application, weakened or not. */
export const answersDifferently: Middleware = async (ctx, next) => {
  ctx.set(headers);
  ctx.vary('Origin, Cookie, Authorization, Accept-Encoding');
  await next();
  if (ctx.body && typeof ctx.body === 'object' && !Array.isArray(ctx.body))
    ctx.body = { api: '2.1', ...ctx.body, links: { self: ctx.path } };
};

const strict = changedCookies((line) => [line.replace(/samesite=lax/i, 'SameSite=Strict')]);

async function signedAgain({ settings }: Parts, { traits }: Scheme) {
  const keys = await tokenKeys(settings);
  return async (answer: Record<string, unknown>): Promise<Record<string, unknown>> => {
    if (typeof answer.access_token !== 'string' || traits.credential !== 'self-contained') return answer;
    const { sub = '', role, jti = '', ...claims } = decodeJwt(answer.access_token);
    const payload = {
      client_id: 'https://app.example/a-client-with-a-long-name',
      scope: 'openid profile accounts:read accounts:write payments:read payments:write',
      realm_access: { roles: ['user', 'offline_access'] },
      ...claims,
      // a server that takes tokens back knows them by it
      jti: traits.revocation === 'immediate' ? jti : `${jti.slice(0, 8)}.${randomBytes(24).toString('hex')}`,
      role,
      sub,
      amr: ['pwd'],
      ver: 2,
    };
    const header = decodeProtectedHeader(answer.access_token);
    const token = new SignJWT(payload).setProtectedHeader({ ...header, alg: header.alg ?? settings.algorithm });
    return { ...answer, access_token: await token.sign(keys.signing) };
  };
}
