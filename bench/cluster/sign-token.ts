import { constants, createHmac, type KeyObject, sign } from 'node:crypto';
import type { Facts } from '../../scenarios/exchange.ts';

/**
 * Signs any header and payload as a compact token (RFC 7515 §7.1). A text is signed as it stands, for JSON that no
 * serializer would write, and so are bytes.
 * @param algorithm of RFC 7518 §3.1, RFC 8037 or RFC 8812, whatever the header says
 * @throws RangeError for an algorithm that signs nothing here
 */
export function signToken(algorithm: string, key: KeyObject, header: Part, payload: Part): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signatureOf(algorithm, key, Buffer.from(input)).toString('base64url')}`;
}

function signatureOf(algorithm: string, key: KeyObject, input: Buffer): Buffer {
  if (/^Ed(DSA|25519|448)$/.test(algorithm)) return sign(null, input, key);
  const [, kind, bits] = /^(HS|RS|PS|ES)(256|384|512)K?$/.exec(algorithm) ?? [];
  const hash = `sha${bits}`;
  if (kind === 'HS') return createHmac(hash, key).update(input).digest();
  if (kind === 'RS') return sign(hash, input, key);
  if (kind === 'ES') return sign(hash, input, { key, dsaEncoding: 'ieee-p1363' });
  if (kind !== 'PS') throw new RangeError(`nothing is signed here with ${algorithm}`);
  return sign(hash, input, {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  });
}

type Part = Facts | string | Uint8Array;

function encode(part: Part): string {
  const bytes =
    part instanceof Uint8Array
      ? Buffer.from(part)
      : Buffer.from(typeof part === 'string' ? part : JSON.stringify(part));
  return bytes.toString('base64url');
}
