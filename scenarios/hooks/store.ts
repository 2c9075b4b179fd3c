/** What may be seen of a target's shared store, and be done to it. */
export interface StoreHooks {
  /** All that the store holds, as whoever copies it sees it. */
  readonly readStore?: () => Promise<readonly StoreEntry[]>;
  /** Commands that the store has carried out so far, without those of this question. */
  readonly storeCommands?: () => Promise<number>;
  readonly killStore?: () => Promise<void>;
  /** Starts it again after a kill, with what it keeps. */
  readonly restartStore?: () => Promise<void>;
  /** Between the two its connections stay open and nothing is answered (SIGSTOP, SIGCONT). */
  readonly freezeStore?: () => Promise<void>;
  readonly thawStore?: () => Promise<void>;
  /** How late each byte to and from the store is from now on, in ms. */
  readonly slowStore?: (oneWayMs: number) => Promise<void>;
  /** Resets every connection to the store once. */
  readonly resetStore?: () => Promise<void>;
  /** Between the two nobody reaches the store, which goes on. */
  readonly cutStore?: () => Promise<void>;
  readonly healStore?: () => Promise<void>;
  /** Puts another store in its place, which holds this: what a replica had when it took over. Connections are reset. */
  readonly failOverStore?: (entries: readonly StoreEntry[]) => Promise<void>;
  /** Leaves the store this much memory beyond what it uses, or lets it have all again. */
  readonly limitStore?: (limit?: StoreLimit) => Promise<void>;
  /** Keys that the store has dropped so far since its memory was full. */
  readonly evictedFromStore?: () => Promise<number>;
  /** The store writes a snapshot of what it holds now. */
  readonly snapshotStore?: () => Promise<void>;
  /** Puts the store back to what `readStore` showed earlier; lifetimes go on from what was left of them then. */
  readonly restoreStore?: (entries: readonly StoreEntry[]) => Promise<void>;
  /** Puts these beside what is there. */
  readonly fillStore?: (entries: Iterable<StoreEntry>) => Promise<void>;
}

export interface StoreEntry {
  readonly key: string;
  /** A string, or the members of a set. */
  readonly value: string | readonly string[];
  /** What was left of its life, in ms; undefined for one without an end. */
  readonly ttlMs?: number;
}

/** What happens when the memory is used up: writes fail, or any key may go. */
export interface StoreLimit {
  readonly extraBytes: number;
  readonly policy: 'noeviction' | 'allkeys-lru';
}

/**
 * What a store comes back with after a kill: nothing; all that it had answered, by a log of its commands (Redis's
 * append-only file, written before each answer); what its last snapshot holds.
 */
export type StoreKeeps = 'nothing' | 'log' | 'snapshot';
