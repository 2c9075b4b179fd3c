/**
 * Calls `release` for each arrival as soon as possible after it is due and never before, in order.
 * A timer of Node wakes on whole milliseconds, so a release is about half a millisecond late; how late is for the
 * caller to record, since whoever waits for an answer waits from the due time on.
 */
export interface Pacer {
  /** Releases whatever is due now: called between timers too, a busy loop paces finer than the timers do. */
  catchUp(): void;
  /** Resolves when the last arrival was released; rejects with the signal's reason. */
  readonly done: Promise<void>;
}

/**
 * @param dueMs when arrival `index` is due on the clock of `performance.now()`; undefined after the last.
 * @param release is given the due time and how late it is, both in ms.
 */
export function startPacer(
  dueMs: (index: number) => number | undefined,
  release: (dueMs: number, lateMs: number) => void,
  signal: AbortSignal,
): Pacer {
  const { promise, resolve, reject } = withResolvers();
  let index = 0;
  let next = dueMs(index);
  let timer: NodeJS.Timeout | undefined;

  const catchUp = () => {
    for (let now = performance.now(); next !== undefined && next <= now; next = dueMs(++index))
      release(next, now - next);
  };
  const wake = () => {
    catchUp();
    if (signal.aborted) reject(signal.reason);
    else if (next === undefined) resolve();
    else timer = setTimeout(wake, Math.min(next - performance.now(), longestSleepMs));
  };
  const stop = () => {
    clearTimeout(timer);
    next = undefined;
    reject(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  wake();
  return { catchUp, done: promise.finally(() => signal.removeEventListener('abort', stop)) };
}

/** A timer takes no more than 2³¹-1 ms. */
const longestSleepMs = 1_000_000;

function withResolvers() {
  let resolve: () => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
