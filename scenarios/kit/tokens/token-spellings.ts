import { readCompact } from './compact-token.ts';
import type { ForgedToken } from './forged-token.ts';

/**
 * The same signed token in other texts that many verifiers take for it, whatever signed it: other unused bits in the
 * last character of the signature (RFC 4648 §3.5), padding, the other alphabet of base64, a space, and the second
 * signature that each has: (r, n - s) of ECDSA, S + L of Ed25519 where nobody looks at the range.
 */
export function tokenSpellings(token: string): ForgedToken[] {
  const { header, signature } = readCompact(token);
  const signed = token.slice(0, token.lastIndexOf('.') + 1);
  return [
    ...otherBits(signature).map(({ bits, text }) => ({ mutation: `unused bits ${bits}`, token: signed + text })),
    { mutation: 'one padding character', token: `${token}=` },
    { mutation: 'two padding characters', token: `${token}==` },
    { mutation: 'the other base64 alphabet', token: signed + signature.replaceAll('-', '+').replaceAll('_', '/') },
    { mutation: 'a space before it', token: ` ${token}` },
    ...secondSignature(String(header.alg), signature).map(({ which, text }) => ({
      mutation: `the second signature (${which})`,
      token: signed + text,
    })),
  ].filter((spelling) => spelling.token !== token);
}

/** Orders of the curves (SEC 2 §2.4 to §2.6), by the algorithm that signs on them (RFC 7518 §3.4, RFC 8812 §3.2). */
const orders: Readonly<Record<string, bigint>> = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES256K: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ES512:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

/** RFC 8032 §5.1: verifiers that do not compare S with it take S + L for S (§5.1.7, CVE-2024-48949). */
const orderOfEd25519 = 2n ** 252n + 27742317777372353535851937790883648493n;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Two bits of the last character stand for nothing where three characters are left over, four where two are. */
function otherBits(signature: string): { readonly bits: string; readonly text: string }[] {
  const unused = { 2: 4, 3: 2 }[signature.length % 4] ?? 0;
  const last = alphabet.indexOf(signature.slice(-1));
  const base = last - (last % 2 ** unused);
  return Array.from({ length: 2 ** unused }, (_, bits) => bits).flatMap((bits) =>
    base + bits === last
      ? []
      : [{ bits: bits.toString(2).padStart(unused, '0'), text: signature.slice(0, -1) + alphabet[base + bits] }],
  );
}

/** None where there is no such thing. */
function secondSignature(algorithm: string, signature: string): { readonly which: string; readonly text: string }[] {
  const bytes = Buffer.from(signature, 'base64url');
  const half = bytes.length / 2;
  const [first, second] = [bytes.subarray(0, half), bytes.subarray(half)];
  const joined = (other: Buffer) => Buffer.concat([first, other]).toString('base64url');
  const order = orders[algorithm];
  if (order !== undefined) return [{ which: 'r, n - s', text: joined(bytesOf(order - numberOf(second), half)) }];
  // Ed448 has the same name, and longer signatures (RFC 8037 §3.1)
  if (!/^Ed(?:DSA|25519)$/.test(algorithm) || bytes.length !== 64) return [];
  const other = bytesOf(numberOf(reversed(second)) + orderOfEd25519, half);
  return [{ which: 'S + L', text: joined(reversed(other)) }];
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}

function bytesOf(number: bigint, length: number): Buffer {
  return Buffer.from(number.toString(16).padStart(2 * length, '0'), 'hex');
}

/** Ed25519 writes its numbers from the least byte on. */
function reversed(bytes: Buffer): Buffer {
  return Buffer.from(bytes).reverse();
}
