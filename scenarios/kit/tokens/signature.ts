import { createHmac, createSecretKey, KeyObject, randomBytes, sign, timingSafeEqual, verify } from 'node:crypto';
import { type CryptoKey, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { Settings } from '../../../servers/settings.ts';
import type { MicroTask } from '../../kinds/micro.ts';

/** The primitives of signed tokens, per algorithm of RFC 7518 and RFC 8037: as jose does them, and their floor. */
type Algorithm = Settings['algorithm'];

const issuer = 'https://auth.example';
const audience = 'https://api.example';
const subject = '00000000-0000-4000-8000-000000000000';

/** As the servers sign: the same claims, the key imported once (importing it per call would cost more than signing). */
export function joseSign(algorithm: Algorithm): MicroTask {
  return {
    id: `jose-sign-${algorithm.toLowerCase()}`,
    title: `Sign a JWT, ${algorithm} (jose)`,
    concurrent: true,
    floor: signFloor(algorithm),
    async prepare() {
      const { signing } = await joseKeys(algorithm);
      return { run: () => token(algorithm, signing) };
    },
  };
}

/** As the servers verify: signature, algorithm, type, issuer, audience and age. */
export function joseVerify(algorithm: Algorithm): MicroTask {
  return {
    id: `jose-verify-${algorithm.toLowerCase()}`,
    title: `Verify a JWT, ${algorithm} (jose)`,
    concurrent: true,
    floor: verifyFloor(algorithm),
    async prepare() {
      const { signing, verifying } = await joseKeys(algorithm);
      const jwt = await token(algorithm, signing);
      return { run: () => jwtVerify(jwt, verifying, rulesOf(algorithm)) };
    },
  };
}

/** What no token library can get below: the signature alone, synchronous, over as many bytes. */
export function cryptoSign(algorithm: Algorithm): MicroTask {
  return {
    id: signFloor(algorithm),
    title: `Sign, ${algorithm} (node:crypto, the floor)`,
    concurrent: false,
    async prepare() {
      const { signing } = await keys(algorithm);
      return { run: () => rawSign(algorithm, signing) };
    },
  };
}

export function cryptoVerify(algorithm: Algorithm): MicroTask {
  return {
    id: verifyFloor(algorithm),
    title: `Verify, ${algorithm} (node:crypto, the floor)`,
    concurrent: false,
    async prepare() {
      const { signing, verifying } = await keys(algorithm);
      const signature = rawSign(algorithm, signing);
      return { run: () => rawVerify(algorithm, verifying, signature) };
    },
  };
}

function signFloor(algorithm: Algorithm): string {
  return `crypto-sign-${algorithm.toLowerCase()}`;
}

export function verifyFloor(algorithm: Algorithm): string {
  return `crypto-verify-${algorithm.toLowerCase()}`;
}

export function rulesOf(algorithm: Algorithm) {
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

async function joseKeys(algorithm: Algorithm): Promise<{ signing: CryptoKey; verifying: CryptoKey }> {
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

function rawSign(algorithm: Algorithm, key: KeyObject): Buffer {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(signingInput).digest();
  return sign(digestOf(algorithm), signingInput, { key, dsaEncoding: 'ieee-p1363' });
}

function rawVerify(algorithm: Algorithm, key: KeyObject, signature: Buffer): boolean {
  if (algorithm === 'HS256') return timingSafeEqual(rawSign(algorithm, key), signature);
  return verify(digestOf(algorithm), signingInput, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Ed25519 hashes inside (RFC 8032). */
function digestOf(algorithm: Algorithm): string | null {
  return algorithm === 'EdDSA' ? null : 'sha256';
}
