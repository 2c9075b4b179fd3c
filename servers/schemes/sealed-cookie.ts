import type { Context } from 'koa';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { HttpError } from '../http/errors.ts';
import { sameOrigin } from '../http/same-origin.ts';
import { koaSessions, sessionCookie } from '../koa-sessions.ts';
import { applicationSteps, fromOurPage } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { createSeals, type Seals } from '../seals.ts';
import type { SessionData } from '../session-store.ts';

/** Set over HTTP alone, where the browser knows that prefix (Chromium 140); a `__Host-` cookie to all others. */
const COOKIE = '__Host-Http-session';
/** Of name and value together: browsers drop a longer cookie and tell nobody (RFC 6265bis §5.6). */
const longestBytes = 4_096;

/**
 * The whole session travels, as in iron-session and Rails: sealed, so that its holder can neither read nor change it.
 * It slides on by being sealed anew. Nothing on the server knows of it: a copy is good for as long as it says itself, and a
 * thief who goes on using theirs is signed in until the absolute end.
 */
export default {
  id: 'sealed-cookie',
  variant: true,
  title: 'Sealed cookie',
  summary:
    'The client holds the whole session, encrypted, in a cookie; the server keeps nothing and cannot take a copy back.',
  traits: {
    transport: 'cookie',
    ambient: 'every-request',
    credential: 'sealed',
    renewal: 'sliding',
    revocation: 'at-expiry',
    store: 'never',
  },
  protocol: {
    credentials: { session: { role: 'session', from: 'set-cookie', in: { cookies: [COOKIE] } } },
    steps: applicationSteps(['session'], fromOurPage),
  },
  async serve(parts) {
    const sessions = sealedSessions(await createSeals(parts.settings, 'session'));
    const externalKey = {
      get: (ctx: Context) => ctx.cookies.get(COOKIE, { signed: false }) ?? '',
      set(ctx: Context) {
        const maxAge = cookieMaxAge(parts.settings.idleMs);
        ctx.cookies.set(COOKIE, sessions.sealOf(ctx), { ...sessionCookie, signed: false, maxAge });
      },
    };
    return {
      guard: { signIns: sameOrigin, requests: sameOrigin },
      middleware: koaSessions({ cookie: COOKIE, store: sessions, externalKey }, parts),
      challenge: 'Cookie realm="authbench"',

      async authenticate(ctx) {
        const { session } = ctx;
        return session?.id ? { id: session.id, role: session.role } : undefined;
      },

      async signIn(ctx, { id, role }) {
        ctx.session = { id, role, startedAt: Date.now() } satisfies SessionData;
        return {};
      },

      // The browser forgets its cookie, and so does nobody who has a copy.
      async signOut(ctx) {
        ctx.session = null;
      },
      endAll: async () => undefined,

      async touch(ctx) {
        ctx.session.touched = (ctx.session.touched ?? 0) + 1;
        return ctx.session.touched;
      },
    };
  },
} satisfies Scheme;

/** koa-session's store, where the key of a session is the session. */
function sealedSessions({ seal, open }: Seals) {
  const sealed = new WeakMap<Context, string>();
  return {
    get: (text: string) => open(text) as Promise<SessionData | undefined>,
    async set(_key: string, session: SessionData, _maxAge: unknown, { ctx }: { readonly ctx?: Context }) {
      if (!ctx) throw new TypeError('koa-session calls its store with a context');
      const text = await seal(session);
      if (COOKIE.length + text.length > longestBytes)
        throw new HttpError(
          500,
          'session_too_large',
          `This session does not fit into a cookie of ${longestBytes} bytes.`,
        );
      sealed.set(ctx, text);
    },
    async destroy() {},
    sealOf: (ctx: Context): string => sealed.get(ctx) ?? '',
  };
}
