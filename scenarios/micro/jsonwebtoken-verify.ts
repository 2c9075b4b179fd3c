import { createSecretKey, randomBytes } from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';
import type { MicroTask } from '../kinds/micro.ts';
import { keys, token, verifyFloor, verifyOptions } from '../kit/tokens/signature.ts';

export default [byAlgorithm('HS256'), byAlgorithm('RS256'), byAlgorithm('ES256'), bySecretBytes()];

/** With a key that was parsed once. */
function byAlgorithm(algorithm: 'HS256' | 'RS256' | 'ES256'): MicroTask {
  return {
    id: `jsonwebtoken-verify-${algorithm.toLowerCase()}`,
    title: `Verify a JWT, ${algorithm} (jsonwebtoken)`,
    concurrent: false,
    further: true,
    floor: verifyFloor(algorithm),
    async prepare() {
      const { signing, verifying } = await keys(algorithm);
      const { issuer, audience, maxTokenAge } = verifyOptions(algorithm);
      const jwt = await token(algorithm, signing);
      const rules = { algorithms: [algorithm], issuer, audience, maxAge: maxTokenAge };
      return { run: () => jsonwebtoken.verify(jwt, verifying, rules) };
    },
  };
}

/** As its own examples have it: the secret itself, in every call. */
function bySecretBytes(): MicroTask {
  return {
    id: 'jsonwebtoken-verify-hs256-bytes',
    title: 'Verify a JWT, HS256, secret given as bytes (jsonwebtoken)',
    concurrent: false,
    further: true,
    floor: verifyFloor('HS256'),
    async prepare() {
      const secret = randomBytes(32);
      const jwt = await token('HS256', createSecretKey(secret));
      const { issuer, audience, maxTokenAge } = verifyOptions('HS256');
      return {
        run: () => jsonwebtoken.verify(jwt, secret, { algorithms: ['HS256'], issuer, audience, maxAge: maxTokenAge }),
      };
    },
  };
}
