/** Operations that are timed together, since one alone may be shorter than the clock can tell. */
export interface Batch {
  readonly size: number;
  /** All under way at once, as in a busy server: what the thread pool does would look dear one at a time. */
  readonly together: boolean;
}

/**
 * How many operations fill half a millisecond; a fixed number of those that run together. The shortest of a few tries
 * counts: a process that lost its core for a moment would take a single operation for a long one.
 */
export async function findBatch(run: () => unknown, together: boolean): Promise<Batch> {
  if (together) return { size: underWay, together };
  for (let size = 1; ; size *= 2) {
    const batch = { size, together };
    if (size === mostOperations || (await shortest(run, batch)) >= leastMs) return batch;
  }
}

async function shortest(run: () => unknown, batch: Batch): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < tries && least >= leastMs; i++) {
    const startAt = performance.now();
    await perform(run, batch);
    least = Math.min(least, performance.now() - startAt);
  }
  return least;
}

/** Rejects when an operation does. An operation that is synchronous is not awaited: a microtask may cost as much. */
export async function perform(run: () => unknown, { size, together }: Batch): Promise<void> {
  if (together) {
    await Promise.all(Array.from({ length: size }, run));
    return;
  }
  for (let i = 0; i < size; i++) {
    const result = run();
    if (result instanceof Promise) await result;
  }
}

const underWay = 16;
const leastMs = 0.5;
const tries = 3;
const mostOperations = 65_536;
