import { createVerifier } from 'fast-jwt';
import type { MicroTask } from '../kinds/micro.ts';
import { keys, token, verifyFloor, verifyOptions } from '../kit/tokens/signature.ts';

/** Without its cache, a hit of which skips the signature. */
export default (['HS256', 'RS256', 'ES256'] as const).map(
  (algorithm): MicroTask => ({
    id: `fast-jwt-verify-${algorithm.toLowerCase()}`,
    title: `Verify a JWT, ${algorithm} (fast-jwt)`,
    concurrent: false,
    further: true,
    floor: verifyFloor(algorithm),
    async prepare() {
      const { signing, verifying } = await keys(algorithm);
      const { typ, issuer, audience, maxTokenAge } = verifyOptions(algorithm);
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
  }),
);
