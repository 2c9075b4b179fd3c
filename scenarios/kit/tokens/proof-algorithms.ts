import { createHmac, createPrivateKey, createPublicKey, randomBytes, sign } from 'node:crypto';
import type { HttpRequest } from '../../exchange.ts';
import { type Json, readCompact, signingInput } from './compact-token.ts';
import { keySpellings } from './key-spellings.ts';
import { type ProofTry, withProof } from './proof-attempts.ts';
import type { KeySignIn } from './proof-key.ts';

/**
 * Proofs that say themselves how they are verified: by nothing, by a secret that is none, or with a key that should have
 * stayed where it is (RFC 9449 §4.3, 5 to 7). All but the last need only what any proof of the victim shows.
 */
export async function proofsByAlgorithm({ key, nonce }: KeySignIn, sound: HttpRequest): Promise<ProofTry[]> {
  const made = async (way: string, header: Json, signatureOf: (input: string, genuine: string) => string) => {
    // each has a jti of its own
    const genuine = readCompact(await key.prove(sound, { nonce }));
    const input = signingInput({ ...genuine.header, ...header }, genuine.payload);
    return { way, request: withProof(sound, `${input}.${signatureOf(input, genuine.signature)}`) };
  };
  const own = randomBytes(32);
  const k = own.toString('base64url');
  const { kty: _, ...point } = key.jwk;
  return Promise.all([
    ...unsigned.map((alg) => made(`alg ${alg || 'empty'}`, { alg }, () => '')),
    made('alg none, signature kept', { alg: 'none' }, (_input, signature) => signature),
    ...Object.entries(hashes).flatMap(([alg, hash]) => [
      ...publicKeyTexts(key.jwk).map(({ form, secret }) =>
        made(`${alg} under the public key as ${form}`, { alg }, hmac(hash, secret)),
      ),
      made(`${alg} under a secret of kty oct`, { alg, jwk: { kty: 'oct', k } }, hmac(hash, own)),
      made(`${alg} under a secret beside the point`, { alg, jwk: { ...key.jwk, k } }, hmac(hash, own)),
      made(
        `${alg} under a secret of kty oct beside the point`,
        { alg, jwk: { kty: 'oct', k, ...point } },
        hmac(hash, own),
      ),
    ]),
    made('a private key in its header', { jwk: key.privateJwk }, (input) => {
      const signer = createPrivateKey({ key: { ...key.privateJwk }, format: 'jwk' });
      return sign('sha256', Buffer.from(input), { key: signer, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    }),
  ]);
}

const unsigned = ['none', 'None', 'NONE', 'nOnE', ''];
const hashes = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' } as const;
/** As which a server has it that imports the header's jwk for each proof: no file of it lies about. */
const forms = ['JWK', 'bare JWK', 'PEM', 'PEM, no end of line', 'DER', 'point', 'text of its number'];

function publicKeyTexts(jwk: KeySignIn['key']['jwk']) {
  const publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' });
  return keySpellings(publicKey, { ...jwk }).filter(({ form }) => forms.includes(form));
}

function hmac(hash: string, secret: string | Buffer): (input: string) => string {
  return (input) => createHmac(hash, secret).update(input).digest('base64url');
}
