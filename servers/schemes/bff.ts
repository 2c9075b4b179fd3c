import type { Context, Middleware } from 'koa';
import type { Account } from '../accounts/accounts.ts';
import { openHop } from '../bff/forward.ts';
import { keptTokens } from '../bff/kept-tokens.ts';
import { openResourceServer } from '../bff/resource-server.ts';
import { cookieKeys } from '../cookie-keys.ts';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { HttpError, logInFirst } from '../http/errors.ts';
import { sameOrigin } from '../http/same-origin.ts';
import { koaSessions, sessionCookie } from '../koa-sessions.ts';
import { applicationSteps, fromOurPage, listingSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { type SessionData, sessionStore } from '../session-store.ts';
import { accessTokens } from '../tokens/access-token.ts';
import { ended } from './session.ts';

/** Set over HTTP alone, where the browser knows that prefix (Chromium 140); a `__Host-` cookie to all others. */
const COOKIE = '__Host-Http-sid';

/**
 * What is asked of the resource server (RFC 10017 §6.1). Nothing else is: what ends sign-ins, and who may, is decided here,
 * where they are.
 */
const FORWARDED = new Set(['GET /me', 'GET /slow', 'POST /transfer']);

/**
 * A backend for a front end (RFC 10017 §6.1): the browser has a session with this server, which keeps access and refresh token
 * beside it and asks a resource server in the name of its user, over HTTP. A page holds nothing that it could give away.
 * An end reaches everything at once, since nothing is asked for without the session.
 */
export default {
  id: 'bff',
  variant: true,
  title: 'Backend for front end',
  summary:
    'The client holds a random id in a cookie; the server keeps tokens beside the session, and asks a resource server with them.',
  traits: {
    transport: 'cookie',
    ambient: 'every-request',
    credential: 'reference',
    renewal: 'sliding',
    revocation: 'immediate',
    store: 'every-request',
    behind: 'resource-server',
  },
  protocol: {
    credentials: { session: { role: 'session', from: 'set-cookie', in: { cookies: [COOKIE, `${COOKIE}.sig`] } } },
    steps: { ...applicationSteps(['session'], fromOurPage), ...listingSteps(['session'], fromOurPage) },
  },
  defaults: { accessMs: 5 * 60_000 },
  async serve(parts) {
    const { settings } = parts;
    const keys = cookieKeys(settings, parts.cookieSigner);
    const sessions = sessionStore(parts);
    const tokens = await accessTokens(settings);
    const kept = await keptTokens(parts, tokens);
    const resources = await openResourceServer(parts, tokens);
    const hop = openHop(resources.port);
    const externalKey = {
      get: (ctx: Context) => ctx.cookies.get(COOKIE, { signed: true }) ?? '',
      set(ctx: Context, id: string) {
        if (sessions.isLost(ctx)) return;
        const maxAge = cookieMaxAge(settings.idleMs);
        ctx.cookies.set(COOKIE, id, { ...sessionCookie, sameSite: 'strict', signed: true, maxAge });
      },
    };
    const signedIn = koaSessions({ cookie: COOKIE, keys, store: sessions, externalKey }, parts);

    /**
     * The access token of this request's session, renewed where that is due; undefined where there is no session, or none
     * any more. Then nobody is signed in here either: what is for the resource server is never answered in its place.
     */
    const accessToken = async (ctx: Context, refused = false): Promise<string | undefined> => {
      const session = current(ctx);
      const token = session && (await tokenOf(ctx, session, refused));
      if (session && token === undefined) ctx.session = null;
      return token;
    };

    const tokenOf = async (ctx: Context, session: BffSession, refused: boolean): Promise<string | undefined> => {
      const before = await kept.opened(session.tokens);
      if (!before) return undefined;
      if (!refused && before.dueAt > Date.now()) return before.access;
      try {
        ctx.session.tokens = await kept.renewed(sessions.nameOf(ctx) ?? '', before.refresh);
        // At once, and not with the answer: what the store has is what the next request renews with.
        await ctx.session.manuallyCommit();
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        return undefined;
      }
      return sessions.isLost(ctx) ? undefined : (await kept.opened(ctx.session.tokens))?.access;
    };

    const forwarded: Middleware = async (ctx, next) => {
      const route: string = ctx._matchedRoute;
      const token = await accessToken(ctx);
      if (token === undefined || !FORWARDED.has(`${ctx.method} ${route}`)) return next();
      const path = ctx.querystring === '' ? route : `${route}?${ctx.querystring}`;
      if (await hop.forward(ctx, path, token)) return;
      const another = await accessToken(ctx, true);
      if (another === undefined || !(await hop.forward(ctx, path, another))) throw logInFirst();
    };

    const begin = async (ctx: Context, account: Pick<Account, 'id' | 'role'>) => {
      // The id changes hands here: one that was known before the login must not be good after it (CWE-384).
      const { id, role } = account;
      ctx.session = { id, role, startedAt: Date.now(), tokens: await kept.begin(account) } satisfies BffSession;
      await ctx.session.regenerate();
    };

    return {
      guard: { signIns: sameOrigin, requests: sameOrigin },
      middleware: (ctx, next) => signedIn(ctx, () => forwarded(ctx, next)),
      challenge: 'Cookie realm="authbench"',

      async authenticate(ctx) {
        const session = current(ctx);
        const name = sessions.nameOf(ctx);
        return session && name ? { id: session.id, role: session.role, session: name } : undefined;
      },

      async signIn(ctx, account) {
        const before = current(ctx);
        if (before) await kept.end(before.tokens);
        await begin(ctx, account);
        return {};
      },

      async signOut(ctx) {
        const session = current(ctx);
        if (session) await kept.end(session.tokens);
        // koa-session deletes it before the answer leaves.
        ctx.session = null;
      },

      async endAll(accountId, except) {
        const spared = except && current(except);
        const goesOn = except !== undefined && spared !== undefined && (await sessions.take(except));
        if (goesOn) {
          except.session.tokens = await kept.begin(spared);
          await except.session.regenerate();
        }
        await sessions.endAll(accountId, goesOn ? sessions.nameOf(except) : undefined);
        await kept.endAll(accountId, goesOn ? current(except)?.tokens : undefined);
        if (except && !goesOn) throw ended(except);
        return undefined;
      },

      list: (ctx, accountId) => sessions.list(ctx, accountId),

      async endOne(accountId, name) {
        const ended = (await sessions.endOne(accountId, name)) as Partial<BffSession> | undefined;
        if (ended?.tokens) await kept.end(ended.tokens);
        return ended !== undefined;
      },

      async roleChanged(accountId) {
        await sessions.endAll(accountId);
        await kept.endAll(accountId);
      },

      ready: () => parts.store.ping(),
      async close() {
        hop.close();
        resources.close();
      },
    };
  },
} satisfies Scheme;

/** A session, with what its tokens are sealed in. */
interface BffSession extends SessionData {
  readonly tokens: string;
}

/** One without tokens is nobody's: they are what a login gives. */
function current(ctx: Context): BffSession | undefined {
  return ctx.session?.id && ctx.session.tokens ? ctx.session : undefined;
}
