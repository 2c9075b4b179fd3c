/** One primitive, measured alone in a process of its own. Not a scenario: there is no target. */
export interface MicroTask {
  readonly id: string;
  readonly title: string;
  /** `true` where the primitive runs on the thread pool, so that one call at a time would overstate it. */
  readonly concurrent: boolean;
  /** Another way to do what a primitive does: left out where time is short and other suites want theirs. */
  readonly further?: true;
  prepare(context: {
    readonly storeUrl: string | undefined;
  }): Promise<{ run(): unknown; close?(): Promise<void> } | undefined>;
}
