import { randomBytes } from 'node:crypto';
import type Keygrip from 'keygrip';
import type Koa from 'koa';
import type { Context, Middleware } from 'koa';
import koaSession, { type CreateSessionOptions } from 'koa-session';
import type { Parts } from './scheme.ts';
import type { SessionData } from './session-store.ts';

/** The attributes of a cookie that carries a session. */
export const sessionCookie = { httpOnly: true, secure: true, sameSite: 'lax', overwrite: true } as const;

/** Where sessions are kept, and the cookie by which a client is known. */
interface Kept extends Pick<CreateSessionOptions, 'store' | 'externalKey'> {
  readonly cookie: string;
  /** What signs the cookie; absent where its value needs no signature. */
  readonly keys?: Keygrip;
}

/** koa-session for a scheme: ids that nobody guesses, an end after silence, and one that no use moves. */
export function koaSessions(
  { cookie, keys, store, externalKey }: Kept,
  { settings, draw = randomBytes }: Pick<Parts, 'settings' | 'draw'>,
): Middleware {
  const options: CreateSessionOptions = {
    ...sessionCookie,
    signed: keys !== undefined,
    key: cookie,
    store,
    externalKey,
    // randomUUID, which koa-session would take, has 122 random bits (ASVS 7.2.3 asks for 128).
    genid: () => draw(32).toString('base64url'),
    maxAge: settings.idleMs,
    // A write per request would slide the end exactly; one per half of the idle time keeps a read at one command.
    // A session therefore ends after a silence between half of the idle time and all of it.
    rolling: false,
    renew: true,
    valid: (_ctx: Context, session: SessionData) => session.startedAt + settings.absoluteMs > Date.now(),
  };
  const install = (app: Koa): Middleware => {
    if (keys) app.keys = keys;
    return koaSession(options, app);
  };
  // koa-session extends the context of its application, which a scheme first meets when a request comes.
  let run: Middleware | undefined;
  return (ctx, next) => {
    run ??= install(ctx.app);
    return run(ctx, next);
  };
}
