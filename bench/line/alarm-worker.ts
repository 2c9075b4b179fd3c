import { parentPort, workerData } from 'node:worker_threads';
import type { Shared } from './alarm.ts';

const { flag, moment }: Shared = workerData;

for (;;) {
  Atomics.wait(flag, 0, 0);
  Atomics.store(flag, 0, 0);
  for (let left = leftMs(); left > 0; left = leftMs()) Atomics.wait(flag, 0, 0, left);
  parentPort?.postMessage(0);
}

function leftMs(): number {
  return (moment[0] ?? 0) - (performance.timeOrigin + performance.now());
}
