import { createHmac, createSecretKey, KeyObject, randomBytes, sign, timingSafeEqual, verify } from 'node:crypto';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';
import type { Settings } from '../../../servers/settings.ts';

export type Algorithm = Settings['algorithm'];

/** Of RFC 7518 and RFC 8037. */
export const algorithms = ['HS256', 'RS256', 'ES256', 'EdDSA'] as const satisfies readonly Algorithm[];

const issuer = 'https://auth.example';
const audience = 'https://api.example';
const subject = '00000000-0000-4000-8000-000000000000';

export function signFloor(algorithm: Algorithm): string {
  return `crypto-sign-${algorithm.toLowerCase()}`;
}

export function verifyFloor(algorithm: Algorithm): string {
  return `crypto-verify-${algorithm.toLowerCase()}`;
}

export function verifyOptions(algorithm: Algorithm) {
  return { algorithms: [algorithm], typ: 'at+jwt', issuer, audience, maxTokenAge: 900 };
}

export function token(algorithm: Algorithm, key: CryptoKey | KeyObject): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ role: 'user' })
    .setProtectedHeader({ alg: algorithm, typ: 'at+jwt' })
    .setSubject(subject)
    .setJti(subject)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + 900)
    .sign(key);
}

export async function joseKeys(algorithm: Algorithm): Promise<{ signing: CryptoKey; verifying: CryptoKey }> {
  if (algorithm === 'HS256') {
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', randomBytes(32), hmac, false, ['sign', 'verify']);
    return { signing: key, verifying: key };
  }
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { signing: privateKey, verifying: publicKey };
}

export async function keys(algorithm: Algorithm): Promise<{ signing: KeyObject; verifying: KeyObject }> {
  if (algorithm === 'HS256') {
    const key = createSecretKey(randomBytes(32));
    return { signing: key, verifying: key };
  }
  const { signing, verifying } = await joseKeys(algorithm);
  return { signing: KeyObject.from(signing), verifying: KeyObject.from(verifying) };
}

/** As long as the header and claims above. */
const signingInput = Buffer.alloc(340, 'a');

export function rawSign(algorithm: Algorithm, key: KeyObject): Buffer {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(signingInput).digest();
  return sign(digestOf(algorithm), signingInput, { key, dsaEncoding: 'ieee-p1363' });
}

export function rawVerify(algorithm: Algorithm, key: KeyObject, signature: Buffer): boolean {
  if (algorithm === 'HS256') return timingSafeEqual(rawSign(algorithm, key), signature);
  return verify(digestOf(algorithm), signingInput, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Ed25519 hashes inside (RFC 8032). */
function digestOf(algorithm: Algorithm): string | null {
  return algorithm === 'EdDSA' ? null : 'sha256';
}
