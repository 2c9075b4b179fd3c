import { randomUUID } from 'node:crypto';
import type { Context } from 'koa';
import { digest } from '../digest.ts';
import { HttpError } from '../http/errors.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import { sourceOf } from './source.ts';

/** Wrong passwords that an account, and whoever tries them from one address, may have in a window (ASVS 6.3.1, CWE-307). */
export interface LoginLimit {
  /**
   * Takes a place of the account and one of the source before the password is looked at, so that parallel guesses
   * cannot all come first.
   * @returns gives both back: whoever knew the password did not guess
   * @throws HttpError 429 `too_many_attempts` while no place is left, also for the right password, which would
   * otherwise be what tells a guess that was right.
   */
  enter(ctx: Context, username: string): Promise<() => Promise<void>>;
}

/**
 *     login:<sha256 of the name>:<window>:<place>    a failed login, or one under way
 *     logins-from:<sha256 of the source>:<window>    the same of one source, as a set
 *
 * A place is a key that only one caller can create. Known and unknown names are counted alike (CWE-204). The window is
 * fixed: at its border twice as many may come in a row, and after it the account is free again whatever came before,
 * so that nobody is locked out by another's guesses for longer than they last. Sign-ins under way are not touched.
 * One password tried on many accounts leaves each of them below its limit: that is what the source is counted for.
 * A scheme without a store counts in each instance for itself: of N instances, N times as many.
 */
export function loginLimit(
  { settings, store }: { readonly settings: Settings; readonly store: Store },
  from: typeof sourceOf = sourceOf,
): LoginLimit {
  let arrivals = 0;
  const { loginFailures: places, loginFailuresPerSource: perSource, loginWindowMs: windowMs } = settings;
  return {
    async enter(ctx, username) {
      const now = Date.now();
      const window = Math.floor(now / windowMs);
      const leftMs = (window + 1) * windowMs - now;
      const leaveSource = await enterSource(ctx, window, leftMs);
      const leaveAccount = await enterAccount(username, window, leftMs);
      return async () => {
        await Promise.all([leaveSource(), leaveAccount()]);
      };
    },
  };

  async function enterAccount(username: string, window: number, leftMs: number): Promise<() => Promise<void>> {
    if (places === 0) return async () => {};
    for (let place = 0; place < places; place += 1) {
      const key = `login:${digest(username.normalize('NFKC'))}:${window}:${place}`;
      // longer than the window: a store whose clock is a little ahead would free a place while it still counts
      if (await store.create(key, '', windowMs)) {
        return async () => {
          await store.delete(key);
        };
      }
    }
    throw tooMany(leftMs);
  }

  async function enterSource(ctx: Context, window: number, leftMs: number): Promise<() => Promise<void>> {
    if (perSource === 0) return async () => {};
    const set = `logins-from:${digest(from(ctx, settings.proxies))}:${window}`;
    // Sorts by time, so that each caller counts those before it: of a burst the first get in, and not nobody.
    const member = [windowMs - leftMs, arrivals++]
      .map((n) => String(n).padStart(15, '0'))
      .concat(randomUUID())
      .join();
    const leave = () => store.removeMember(set, member);
    await store.addMember(set, member, windowMs);
    const before = (await store.members(set)).filter((other) => other < member);
    if (before.length < perSource) return leave;
    await leave();
    throw tooMany(leftMs);
  }
}

function tooMany(leftMs: number): HttpError {
  const headers = { 'Retry-After': String(Math.ceil(leftMs / 1000)) };
  return new HttpError(429, 'too_many_attempts', 'Too many failed logins: wait.', headers);
}
