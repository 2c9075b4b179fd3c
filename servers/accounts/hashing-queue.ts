import { HttpError } from '../http/errors.ts';
import type { Settings } from '../settings.ts';

/**
 * Lets a few passwords be hashed at once, and the others wait in order. Hashes run on libuv's four threads, and so does
 * WebCrypto, which jose verifies tokens with: many who sign in at once would stop every request with a token, and a hash on
 * each core would slow all the others.
 */
export type HashingQueue = <T>(hash: () => Promise<T>) => Promise<T>;

/** Whoever comes after so many others would wait for longer than anybody does. */
const mostWaiting = 1_000;

/** Rejects with HttpError 503 `busy` where too many wait. */
export function hashingQueue({ passwordsAtOnce }: Pick<Settings, 'passwordsAtOnce'>): HashingQueue {
  const waiting: (() => void)[] = [];
  let free = passwordsAtOnce;
  return async (hash) => {
    if (free > 0) free -= 1;
    else if (waiting.length < mostWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new HttpError(503, 'busy', 'Too many people are signing in: try again soon.', { 'Retry-After': '1' });
    try {
      return await hash();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
