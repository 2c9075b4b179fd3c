import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { How } from '../../exchange.ts';
import type { Stage } from '../../stage.ts';
import type { Json } from './compact-token.ts';

export interface PublishedKey {
  readonly jwk: Json;
  readonly key: KeyObject;
}

/** Where servers publish the keys of their tokens: RFC 7517, RFC 8414 and OpenID Connect Discovery, and by habit. */
const places = [
  '/.well-known/jwks.json',
  '/.well-known/openid-configuration',
  '/.well-known/oauth-authorization-server',
  '/.well-known/jwks',
  '/jwks.json',
  '/jwks',
  '/oauth2/jwks',
  '/oauth/jwks',
  '/oauth/token_key',
  '/keys',
  '/certs',
  '/public-key',
  '/publickey',
  '/public.pem',
];

/** All places where keys may be found: the one that the target's protocol names, and the usual ones. */
export function keyPlaces({ target: { protocol } }: Pick<Stage, 'target'>): string[] {
  return [...new Set([...(protocol.publicKeys === undefined ? [] : [protocol.publicKeys]), ...places])];
}

/**
 * Every public key that the target publishes: those at the place that its protocol names, or at the first of the usual
 * places that has some.
 * @throws when it publishes none: a forger would have to compute it from signatures
 */
export async function publishedKeys(
  stage: Stage,
  how: Pick<How, 'instance'> = {},
): Promise<readonly [PublishedKey, ...PublishedKey[]]> {
  const { publicKeys } = stage.target.protocol;
  for (const place of publicKeys === undefined ? places : [publicKeys]) {
    const [first, ...further] = await keysAt(stage, place, how);
    if (first) return [first, ...further];
  }
  throw new Error(`the target publishes no key at ${publicKeys ?? `any of ${places.length} usual places`}`);
}

async function keysAt(
  stage: Stage,
  path: string,
  how: Pick<How, 'instance'>,
  ledHere = false,
): Promise<PublishedKey[]> {
  const { headers } = stage.request('me');
  const { status, body, text } = await stage.send({ method: 'GET', path, headers }, how);
  if (status !== 200) return [];
  const found = keysIn(body ?? text);
  const further = Object(body).jwks_uri;
  if (found.length > 0 || ledHere || typeof further !== 'string') return found;
  const { pathname, search } = new URL(further, 'http://target');
  return keysAt(stage, pathname + search, how, true);
}

/** The keys that stand anywhere in a document: as JWK, as PEM text of a key or a certificate, as base64 of SPKI. */
export function keysIn(document: unknown): PublishedKey[] {
  if (typeof document === 'string') return keysOfText(document);
  if (typeof document !== 'object' || document === null) return [];
  if ('kty' in document) {
    const key = read(() => createPublicKey({ key: document as JWK, format: 'jwk' }));
    return key ? [{ jwk: document as Json, key }] : [];
  }
  return Object.values(document).flatMap(keysIn);
}

function keysOfText(text: string): PublishedKey[] {
  const pems = text.match(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g);
  const keys = pems
    ? pems.map((pem) => read(() => createPublicKey(pem)))
    : [read(() => createPublicKey({ key: Buffer.from(text, 'base64'), type: 'spki', format: 'der' }))];
  return keys.flatMap((key) => (key ? [{ jwk: { ...key.export({ format: 'jwk' }) }, key }] : []));
}

function read(make: () => KeyObject): KeyObject | undefined {
  try {
    const key = make();
    return key.type === 'public' ? key : undefined;
  } catch {
    return undefined;
  }
}
