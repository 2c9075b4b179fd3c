import type { MicroTask } from '../kinds/micro.ts';
import { algorithms, keys, rawSign, signFloor } from '../kit/tokens/signature.ts';

/** What no token library can get below: the signature alone, synchronous, over as many bytes. */
export default algorithms.map(
  (algorithm): MicroTask => ({
    id: signFloor(algorithm),
    title: `Sign, ${algorithm} (node:crypto, the floor)`,
    concurrent: false,
    async prepare() {
      const { signing } = await keys(algorithm);
      return { run: () => rawSign(algorithm, signing) };
    },
  }),
);
