import type { Context } from 'koa';
import { cookieKeys } from '../cookie-keys.ts';
import { digest } from '../digest.ts';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { sameOrigin } from '../http/same-origin.ts';
import { koaSessions, sessionCookie } from '../koa-sessions.ts';
import { applicationSteps, fromOurPage } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { type SessionData, sessionStore } from '../session-store.ts';
import { type Snapshot, snapshots } from '../snapshots.ts';

const COOKIE = '__Host-sid';
const SNAPSHOT = '__Host-snapshot';

/**
 * A session in the store, and beside its id a signed cookie that says whose it was a moment ago (the "cookie cache" of
 * better-auth). What only reads goes by that for `lagMs`; what changes state, writes to the session or needs a role looks the
 * session up. So an end reaches reads within `lagMs`, and everything else at once.
 */
export default {
  id: 'session-snapshot',
  variant: true,
  title: 'Session with a signed snapshot',
  summary:
    'The client holds a random id, and a signed note of whose it was; the server believes the note for a while, and then looks in the store again.',
  traits: {
    transport: 'cookie',
    ambient: 'every-request',
    credential: 'reference',
    renewal: 'sliding',
    revocation: 'within-lag',
    store: 'when-stale',
  },
  protocol: {
    credentials: {
      session: { role: 'session', from: 'set-cookie', in: { cookies: [COOKIE, `${COOKIE}.sig`] } },
      snapshot: { role: 'companion', from: 'set-cookie', in: { cookies: [SNAPSHOT] } },
    },
    steps: applicationSteps(['session', 'snapshot'], fromOurPage),
  },
  serve(parts) {
    const { settings, store } = parts;
    const keys = cookieKeys(settings, parts.cookieSigner);
    const sessions = sessionStore(parts);
    const notes = snapshots(keys, SNAPSHOT);
    // A session in use has to be looked up often enough to slide on.
    const lifeMs = Math.min(settings.lagMs, settings.idleMs / 4);
    const idOf = (ctx: Context, signed: boolean) => ctx.cookies.get(COOKIE, { signed }) ?? '';
    const externalKey = {
      get: (ctx: Context) => idOf(ctx, true),
      set(ctx: Context, id: string) {
        const maxAge = cookieMaxAge(settings.idleMs);
        if (!sessions.isLost(ctx)) ctx.cookies.set(COOKIE, id, { ...sessionCookie, signed: true, maxAge });
      },
    };
    const lookUp = koaSessions({ cookie: COOKIE, keys, store: sessions, externalKey }, parts);

    return {
      guard: { signIns: sameOrigin, requests: sameOrigin },
      challenge: 'Cookie realm="authbench"',

      async middleware(ctx, next) {
        // Koa takes them for a request when its cookies are first read, which may be before koa-session has its turn.
        ctx.app.keys = keys;
        ctx.state.snapshot = ctx.state.mayLag && presented(ctx);
        if (ctx.state.snapshot) return next();
        const askedMs = Date.now();
        await lookUp(ctx, next);
        const note = noteOf(ctx, askedMs);
        if (note !== undefined)
          ctx.cookies.set(SNAPSHOT, note, { ...sessionCookie, signed: false, maxAge: cookieMaxAge(settings.idleMs) });
      },

      async authenticate(ctx) {
        const { id, role, session }: Partial<Snapshot> = ctx.state.snapshot || {
          ...current(ctx),
          session: sessions.nameOf(ctx),
        };
        return id && role && session ? { id, role, session } : undefined;
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
        return ctx.session.touched;
      },

      ready: () => store.ping(),
    };

    function presented(ctx: Context): Snapshot | undefined {
      const text = ctx.cookies.get(SNAPSHOT, { signed: false });
      // The signature of the snapshot vouches for the id as well.
      const id = text && idOf(ctx, false);
      return id ? notes.read(text, digest(id)) : undefined;
    }

    /** What the client is to hold after this request; '' where nothing, undefined where what it has. */
    function noteOf(ctx: Context, askedMs: number): string | undefined {
      if (ctx.session === null) return '';
      const session = current(ctx);
      const name = sessions.nameOf(ctx);
      if (!session || !name || sessions.isLost(ctx)) return undefined;
      // As old as the look-up: an answer that was long under way must not say for longer what was so before it.
      const until = Math.min(askedMs + lifeMs, session.startedAt + settings.absoluteMs);
      return notes.write({ session: name, id: session.id, role: session.role, until });
    }
  },
} satisfies Scheme;

function current(ctx: Context): SessionData | undefined {
  return ctx.session?.id ? ctx.session : undefined;
}
