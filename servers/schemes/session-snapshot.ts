import type { Context } from 'koa';
import { cookieKeys } from '../cookie-keys.ts';
import { digest } from '../digest.ts';
import { cookieMaxAge } from '../http/cookie-max-age.ts';
import { sessionCookie } from '../koa-sessions.ts';
import { applicationSteps, fromOurPage, listingSteps } from '../protocol.ts';
import type { Scheme } from '../scheme.ts';
import { sessionStore } from '../session-store.ts';
import { type Snapshot, snapshots } from '../snapshots.ts';
import { COOKIE, current, lookingUp, ofSessions } from './session.ts';

const SNAPSHOT = '__Host-Http-snapshot';

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
    steps: {
      ...applicationSteps(['session', 'snapshot'], fromOurPage),
      ...listingSteps(['session', 'snapshot'], fromOurPage),
    },
  },
  serve(parts) {
    const { settings } = parts;
    const keys = cookieKeys(settings, parts.cookieSigner);
    const sessions = sessionStore(parts);
    const notes = snapshots(keys, SNAPSHOT);
    // A session in use has to be looked up often enough to slide on.
    const lifeMs = Math.min(settings.lagMs, settings.idleMs / 4);
    const lookUp = lookingUp(sessions, keys, parts);
    const server = ofSessions(sessions, parts);

    return {
      ...server,

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
        const seen: Snapshot | undefined = ctx.state.snapshot || undefined;
        return seen ? { id: seen.id, role: seen.role, session: seen.session } : server.authenticate(ctx);
      },
    };

    function presented(ctx: Context): Snapshot | undefined {
      const text = ctx.cookies.get(SNAPSHOT, { signed: false });
      // The signature of the snapshot vouches for the id as well.
      const id = text && ctx.cookies.get(COOKIE, { signed: false });
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
