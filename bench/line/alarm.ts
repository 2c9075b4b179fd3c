import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Wakes this thread's event loop at a moment, to a fraction of a millisecond: timers know whole ones only, and round up.
 * A worker sleeps on a futex (`Atomics.wait` takes fractions) and posts a message; nothing spins.
 */
export interface Alarm {
  /** One moment at a time, of `performance.now()` here. To be set anew once it rang. */
  at(moment: number): void;
}

/** Between the two threads. */
export interface Shared {
  /** 1 as soon as there is a new moment. */
  readonly flag: Int32Array;
  /** In ms since the epoch, by the monotonic clock. */
  readonly moment: Float64Array;
}

const sleeper = fileURLToPath(new URL('./alarm-worker.js', import.meta.url));

export function createAlarm(ring: () => void): Alarm {
  const shared: Shared = {
    flag: new Int32Array(new SharedArrayBuffer(4)),
    moment: new Float64Array(new SharedArrayBuffer(8)),
  };
  new Worker(sleeper, { workerData: shared }).on('message', ring);
  return {
    at(moment) {
      shared.moment[0] = performance.timeOrigin + moment;
      Atomics.store(shared.flag, 0, 1);
      Atomics.notify(shared.flag, 0);
    },
  };
}
