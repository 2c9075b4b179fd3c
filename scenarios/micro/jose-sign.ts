import type { MicroTask } from '../kinds/micro.ts';
import { algorithms, joseKeys, signFloor, token } from '../kit/tokens/signature.ts';

/** As the servers sign: the same claims, the key imported once (importing it per call would cost more than signing). */
export default algorithms.map(
  (algorithm): MicroTask => ({
    id: `jose-sign-${algorithm.toLowerCase()}`,
    title: `Sign a JWT, ${algorithm} (jose)`,
    concurrent: true,
    floor: signFloor(algorithm),
    async prepare() {
      const { signing } = await joseKeys(algorithm);
      return { run: () => token(algorithm, signing) };
    },
  }),
);
