/** Hooks that need a store of the bench's own: one that was given by its address serves others too. */
export const breaksStore = [
  ...(['killStore', 'restartStore', 'freezeStore', 'thawStore', 'restoreStore'] as const),
  ...(['fillStore', 'limitStore', 'evictedFromStore', 'snapshotStore'] as const),
  ...(['slowStore', 'resetStore', 'cutStore', 'healStore', 'failOverStore'] as const),
];
export type BreaksStore = (typeof breaksStore)[number];

/** Hooks that break the way to the store and not the store: they need a link of ours in between. */
export const breaksLink = ['slowStore', 'resetStore', 'cutStore', 'healStore', 'failOverStore'] as const;
