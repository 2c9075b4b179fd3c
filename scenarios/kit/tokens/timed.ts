import { claimsOf } from './readable.ts';

/** Whether a token states when it was issued, or when it ends: in whole seconds, as a rule (RFC 7519 §2, NumericDate). */
export function isTimed(value: string): boolean {
  const { iat, exp } = claimsOf(value) ?? {};
  return typeof iat === 'number' || typeof exp === 'number';
}
