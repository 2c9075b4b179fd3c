import { BenchError } from '../../errors.ts';
import { findProgram } from '../find-program.ts';
import { launchRedis } from '../launch.ts';
import type { Provider } from '../provider.ts';

const names = ['redis-server', 'valkey-server'];
const missing = 'neither redis-server nor valkey-server is on PATH';

/** A Redis or Valkey that is installed here, started privately. */
export const binary: Provider = {
  id: 'binary',
  caveat: null,
  available: async () => (await findProgram(names)) !== undefined || missing,
  async start({ signal, keeps }) {
    const program = await findProgram(names);
    if (program === undefined) throw new BenchError('AB-E101', missing);
    return launchRedis(program, { signal, keeps });
  },
};
