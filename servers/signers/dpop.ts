import { createECDH, createHash, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import type { Signer } from '../signer.ts';

/** DPoP proofs under ES256 (RFC 9449 §4.2): what a page makes with WebCrypto, of a key that it cannot give away. */
export default {
  id: 'dpop',
  newKey() {
    const pair = createECDH('prime256v1');
    // the point begins with a byte that says that it is whole
    const point = pair.generateKeys().subarray(1);
    const secret = pair.getPrivateKey();
    return Buffer.concat([Buffer.alloc(coordinateBytes - secret.length), secret, point]).toString('base64url');
  },
  sign({ method, path, headers, origin, stated }, key) {
    const { header, privateKey } = opened(key);
    const token = /^DPoP (.+)$/i.exec(headers.authorization ?? '')?.[1];
    const claims = {
      jti: randomUUID(),
      htm: method,
      htu: origin + path.replace(/[?#].*$/s, ''),
      iat: Math.floor(Date.now() / 1_000),
      ...(token !== undefined && { ath: createHash('sha256').update(token).digest('base64url') }),
      ...stated,
    };
    const text = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return { dpop: `${text}.${signature.toString('base64url')}` };
  },
  asksAgain({ headers, body }) {
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
    return error === 'use_dpop_nonce' && headers['dpop-nonce'] !== undefined;
  },
} satisfies Signer;

const coordinateBytes = 32;

/** The private key and its public half, as JWK. @param key the three numbers of P-256 in a row: secret, x and y */
export function keysIn(key: string) {
  const bytes = Buffer.from(key, 'base64url');
  const [d, x, y] = [0, 1, 2].map((i) =>
    bytes.subarray(i * coordinateBytes, (i + 1) * coordinateBytes).toString('base64url'),
  );
  const publicJwk = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' };
  return { publicJwk, privateJwk: { ...publicJwk, d: d ?? '' } };
}

interface Opened {
  readonly header: string;
  readonly privateKey: KeyObject;
}

/** A key is read once: to do so for each proof would cost more than to make it. */
const known = new Map<string, Opened>();
const most = 10_000;

function opened(key: string): Opened {
  const before = known.get(key);
  if (before) return before;
  const { publicJwk, privateJwk } = keysIn(key);
  const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: publicJwk }));
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const fresh = { header: header.toString('base64url'), privateKey };
  if (known.size >= most) known.clear();
  known.set(key, fresh);
  return fresh;
}
