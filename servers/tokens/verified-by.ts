import { createSecretKey, type KeyObject } from 'node:crypto';
import type { AuthServer, Parts, Scheme } from '../scheme.ts';
import { readBy } from './token-reader.ts';

/** Verifies a token's signature and its claims, and returns these. Whatever it throws means that it does not believe it. */
export type Verifier = (token: string) => unknown;

/** The reference server with another verifier, which asks for the same algorithm, type, issuer, audience and age. */
export async function verifiedBy(scheme: Scheme, parts: Parts, verify: Verifier): Promise<AuthServer> {
  return { ...(await scheme.serve(parts)), authenticate: (ctx) => readBy(verify, ctx) };
}

/** The shared secret of HS256, as it stands in the configuration. */
export function secretBytes({ settings }: Pick<Parts, 'settings'>): Buffer {
  return Buffer.from(settings.tokenKey, 'base64url');
}

export function secretKey(parts: Pick<Parts, 'settings'>): KeyObject {
  return createSecretKey(secretBytes(parts));
}
