import type { Hooks } from '../scenarios/stage.ts';
import type { StoreHandle } from './store/ladder.ts';

/** What a scenario may do to the store of its target. Disposing it leaves the store running: the next cell needs it. */
export interface StoreHooks extends AsyncDisposable {
  readonly hooks: Pick<Hooks, 'readStore' | BreaksStore>;
}

/** Hooks that need a store of the bench's own: one that was given by its address serves others too. */
export const breaksStore = ['killStore', 'restartStore', 'freezeStore', 'thawStore', 'restoreStore'] as const;
type BreaksStore = (typeof breaksStore)[number];

export function storeHooks(store: StoreHandle, mayBreak: boolean): StoreHooks {
  let state: 'up' | 'frozen' | 'dead' = 'up';
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
  };
  return {
    hooks: { readStore: () => store.dump(), ...(mayBreak && faults) },
    async [Symbol.asyncDispose]() {
      if (state === 'frozen') await store.thaw();
      if (state === 'dead') await store.restart();
    },
  };
}
