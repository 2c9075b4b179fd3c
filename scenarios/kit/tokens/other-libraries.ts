import { createSecretKey, randomBytes } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import type { MicroTask } from '../../kinds/micro.ts';
import { keys, rulesOf, token, verifyFloor } from './signature.ts';

/** What fast-jwt and jsonwebtoken both know. */
type Algorithm = 'HS256' | 'RS256' | 'ES256';

const further = { concurrent: false, further: true } as const;

/** Without its cache, a hit of which skips the signature. */
export function fastJwtVerify(algorithm: Algorithm): MicroTask {
  return {
    ...further,
    id: `fast-jwt-verify-${algorithm.toLowerCase()}`,
    title: `Verify a JWT, ${algorithm} (fast-jwt)`,
    floor: verifyFloor(algorithm),
    async prepare() {
      const { signing, verifying } = await keys(algorithm);
      const { typ, issuer, audience, maxTokenAge } = rulesOf(algorithm);
      const key = verifying.type === 'secret' ? verifying.export() : verifying.export({ format: 'pem', type: 'spki' });
      const verify = createVerifier({
        key,
        algorithms: [algorithm],
        checkTyp: typ,
        allowedIss: issuer,
        allowedAud: audience,
        maxAge: maxTokenAge * 1_000,
        cache: false,
      });
      const jwt = await token(algorithm, signing);
      return { run: () => verify(jwt) };
    },
  };
}

/** With a key that was parsed once. */
export function jsonwebtokenVerify(algorithm: Algorithm): MicroTask {
  return {
    ...further,
    id: `jsonwebtoken-verify-${algorithm.toLowerCase()}`,
    title: `Verify a JWT, ${algorithm} (jsonwebtoken)`,
    floor: verifyFloor(algorithm),
    async prepare() {
      const { signing, verifying } = await keys(algorithm);
      const { issuer, audience, maxTokenAge } = rulesOf(algorithm);
      const jwt = await token(algorithm, signing);
      const rules = { algorithms: [algorithm], issuer, audience, maxAge: maxTokenAge };
      return { run: () => jsonwebtoken.verify(jwt, verifying, rules) };
    },
  };
}

/** As the examples of both libraries have it: the secret itself, in every call. */
export const jsonwebtokenVerifyBytes: MicroTask = {
  ...further,
  id: 'jsonwebtoken-verify-hs256-bytes',
  title: 'Verify a JWT, HS256, secret given as bytes (jsonwebtoken)',
  floor: verifyFloor('HS256'),
  async prepare() {
    const secret = randomBytes(32);
    const jwt = await token('HS256', createSecretKey(secret));
    const { issuer, audience, maxTokenAge } = rulesOf('HS256');
    return {
      run: () => jsonwebtoken.verify(jwt, secret, { algorithms: ['HS256'], issuer, audience, maxAge: maxTokenAge }),
    };
  },
};

export function joseVerifySecret(held: 'bytes' | 'key-object'): MicroTask {
  return {
    ...further,
    id: `jose-verify-hs256-${held}`,
    title: `Verify a JWT, HS256, secret given as ${held === 'bytes' ? 'bytes' : 'KeyObject'} (jose)`,
    concurrent: true,
    floor: verifyFloor('HS256'),
    async prepare() {
      const secret = randomBytes(32);
      const key = held === 'bytes' ? secret : createSecretKey(secret);
      const jwt = await token('HS256', createSecretKey(secret));
      return { run: () => jwtVerify(jwt, key, rulesOf('HS256')) };
    },
  };
}
