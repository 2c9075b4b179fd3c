const BYTES = 32;
const DISTINCT = 16;

/**
 * Why a secret from the configuration is too weak to sign with, or undefined. HMAC needs as many random bytes as its
 * hash puts out (RFC 7518 §3.2). 32 random bytes have fewer than 16 different values once in more than 10^11 draws;
 * words, hex and repetition often have.
 */
export function secretProblem(name: string, secret: string): string | undefined {
  if (!/^[\w-]+$/.test(secret)) return `${name}: give at least ${BYTES} random bytes as base64url`;
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length < BYTES) return `${name}: has ${bytes.length} bytes, give at least ${BYTES}`;
  if (new Set(bytes).size < DISTINCT) return `${name}: repeats itself, draw it at random`;
  return undefined;
}
