import type { Hooks } from '../../../scenarios/hooks/hooks.ts';
import type { Link } from '../../machine/link/link.ts';
import type { BreaksStore } from '../../store/breaking-hooks.ts';
import { openStore, type StoreHandle } from '../../store/open-store.ts';

/** What a scenario may do to the store of its target. Disposing it leaves the store running: the next cell needs it. */
export interface StoreInHand extends AsyncDisposable {
  readonly hooks: Pick<Hooks, 'readStore' | BreaksStore>;
  /** @throws BenchError AB-E203 when it vanished and none of the hooks was why: nothing seen since says anything. */
  stillThere(): Promise<void>;
}

export function storeHooks(
  store: StoreHandle,
  mayBreak: boolean,
  signal: AbortSignal,
  link?: Link | undefined,
): StoreInHand {
  let state: 'up' | 'frozen' | 'dead' = 'up';
  let isLimited = false;
  const replicas: StoreHandle[] = [];
  const faults: Pick<Hooks, BreaksStore> = {
    async killStore() {
      state = 'dead';
      await store.kill();
    },
    async restartStore() {
      await store.restart();
      state = 'up';
    },
    async freezeStore() {
      state = 'frozen';
      await store.freeze();
    },
    async thawStore() {
      await store.thaw();
      state = 'up';
    },
    restoreStore: (entries) => store.restore(entries),
    fillStore: (entries) => store.add(entries),
    evictedFromStore: store.evicted,
    ...(store.snapshot && { snapshotStore: store.snapshot }),
    ...(store.limit && {
      limitStore: async (limit) => {
        isLimited = limit !== undefined;
        await store.limit?.(limit);
      },
    }),
    ...(link && {
      slowStore: link.delay,
      resetStore: link.reset,
      cutStore: link.cut,
      healStore: link.heal,
      async failOverStore(entries) {
        const replica = await openStore(store.provider, { signal });
        replicas.push(replica);
        await replica.restore(entries);
        await link.lead(replica.url);
        await link.reset();
      },
    }),
  };
  return {
    hooks: { readStore: () => store.dump(), ...(mayBreak && faults) },
    async stillThere() {
      if (state === 'up') await store.ping();
    },
    async [Symbol.asyncDispose]() {
      if (state === 'frozen') await store.thaw();
      if (state === 'dead') await store.restart();
      if (isLimited) await store.limit?.();
      await Promise.all(replicas.map((replica) => replica[Symbol.asyncDispose]()));
    },
  };
}
