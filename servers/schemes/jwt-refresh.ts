import type { Context } from 'koa';
import type { Account } from '../accounts/accounts.ts';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { HttpError } from '../http/errors.ts';
import { sameOrigin } from '../http/same-origin.ts';
import { applicationSteps, fromOurPage, listingSteps } from '../protocol.ts';
import type { AuthServer, Parts, Scheme } from '../scheme.ts';
import { accessTokens, bearerChallenge } from '../tokens/access-token.ts';
import type { RefreshToken } from '../tokens/token-families.ts';
import { tokenFamilies } from '../tokens/token-family.ts';

/**
 * `__Host-` forces Path=/, so that the token travels with every request to this host. Path=/refresh would save those
 * bytes, but it is no boundary for scripts, and only `__Host-` keeps a sibling subdomain from planting its own cookie
 * over ours (RFC 6265bis §4.1.3.2). Browsers that know `__Host-Http-` (Chromium 140) take none of a script either.
 */
const COOKIE = '__Host-Http-refresh';

const ordinary = applicationSteps(['access']);

export default {
  id: 'jwt-refresh',
  title: 'JWT with refresh token',
  summary:
    'A short-lived signed statement for requests, and a rotating token in a cookie, known to the store, to renew it.',
  traits: {
    transport: 'bearer',
    ambient: 'renewal',
    credential: 'self-contained',
    renewal: 'rotation',
    revocation: 'at-expiry',
    store: 'renewal',
  },
  protocol: {
    credentials: {
      access: { role: 'access', from: { json: 'access_token' }, in: { header: 'authorization', prefix: 'Bearer ' } },
      refresh: { role: 'refresh', from: 'set-cookie', in: { cookies: [COOKIE] } },
    },
    steps: {
      ...ordinary,
      login: { ...ordinary.login, ...fromOurPage },
      refresh: {
        method: 'POST',
        path: '/refresh',
        carries: ['refresh'],
        ok: [200],
        subject: 'id',
        rotates: true,
        ...fromOurPage,
      },
      logout: { ...ordinary.logout, carries: ['access', 'refresh'], ...fromOurPage },
      // With the cookie, the server knows which sign-in is that of whoever asks.
      ...listingSteps(['access', 'refresh']),
      password: { ...ordinary.password, carries: ['access', 'refresh'] },
    },
  },
  defaults: { accessMs: 5 * 60_000 },
  async serve(parts) {
    const tokens = await accessTokens(parts.settings);
    return renewable(parts, {
      challenge: bearerChallenge,
      principal: tokens.principal,
      issue: (account) => tokens.issue(account),
      published: tokens.published,
    });
  },
} satisfies Scheme;

/** What a sign-in hands out for requests. Its tokens may be bound to a key, by its thumbprint. */
export interface AccessHalf {
  readonly challenge: string;
  readonly principal: AuthServer['authenticate'];
  issue(account: Pick<Account, 'id' | 'role'>, key?: string): Promise<Record<string, unknown>>;
  readonly published: NonNullable<AuthServer['publicKeys']>;
  /** The key that a login or a renewal proves. @throws HttpError where it proves none */
  provenKey?(ctx: Context, step: 'login' | 'renewal'): Promise<string>;
  /** The key that an ordinary request has proven. */
  keyOf?(ctx: Context): string | undefined;
}

/** A server whose sign-ins live as families of refresh tokens, in the cookie. */
export function renewable(parts: Parts, access: AccessHalf): AuthServer {
  const families = (parts.families ?? tokenFamilies)(parts);
  return {
    guard: { signIns: sameOrigin },
    challenge: access.challenge,
    authenticate: access.principal,
    publicKeys: access.published,

    async signIn(ctx, account) {
      const key = await access.provenKey?.(ctx, 'login');
      await endPresented(ctx);
      const refresh = await families.begin(account, key);
      ctx.state.refreshToken = refresh.token;
      setCookie(ctx, refresh);
      return access.issue(account, key);
    },

    async renew(ctx) {
      const key = await access.provenKey?.(ctx, 'renewal');
      const token = presented(ctx);
      if (!token) throw new HttpError(401, 'invalid_grant', 'There is no refresh token: log in.');
      const { account, refresh } = await families.redeem(token, key);
      setCookie(ctx, refresh);
      return { id: account.id, role: account.role, ...(await access.issue(account, key)) };
    },

    async signOut(ctx) {
      await endPresented(ctx);
      setCookie(ctx, undefined);
    },

    async endAll(accountId, except) {
      const spared = except && (await beginAnew(except, accountId));
      await families.endAll(accountId, spared);
      return undefined;
    },

    list: (ctx, accountId) => families.list(accountId, presented(ctx)),
    endOne: (accountId, name) => families.endOne(accountId, name),

    ready: () => parts.store.ping(),
  };

  /** The sign-in that is spared continues as a new family, so that a copy of its token is ended too. */
  async function beginAnew(ctx: Context, id: string): Promise<string | undefined> {
    const token = presented(ctx);
    if (!token || !(await families.end(token))) return undefined;
    const refresh = await families.begin({ id }, access.keyOf?.(ctx));
    ctx.state.refreshToken = refresh.token;
    setCookie(ctx, refresh);
    return families.familyOf(refresh.token);
  }

  async function endPresented(ctx: Context): Promise<void> {
    const token = presented(ctx);
    if (token) await families.end(token);
  }
}

/** The token of this request's sign-in, which may have begun a moment ago. */
function presented(ctx: Context): string | undefined {
  return ctx.state.refreshToken ?? ctx.cookies.get(COOKIE, { signed: false });
}

function setCookie(ctx: Context, refresh: RefreshToken | undefined): void {
  ctx.cookies.set(COOKIE, refresh?.token ?? null, {
    httpOnly: true,
    secure: true,
    sameSite: 'strict',
    signed: false,
    overwrite: true,
    ...(refresh && { maxAge: cookieMaxAge(refresh.ttlMs) }),
  });
}
