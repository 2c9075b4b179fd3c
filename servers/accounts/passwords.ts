import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const BLOCK = 8;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * scrypt in the PHC string format. @param cost log2 of N: 17 is the least that OWASP's Password Storage Cheat Sheet
 * allows with r = 8 and p = 1. Takes 2^(cost + 10) bytes while it runs, on one of libuv's four threads. WebCrypto uses
 * the same ones: while four passwords are hashed, no token is verified by jose.
 */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return format(cost, salt, await derive(password, salt, cost));
}

/** Takes the same time for every password, right or wrong. */
export async function verifyPassword(password: string, passwordHash: string): Promise<boolean> {
  const [, , parameters = '', salt = '', expected = ''] = passwordHash.split('$');
  const cost = Number(/^ln=(\d+)/.exec(parameters)?.[1]);
  const actual = await derive(password, Buffer.from(salt, 'base64'), cost);
  return timingSafeEqual(actual, Buffer.from(expected, 'base64'));
}

/** No password has this hash, and to find that out is as much work as for a real one (CWE-208). */
export function unmatchableHash(cost: number): string {
  return format(cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
}

function format(cost: number, salt: Buffer, hash: Buffer): string {
  return `$scrypt$ln=${cost},r=${BLOCK},p=1$${salt.toString('base64')}$${hash.toString('base64')}`;
}

function derive(password: string, salt: Buffer, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  // Node refuses above 32 MiB unless told; scrypt needs 128 * N * r bytes (RFC 7914 §2) and a little.
  const options = { N, r: BLOCK, p: 1, maxmem: 256 * N * BLOCK };
  return new Promise((resolve, reject) =>
    // One form for what looks the same on different keyboards (NIST SP 800-63B §3.1.1.2).
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}
