import type { Alarm } from '../machine/link/alarm.ts';

/**
 * Calls `release` for each arrival as soon as possible after it is due and never before, in order. Only the clock
 * decides when: were answers to wake it too, a target that answers often would be sent its requests sooner than another.
 * Whoever waits for an answer waits from the due time on, so how late a release is, is for the caller to record.
 * Resolves when the last arrival was released; rejects with the signal's reason.
 * @param dueMs when arrival `index` is due on the clock of `performance.now()`; undefined after the last.
 * @param release is given the due time and how late it is, both in ms, and which arrival it is.
 */
export function pace(
  alarm: Alarm,
  dueMs: (index: number) => number | undefined,
  release: (dueMs: number, lateMs: number, index: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let index = 0;
    let next = dueMs(index);

    const wake = () => {
      for (const now = performance.now(); next !== undefined && next <= now; ) {
        release(next, now - next, index);
        // whoever is released may end it
        next = signal.aborted ? undefined : dueMs(++index);
      }
      if (next !== undefined) return alarm.at(next, wake);
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      next = undefined;
      reject(signal.reason);
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    wake();
  });
}
