import { type Cores, findCores } from '../../cluster/cores.ts';
import { findQuotas, type Quotas } from '../../machine/quotas/quotas.ts';
import type { Answering } from '../cpu.ts';

/** How a machine is shared out among instances, so that many of them can be had alike. Disposing takes all of it back. */
export interface Shares extends AsyncDisposable {
  /** What an instance may use; 1 where each has a core to itself. */
  readonly instanceCores: number;
  /** What holds them to it; undefined where each has a core to itself. */
  readonly by: string | undefined;
  /** Holds instances, each to its share, and their store to so many cores where that is said; leaves it the other cores. */
  share(servers: readonly number[], store: Store, storeCores: number | undefined): Promise<void>;
  /** Lets instances and their store use what they like. */
  free(servers: readonly number[], store: Store): Promise<void>;
}

type Store = Answering['store'];

/**
 * Where there are cores enough, each instance has one. Else all of them share those that are not needed by store and
 * generator, each held to an equal part of them.
 * @returns why neither is possible here, and what would help
 */
export async function openShares(instances: number, others: readonly number[]): Promise<Shares | string> {
  const cores = await findCores(instances);
  if (typeof cores === 'string') return `${cores}: ${remedy(instances)}`;
  const plenty = cores.servers.length >= instances && cores.others.length >= othersNeed;
  const quotas = plenty ? undefined : await findQuotas();
  if (typeof quotas === 'string') return `no CPU quotas (${quotas}): ${remedy(instances)}`;
  return sharesOf(cores, quotas, plenty ? 1 : (fullest * cores.servers.length) / instances, others);
}

function remedy(instances: number): string {
  return `run as root, or by systemd-run --user --scope -p Delegate=yes, or on ${instances + othersNeed} cores`;
}

/** Store and generator. */
const othersNeed = 2;
/** What is left is for the kernel, and for instances that overrun their quota by a tick. */
const fullest = 0.96;

function sharesOf(cores: Cores, quotas: Quotas | undefined, instanceCores: number, others: readonly number[]): Shares {
  const [moved, held] = [new Set(others), new Set<number>()];
  return {
    instanceCores,
    by: quotas?.by,
    async share(servers, store, storeCores) {
      if (typeof store === 'number') moved.add(store);
      await cores.keepApart(servers, [...moved]);
      if (!quotas) return;
      const limits = new Map(servers.map((pid) => [pid, instanceCores]));
      if (typeof store === 'number' && storeCores !== undefined) limits.set(store, storeCores);
      for (const [pid, limit] of limits) {
        await quotas.hold(pid, limit);
        held.add(pid);
      }
    },
    async free(servers, store) {
      for (const pid of typeof store === 'number' ? [...servers, store] : servers)
        if (held.delete(pid)) await quotas?.free(pid);
    },
    async [Symbol.asyncDispose]() {
      await cores.release([...moved]);
      await quotas?.[Symbol.asyncDispose]();
    },
  };
}
