import { parentPort, workerData } from 'node:worker_threads';
import type { Shared } from './alarm.ts';

const { flag, moment }: Shared = workerData;

parentPort?.postMessage('awake');
for (let left = Number.POSITIVE_INFINITY; ; ) {
  const isDue = Atomics.wait(flag, 0, 0, left) === 'timed-out';
  Atomics.store(flag, 0, 0);
  left = (moment[0] ?? 0) - (performance.timeOrigin + performance.now());
  if (!isDue || left > 0) continue;
  parentPort?.postMessage('due');
  left = Number.POSITIVE_INFINITY;
}
