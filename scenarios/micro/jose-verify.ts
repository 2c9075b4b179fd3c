import { createSecretKey, randomBytes } from 'node:crypto';
import { jwtVerify } from 'jose';
import type { MicroTask } from '../kinds/micro.ts';
import { type Algorithm, algorithms, joseKeys, token, verifyFloor, verifyOptions } from '../kit/tokens/signature.ts';

export default [...algorithms.map(byAlgorithm), bySecret('bytes'), bySecret('key-object')];

/** As the servers verify: signature, algorithm, type, issuer, audience and age. */
function byAlgorithm(algorithm: Algorithm): MicroTask {
  return {
    id: `jose-verify-${algorithm.toLowerCase()}`,
    title: `Verify a JWT, ${algorithm} (jose)`,
    concurrent: true,
    floor: verifyFloor(algorithm),
    async prepare() {
      const { signing, verifying } = await joseKeys(algorithm);
      const jwt = await token(algorithm, signing);
      return { run: () => jwtVerify(jwt, verifying, verifyOptions(algorithm)) };
    },
  };
}

function bySecret(held: 'bytes' | 'key-object'): MicroTask {
  return {
    id: `jose-verify-hs256-${held}`,
    title: `Verify a JWT, HS256, secret given as ${held === 'bytes' ? 'bytes' : 'KeyObject'} (jose)`,
    concurrent: true,
    further: true,
    floor: verifyFloor('HS256'),
    async prepare() {
      const secret = randomBytes(32);
      const key = held === 'bytes' ? secret : createSecretKey(secret);
      const jwt = await token('HS256', createSecretKey(secret));
      return { run: () => jwtVerify(jwt, key, verifyOptions('HS256')) };
    },
  };
}
