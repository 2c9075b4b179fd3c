import { inflateSync } from 'node:zlib';
import { claimsOf } from './readable.ts';

export type CredentialKind =
  | 'JWT'
  | 'encrypted JWT'
  | 'readable'
  | 'readable and signed'
  | 'sealed'
  | 'signed reference'
  | 'reference';

/** What a credential is, by its value alone. */
export function kindOf(written: string): CredentialKind {
  const value = decoded(written);
  const parts = value.split('.');
  if (parts.length === 3 && headerOf(value)?.alg !== undefined) return 'JWT';
  if (parts.length === 5 && headerOf(value)?.enc !== undefined) return 'encrypted JWT';
  if (isSealed(value)) return 'sealed';
  if (isReadable(value)) return 'readable';
  if (isSigned(value)) return 'readable and signed';
  if (value.length > longestReference) return 'sealed';
  return /^s:/i.test(value) || /^[\w-]{16,}\.[\w+/=-]{20,}$/.test(value) ? 'signed reference' : 'reference';
}

/** The protected header of a token in compact serialization; undefined where there is none. */
export function headerOf(value: string): Readonly<Record<string, unknown>> | undefined {
  const [first = ''] = value.split('.');
  return claimsOf(first);
}

/** An id has no need to be longer. */
const longestReference = 200;
const nonces = [12, 16, 24];
const tags = [16, 20, 32, 64];

/** Iron, PASETO, Fernet and ASP.NET Core by their marks; an object or a few parts of a nonce, a ciphertext and its tag. */
function isSealed(value: string): boolean {
  if (/^(Fe26|v[1-4]\.local|gAAAA|CfDJ8)/.test(value)) return true;
  const { iv, nonce = iv } = claimsOf(value) ?? {};
  if (typeof nonce === 'string') return true;
  return splits(value, /[.:;|]/).some((parts) => areSealedParts(parts.map((part) => bytesOf(part)?.length ?? 0)));
}

/** Of so many bytes each. */
function areSealedParts(sizes: readonly number[]): boolean {
  const holds = (some: readonly number[]) => sizes.some((size) => some.includes(size));
  // a nonce of 96 bits and a tag of 128, as AES-GCM and ChaCha20-Poly1305 have them, around a text that may be short
  if (sizes.length === 3 && sizes[0] === 12 && (sizes[1] === 16 || sizes[2] === 16)) return true;
  // nonce and ciphertext, with a tag of its own or one at its end
  return sizes.length >= 2 && sizes.length <= 3 && sizes.every((size) => size >= 12) && holds(nonces)
    ? holds(sizes.length === 3 ? tags : sizes.filter((size) => size > 32 && !tags.includes(size)))
    : false;
}

/** Text of a person or a program, as it is or encoded, and nothing beside it that could vouch for it. */
function isReadable(value: string): boolean {
  return claimsOf(value) !== undefined && !value.includes('.');
}

/** Parts of which the last one vouches for those before it: an encoded object, also a compressed one, or plain fields. */
function isSigned(value: string): boolean {
  if (hasRawMac(bytesOf(value)?.toString('latin1') ?? '')) return true;
  const plain = [value, bytesOf(value)?.toString() ?? ''];
  return plain.some((text) => {
    return splits(text, /[.:|!]/).some((all) => areSignedParts(all.filter((part) => part !== '')));
  });
}

function areSignedParts(parts: readonly string[]): boolean {
  const mac = bytesOf(parts.at(-1) ?? '');
  if (parts.length < 2 || !mac || mac.length < 16) return false;
  if (parts.slice(0, -1).some(isLegible)) return true;
  // a name, when it ends, and what vouches for both
  return parts.length >= 3 && parts.some((part) => /^1\d{9}(\d{3})?$/.test(part));
}

/** Two hyphens part it too, and then nothing else does: base64url has them within a part now and then. */
function splits(text: string, marks: RegExp): readonly string[][] {
  return [text.split(marks), text.split('--')];
}

/** A name, when it began in seconds, and bytes that vouch for both, encoded together: CouchDB's cookie. */
function hasRawMac(text: string): boolean {
  const [, hex, digits] = /^[ -9;-~]{1,64}:(?:([0-9a-f]{8})|(\d{10})):[\s\S]{16,64}$/i.exec(text) ?? [];
  const seconds = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
  return seconds > 1e9 && seconds < 4e9;
}

function isLegible(part: string): boolean {
  if (claimsOf(part) !== undefined) return true;
  const bytes = bytesOf(part);
  if (bytes?.[0] !== 0x78) return false;
  try {
    return inflateSync(bytes).length > 0;
  } catch {
    return false;
  }
}

/** What hex or base64 stands for; undefined where it is neither. */
function bytesOf(text: string): Buffer | undefined {
  if (/^([0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]{2,}={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
