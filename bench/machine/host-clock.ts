/** Ms on the monotonic clock that all processes of this host share, which nobody sets. */
export function hostMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** The same moment on the clock of `performance.now()` in this process. */
export function performanceMsOf(momentHostMs: number): number {
  return momentHostMs - hostMs() + performance.now();
}
