import { createHmac } from 'node:crypto';
import type { Settings } from '../settings.ts';

/**
 * Nonces that no instance has to keep (RFC 9449 §8): each follows from the time and a key that all of them have. With the
 * present one those before and after it are good, since a client may have been told a moment ago, by an instance whose
 * clock is another one.
 */
export function dpopNonces({ tokenKey, nonceMs }: Pick<Settings, 'tokenKey' | 'nonceMs'>) {
  const known = new Map<number, string>();
  const nonceOf = (step: number) => {
    const before = known.get(step);
    if (before !== undefined) return before;
    const nonce = createHmac('sha256', tokenKey).update(`dpop-nonce:${step}`).digest('base64url').slice(0, 22);
    for (const old of known.keys()) if (Math.abs(old - step) > 2) known.delete(old);
    known.set(step, nonce);
    return nonce;
  };
  const step = () => Math.floor(Date.now() / nonceMs);
  return {
    present: () => nonceOf(step()),
    isGood: (nonce: string) => [-1, 0, 1].some((way) => nonceOf(step() + way) === nonce),
  };
}
