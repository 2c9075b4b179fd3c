/** What requests leave behind in a target. */
export interface TraceHooks {
  /** Transfers booked for an account, read from the application's database. */
  readonly effects?: (accountId: string) => Promise<number>;
  /** What the target's instances have written to their logs so far. */
  readonly logs?: () => Promise<string>;
  /** What store and instances hold in memory now. */
  readonly memory?: () => Promise<MemoryUse>;
}

/** In bytes; undefined is what cannot be seen from here. */
export interface MemoryUse {
  /** For keys and what keeping them takes, by the store's own account. */
  readonly storeUsed: number | undefined;
  readonly storeResident: number | undefined;
  /** Of all instances together. */
  readonly serversResident: number | undefined;
}
