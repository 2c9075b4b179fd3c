import type { MicroTask } from '../kinds/micro.ts';
import { algorithms, keys, rawSign, rawVerify, verifyFloor } from '../kit/tokens/signature.ts';

/** What no token library can get below: the check of a signature alone, synchronous, over as many bytes. */
export default algorithms.map(
  (algorithm): MicroTask => ({
    id: verifyFloor(algorithm),
    title: `Verify, ${algorithm} (node:crypto, the floor)`,
    concurrent: false,
    async prepare() {
      const { signing, verifying } = await keys(algorithm);
      const signature = rawSign(algorithm, signing);
      return { run: () => rawVerify(algorithm, verifying, signature) };
    },
  }),
);
