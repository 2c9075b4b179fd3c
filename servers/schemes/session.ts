import { randomBytes } from 'node:crypto';
import type Koa from 'koa';
import type { Context, Middleware } from 'koa';
import koaSession from 'koa-session';
import { cookieKeys } from '../cookie-keys.ts';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { sameOrigin } from '../http/same-origin.ts';
import { applicationSteps, fromOurPage } from '../protocol.ts';
import type { Parts, Scheme } from '../scheme.ts';
import { type SessionData, sessionStore } from '../session-store.ts';

const COOKIE = '__Host-sid';

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
    steps: applicationSteps(['session'], fromOurPage),
  },
  serve(parts) {
    const keys = cookieKeys(parts.settings, parts.cookieSigner);
    const sessions = sessionStore(parts);
    return {
      guard: { signIns: sameOrigin, requests: sameOrigin },
      middleware: middleware(sessions, keys, parts),
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
        if (except && current(except)) await except.session.regenerate();
        await sessions.endAll(accountId, except && sessions.nameOf(except));
        return undefined;
      },

      roleChanged: (accountId) => sessions.endAll(accountId),

      async touch(ctx) {
        ctx.session.touched = (ctx.session.touched ?? 0) + 1;
      },

      ready: () => parts.store.ping(),
    };
  },
} satisfies Scheme;

function middleware(
  sessions: ReturnType<typeof sessionStore>,
  keys: ReturnType<typeof cookieKeys>,
  { settings, draw = randomBytes }: Pick<Parts, 'settings' | 'draw'>,
): Middleware {
  const cookie = { httpOnly: true, secure: true, sameSite: 'lax', signed: true, overwrite: true } as const;
  const options = {
    ...cookie,
    key: COOKIE,
    store: sessions,
    // randomUUID, which koa-session would take, has 122 random bits (ASVS 7.2.3 asks for 128).
    genid: () => draw(32).toString('base64url'),
    maxAge: settings.idleMs,
    // A write per request would slide the end exactly; one per half of the idle time keeps a read at one command.
    // A session therefore ends after a silence between half of the idle time and all of it.
    rolling: false,
    renew: true,
    valid: (_ctx: Context, session: SessionData) => session.startedAt + settings.absoluteMs > Date.now(),
    // Only to have a say in the cookie: koa-session would also set it for a session that could not be saved.
    externalKey: {
      get: (ctx: Context) => ctx.cookies.get(COOKIE, { signed: true }) ?? '',
      set(ctx: Context, id: string) {
        if (!sessions.isLost(ctx)) ctx.cookies.set(COOKIE, id, { ...cookie, maxAge: cookieMaxAge(settings.idleMs) });
      },
    },
  };
  const install = (app: Koa): Middleware => {
    app.keys = keys;
    return koaSession(options, app);
  };
  // koa-session extends the context of its application, which a scheme first meets when a request comes.
  let run: Middleware | undefined;
  return (ctx, next) => {
    run ??= install(ctx.app);
    return run(ctx, next);
  };
}

function current(ctx: Context): SessionData | undefined {
  return ctx.session?.id ? ctx.session : undefined;
}
