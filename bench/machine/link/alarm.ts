import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/**
 * Wakes this thread's event loop at a moment, to a fraction of a millisecond: timers know whole ones only, and round up.
 * A worker sleeps on a futex (`Atomics.wait` takes fractions) and posts a message; nothing spins.
 */
export interface Alarm extends Disposable {
  /**
   * One moment at a time, of `performance.now()` here: a new one takes the place of the last. It may ring when that one
   * would have, so whoever is woken asks the clock.
   */
  at(moment: number, ring: () => void): void;
}

/** Between the two threads. */
export interface Shared {
  /** 1 as soon as there is a new moment. */
  readonly flag: Int32Array;
  /** In ms since the epoch, by the monotonic clock. */
  readonly moment: Float64Array;
}

const sleeper = fileURLToPath(new URL('./alarm-worker.js', import.meta.url));

/** Its thread ends when it is disposed of. */
export async function createAlarm(): Promise<Alarm> {
  const shared: Shared = {
    flag: new Int32Array(new SharedArrayBuffer(4)),
    moment: new Float64Array(new SharedArrayBuffer(8)),
  };
  const worker = new Worker(sleeper, { workerData: shared });
  await once(worker, 'message');
  let whenDue = () => {};
  worker.on('message', () => whenDue());
  return {
    at(moment, ring) {
      whenDue = ring;
      shared.moment[0] = performance.timeOrigin + moment;
      Atomics.store(shared.flag, 0, 1);
      Atomics.notify(shared.flag, 0);
    },
    [Symbol.dispose]: () => void worker.terminate(),
  };
}
