/** What may be done to a target's instances. */
export interface InstanceHooks {
  /** Ends it there and then (SIGKILL). */
  readonly kill?: (instance: number) => Promise<void>;
  readonly join?: () => Promise<number>;
  /** Out of the balance, until what is under way is answered and the instance has ended (SIGTERM). */
  readonly drain?: (instance: number) => Promise<void>;
  /** Starts an instance that has ended again, in its place. */
  readonly restart?: (instance: number) => Promise<void>;
  /** Between the two it keeps its connections and does nothing (SIGSTOP, SIGCONT); the balancer goes on sending. */
  readonly freeze?: (instance: number) => Promise<void>;
  readonly thaw?: (instance: number) => Promise<void>;
}
