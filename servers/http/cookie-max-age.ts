/**
 * For how long a cookie is kept that carries what is good for `lifeMs`. Its `Expires` has whole seconds, rounded down
 * (RFC 9110 §5.6.7): one that was set to the same life would be gone up to a second early, and its user signed out.
 */
export function cookieMaxAge(lifeMs: number): number {
  return lifeMs + 1_000;
}
