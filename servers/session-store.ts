import type { Context } from 'koa';
import type { Account } from './accounts/accounts.ts';
import { digest } from './digest.ts';
import type { Parts } from './scheme.ts';
import { dropEnded } from './store/drop-ended.ts';
import { endListed } from './store/end-listed.ts';
import { endOneListed, listed } from './store/listed.ts';

/** What a session holds. koa-session adds `_expire` and `_maxAge` to what is stored. */
export interface SessionData {
  readonly id: Account['id'];
  readonly role: Account['role'];
  readonly startedAt: number;
}

export type SessionStore = ReturnType<typeof sessionStore>;

/**
 * koa-session's store, over ours. It calls `set` alike for a session that begins and for one that was changed; here the
 * two are kept apart, so that a slow answer cannot write back a session that was ended meanwhile (CWE-613).
 *
 *     session:<sha256>      what koa-session gives
 *     user:<id>:sessions    digests, written with the session, so that none exists outside the index
 */
export function sessionStore({ settings, store }: Pick<Parts, 'settings' | 'store'>) {
  return {
    async get(id: string, _maxAge: unknown, { ctx }: Call): Promise<SessionData | undefined> {
      const name = digest(id);
      const stored = await store.get(key(name));
      if (stored === undefined) return undefined;
      const session: SessionData = JSON.parse(stored);
      state(ctx).loaded = { name, account: session.id };
      return session;
    },

    async set(id: string, session: SessionData, _maxAge: unknown, { ctx }: Call): Promise<void> {
      const name = digest(id);
      const here = state(ctx);
      // `regenerate` saves at once, and koa-session saves the same again at the end, since it keeps the old checksum.
      if (here.begun?.name === name) return;
      // Not the ttl that koa-session gives: that has 10 s too many, and knows no absolute end.
      const ttlMs = Math.min(settings.idleMs, session.startedAt + settings.absoluteMs - Date.now());
      if (here.loaded?.name === name) {
        here.lost = ttlMs <= 0 || !(await store.update(key(name), JSON.stringify(session), ttlMs));
        return;
      }
      const listed = { set: index(session.id), member: name, ttlMs: settings.absoluteMs };
      await Promise.all([
        store.create(key(name), JSON.stringify(session), ttlMs, listed),
        dropEnded(store, listed.set, key),
      ]);
      here.begun = { name, account: session.id };
    },

    async destroy(id: string, { ctx }: Call): Promise<void> {
      const name = digest(id);
      const { loaded, begun } = state(ctx);
      const session = [loaded, begun].find((candidate) => candidate?.name === name);
      // koa-session also destroys the fresh id that it draws for a request without a session: nothing has that name.
      if (!session) return;
      await store.delete(key(name));
      await store.removeMember(index(session.account), name);
    },

    /**
     * Ends the session that this request came with, so that another can take its place.
     * @returns whether it was this call that ended it
     */
    async take(ctx: Context): Promise<boolean> {
      const { loaded } = state(ctx);
      return loaded !== undefined && (await store.delete(key(loaded.name))) > 0;
    },

    /** The name of this request's session in the index, where it has one. */
    nameOf,

    /** Whether the session of this request was ended by another one before it could be saved. */
    isLost: (ctx: Context): boolean => state(ctx).lost,

    list: (ctx: Context, accountId: string) => listed(store, index(accountId), key, nameOf(ctx)),

    /** @returns what the session held; undefined where the account has none of that name */
    async endOne(accountId: string, name: string): Promise<SessionData | undefined> {
      const ended = await endOneListed(store, index(accountId), key, name);
      return ended && JSON.parse(ended.kept ?? '{}');
    },

    endAll: (accountId: string, except?: string): Promise<void> => endListed(store, index(accountId), key, except),
  };
}

function nameOf(ctx: Context): string | undefined {
  const { begun, loaded } = state(ctx);
  return (begun ?? loaded)?.name;
}

interface Call {
  readonly ctx?: Context;
}

/** A session's place in the index. */
interface Indexed {
  readonly name: string;
  readonly account: string;
}

/** What one request did to its session. */
interface State {
  loaded: Indexed | undefined;
  begun: Indexed | undefined;
  lost: boolean;
}

const states = new WeakMap<Context, State>();

function state(ctx: Context | undefined): State {
  if (!ctx) throw new TypeError('koa-session calls its store with a context');
  const known = states.get(ctx);
  if (known) return known;
  const fresh: State = { loaded: undefined, begun: undefined, lost: false };
  states.set(ctx, fresh);
  return fresh;
}

function key(name: string): string {
  return `session:${name}`;
}

function index(accountId: string): string {
  return `user:${accountId}:sessions`;
}
