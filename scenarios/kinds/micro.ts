/** One primitive, measured alone in a process of its own. Not a scenario: there is no target. */
export interface MicroTask {
  readonly id: string;
  readonly title: string;
  /** `true` where the primitive runs on the thread pool, so that one call at a time would overstate it. */
  readonly concurrent: boolean;
  /** The id of the primitive that it cannot get below: the same by Node.js alone. */
  readonly floor?: string;
  /** Another way to do what a primitive does: left out where time is short and other suites want theirs. */
  readonly further?: true;
  prepare(context: {
    readonly storeUrl: string | undefined;
  }): Promise<{ run(): unknown; close?(): Promise<void> } | undefined>;
}

/** What a session looks like where it is kept. */
export function sessionInStore(): string {
  return JSON.stringify({ id: 'u'.repeat(36), role: 'user', startedAt: Date.now() });
}
