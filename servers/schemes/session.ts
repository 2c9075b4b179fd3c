import type Keygrip from 'keygrip';
import type { Context, Middleware } from 'koa';
import { cookieKeys } from '../cookie-keys.ts';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { type HttpError, logInFirst } from '../http/errors.ts';
import { sameOrigin } from '../http/same-origin.ts';
import { koaSessions, sessionCookie } from '../koa-sessions.ts';
import { applicationSteps, fromOurPage, listingSteps } from '../protocol.ts';
import type { AuthServer, Parts, Scheme } from '../scheme.ts';
import { type SessionData, type SessionStore, sessionStore } from '../session-store.ts';

/** Set over HTTP alone, where the browser knows that prefix (Chromium 140); a `__Host-` cookie to all others. */
export const COOKIE = '__Host-Http-sid';

export default {
  id: 'session',
  title: 'Server-side session',
  summary: 'The client holds a random id in a cookie; the server looks up who that is in a store at every request.',
  traits: {
    transport: 'cookie',
    ambient: 'every-request',
    credential: 'reference',
    renewal: 'sliding',
    revocation: 'immediate',
    store: 'every-request',
  },
  protocol: {
    credentials: { session: { role: 'session', from: 'set-cookie', in: { cookies: [COOKIE, `${COOKIE}.sig`] } } },
    steps: { ...applicationSteps(['session'], fromOurPage), ...listingSteps(['session'], fromOurPage) },
  },
  serve(parts) {
    const keys = cookieKeys(parts.settings, parts.cookieSigner);
    const sessions = sessionStore(parts);
    return { ...ofSessions(sessions, parts), middleware: lookingUp(sessions, keys, parts) };
  },
} satisfies Scheme;

/** Finds the session of a request in the store, by the id in its cookie, and saves it behind. */
export function lookingUp(sessions: SessionStore, keys: Keygrip, parts: Parts): Middleware {
  // Only to have a say in the cookie: koa-session would also set it for a session that could not be saved.
  const externalKey = {
    get: (ctx: Context) => ctx.cookies.get(COOKIE, { signed: true }) ?? '',
    set(ctx: Context, id: string) {
      if (sessions.isLost(ctx)) return;
      const maxAge = cookieMaxAge(parts.settings.idleMs);
      ctx.cookies.set(COOKIE, id, { ...sessionCookie, signed: true, maxAge });
    },
  };
  return koaSessions({ cookie: COOKIE, keys, store: sessions, externalKey }, parts);
}

/** What begins and ends sign-ins that are sessions in the store, and whom one speaks for that was looked up. */
export function ofSessions(sessions: SessionStore, { store }: Pick<Parts, 'store'>): AuthServer {
  return {
    guard: { signIns: sameOrigin, requests: sameOrigin },
    challenge: 'Cookie realm="authbench"',

    async authenticate(ctx) {
      const session = current(ctx);
      const name = sessions.nameOf(ctx);
      return session && name ? { id: session.id, role: session.role, session: name } : undefined;
    },

    async signIn(ctx, { id, role }) {
      // The id changes hands here: one that was known before the login must not be good after it (CWE-384).
      ctx.session = { id, role, startedAt: Date.now() } satisfies SessionData;
      await ctx.session.regenerate();
      return {};
    },

    async signOut(ctx) {
      // koa-session deletes it before the answer leaves.
      ctx.session = null;
    },

    async endAll(accountId, except) {
      const goesOn = except !== undefined && current(except) !== undefined && (await sessions.take(except));
      if (goesOn) await except.session.regenerate();
      await sessions.endAll(accountId, goesOn ? sessions.nameOf(except) : undefined);
      if (except && !goesOn) throw ended(except);
      return undefined;
    },

    list: (ctx, accountId) => sessions.list(ctx, accountId),
    endOne: async (accountId, name) => (await sessions.endOne(accountId, name)) !== undefined,
    roleChanged: (accountId) => sessions.endAll(accountId),

    async touch(ctx) {
      ctx.session.touched = (ctx.session.touched ?? 0) + 1;
      return ctx.session.touched;
    },

    ready: () => store.ping(),
  };
}

/** Its client forgets it too. */
export function ended(ctx: Context): HttpError {
  ctx.session = null;
  return logInFirst();
}

export function current(ctx: Context): SessionData | undefined {
  return ctx.session?.id ? ctx.session : undefined;
}
