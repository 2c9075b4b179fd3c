/** How much a target is asked to bear; without an end for our own servers. */
export interface Ceilings {
  readonly ratePerSecond: number;
  /** Requests at once. */
  readonly concurrency: number;
  /** In all. */
  readonly requests: number;
}
