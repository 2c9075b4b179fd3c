/** Time that passes, or differs, for a target alone. */
export interface ClockHooks {
  /** Lets this much time pass at once: for the clocks of all instances, and for what they keep in the store. */
  readonly advance?: (ms: number) => Promise<void>;
  /** Starts one more instance, whose clock stands this far from all others. @returns its index. */
  readonly joinSkewed?: (skewMs: number) => Promise<number>;
}
