import type { Context } from 'koa';
import { digest } from '../digest.ts';
import { HttpError } from '../http/errors.ts';
import type { Parts } from '../scheme.ts';

/** Failed logins that an account may have in a window (ASVS 6.3.1, CWE-307). */
export interface LoginLimit {
  /**
   * Takes one of the account's places before the password is looked at, so that parallel guesses cannot all come first.
   * @returns gives the place back: a login that succeeded was no guess
   * @throws HttpError 429 `too_many_attempts` while no place is left, also for the right password, which would
   * otherwise be what tells a guess that was right.
   */
  enter(ctx: Context, username: string): Promise<() => Promise<void>>;
}

/**
 *     login:<sha256 of the name>:<window>:<place>    a failed login, or one under way
 *
 * A place is a key that only one caller can create. Known and unknown names are counted alike (CWE-204). The window is
 * fixed: at its border twice as many may come in a row, and after it the account is free again whatever came before,
 * so that nobody is locked out by another's guesses for longer than they last. Sign-ins under way are not touched.
 * A scheme without a store counts in each instance for itself: of N instances, N times as many.
 */
export function loginLimit({ settings, store }: Pick<Parts, 'settings' | 'store'>): LoginLimit {
  const { loginFailures: places, loginWindowMs: windowMs } = settings;
  if (places === 0) return { enter: async () => async () => {} };
  return {
    async enter(_ctx, username) {
      const now = Date.now();
      const window = Math.floor(now / windowMs);
      const leftMs = (window + 1) * windowMs - now;
      for (let place = 0; place < places; place += 1) {
        const key = `login:${digest(username.normalize('NFKC'))}:${window}:${place}`;
        if (await store.create(key, '', leftMs)) {
          return async () => {
            await store.delete(key);
          };
        }
      }
      const retryAfter = String(Math.ceil(leftMs / 1000));
      throw new HttpError(429, 'too_many_attempts', 'Too many failed logins: wait.', { 'Retry-After': retryAfter });
    },
  };
}
