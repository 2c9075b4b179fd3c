import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Credential, HttpRequest, User } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';

/** A key whose proofs (RFC 9449 §4.2) may say anything. */
export interface ProofKey {
  /** Its public half, which every proof brings along. */
  readonly jwk: JWK;
  readonly privateJwk: JWK;
  /** Thumbprint of its public half (RFC 7638). */
  readonly thumbprint: string;
  /**
   * @param claims over those that a sound proof of the request has; undefined leaves one out
   * @param typ what its header says that it is @param kid the name that its header gives the key
   */
  prove(request: HttpRequest, claims?: Readonly<Record<string, unknown>>, typ?: string, kid?: string): Promise<string>;
}

export async function proofKey(): Promise<ProofKey> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const { kty, crv, x, y } = await exportJWK(publicKey);
  const jwk: JWK = JSON.parse(JSON.stringify({ kty, crv, x, y }));
  return {
    jwk,
    privateJwk: await exportJWK(privateKey),
    thumbprint: await calculateJwkThumbprint(jwk),
    async prove({ method, path, headers }, claims = {}, typ = 'dpop+jwt', kid) {
      const token = /^DPoP (.+)$/.exec(headers.authorization ?? '')?.[1];
      const sound = {
        ...{ jti: randomUUID(), htm: method, htu: `https://${headers.host}${path}`, iat: seconds() },
        ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
      };
      return new SignJWT(JSON.parse(JSON.stringify({ ...sound, ...claims })))
        .setProtectedHeader({ alg: 'ES256', typ, ...(kid && { kid }), jwk })
        .sign(privateKey);
    },
  };
}

/** Someone who is signed in with a key of their own, and what they hold beside it. */
export interface KeySignIn {
  readonly held: Credential;
  readonly key: ProofKey;
  /** The nonce that the login handed out. */
  readonly nonce: string;
}

/** Signs in with a key that the scenario has in its hands, in place of one that its client keeps. */
export async function signInWithKey(stage: Stage, user: User): Promise<KeySignIn> {
  const values = { username: user.username, password: user.password };
  const key = await proofKey();
  const request = stage.request('login', { values });
  const { status, subject, credential, headers } = await stage.perform('login', {
    values,
    headers: { dpop: await key.prove(request) },
  });
  if (subject !== user.id) throw new Error(`login of ${user.username} with a key answered ${status}`);
  return { held: withoutKey(credential), key, nonce: String(headers['dpop-nonce'] ?? '') };
}

/** A credential without the key that its client drew: nobody proves anything by itself. */
export function withoutKey({ key: _, ...held }: Credential): Credential {
  return held;
}

export function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}
