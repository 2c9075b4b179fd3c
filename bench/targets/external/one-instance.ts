import type { Cluster } from '../../cluster/cluster.ts';
import { BenchError } from '../../errors.ts';
import type { GuardedProgram } from '../../machine/guard.ts';

/** An external target as a cluster: one instance, which is its owner's to stop or to join by others. */
export function oneInstance(origin: string, program: () => GuardedProgram | undefined): Cluster {
  const refused = async () => {
    throw new BenchError('AB-E204', 'instances of an external target cannot be stopped or added');
  };
  return {
    origins: [origin],
    pids: () => [program()?.pid ?? []].flat(),
    isUp: () => true,
    logs: async () => '',
    kill: refused,
    join: refused,
    freeze: refused,
    thaw: refused,
    drain: refused,
    restart: refused,
    async [Symbol.asyncDispose]() {},
  };
}
