import { createHmac, createPublicKey, KeyObject, sign, verify } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { Facts } from '../../exchange.ts';
import type { LifecycleFacts } from '../../kinds/lifecycle.ts';
import type { Stage } from '../../stage.ts';
import { claimsOf } from './readable.ts';

/**
 * What somebody can do who holds what a verifier of access tokens holds: check a token without asking anybody, and try
 * to make one that says `admin`.
 */
export async function holdVerifyingKey(stage: Stage): Promise<LifecycleFacts> {
  const { victim, admin, hooks } = stage;
  const key = await hooks.verifyingKey?.();
  if (!key) throw new Error('the target does not give its verifying key away');
  const held = await stage.signIn(victim);
  const [token = ''] = Object.values(held.access?.values ?? {});
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = { ...claimsOf(token), sub: admin.id, role: 'admin' };
  const forgeries = await forge(key, JSON.parse(Buffer.from(header, 'base64url').toString()), claims);
  const accepted: string[] = [];
  for (const [name, forged] of Object.entries(forgeries)) {
    const as = { access: { role: 'access' as const, values: { token: forged } } };
    const reply = await stage.perform('admin', { as });
    if (reply.status === 200 && reply.subject === admin.id) accepted.push(name);
  }
  return {
    measures: {
      'verified.offline': { value: verifies(key, `${header}.${payload}`, signature) ? 1 : 0, unit: 'ratio' },
      'forged.tried': { value: Object.keys(forgeries).length, unit: 'count' },
      'forged.accepted': { value: accepted.length, unit: 'count' },
    },
    facts: { algorithm: key.alg, tried: Object.keys(forgeries), accepted },
  };
}

function verifies(key: Facts, text: string, signature: string): boolean {
  if (key.kty === 'oct') return hmac(secretIn(key), text) === signature;
  const publicKey = createPublicKey({ key, format: 'jwk' });
  return verify(
    'sha256',
    Buffer.from(text),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
}

/** With the secret, a signature like any other; without it, what RFC 8725 §2.1 warns of. */
async function forge(key: Facts, header: Facts, claims: Facts): Promise<Readonly<Record<string, string>>> {
  const input = (change: Facts) => `${encode({ ...header, ...change })}.${encode(claims)}`;
  const withHmac = (secret: Buffer | string, change: Facts) => `${input(change)}.${hmac(secret, input(change))}`;
  if (key.kty === 'oct') return { 'signed with the shared secret': withHmac(secretIn(key), {}) };
  const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  const own = await generateKeyPair('ES256', { extractable: true });
  const ownInput = input({ jwk: await exportJWK(own.publicKey) });
  const ownKey = { key: KeyObject.from(own.privateKey), dsaEncoding: 'ieee-p1363' } as const;
  const ownSignature = sign('sha256', Buffer.from(ownInput), ownKey);
  return {
    'public key as PEM for an HMAC secret': withHmac(pem, { alg: 'HS256' }),
    'public key as JWK for an HMAC secret': withHmac(JSON.stringify(key), { alg: 'HS256' }),
    'a key of its own, sent along': `${ownInput}.${ownSignature.toString('base64url')}`,
    'no signature': `${input({ alg: 'none' })}.`,
  };
}

function secretIn({ k }: Facts): Buffer {
  return Buffer.from(String(k), 'base64url');
}

function hmac(secret: Buffer | string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

function encode(value: Facts): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
