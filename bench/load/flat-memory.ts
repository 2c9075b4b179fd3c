import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { residentBytes } from '../machine/resources.ts';
import { startGenerator } from './generator.ts';
import { jobFor } from './stub-job.ts';

/**
 * Entry of `node dist/bench/load/flat-memory.js [minutes] [rate]`: whether the generator's memory is flat over a long
 * block. Prints what it holds every so often; exits with 1 when its second half holds 10 % more than its first.
 */
const [minutes = 10, rate = 1_000] = process.argv.slice(2).map(Number);
const looks = 20;
const most = 1.1;

const stub = fork(new URL('./stub.js', import.meta.url), ['none']);
const [port] = (await once(stub, 'message')) as [number];
await using generator = await startGenerator();
const job = jobFor(port, rate, 5_000, minutes * 60_000);
const done = generator.run(job, new AbortController().signal);
await delay(job.warmUpMs);
const held: number[] = [];
for (let look = 0; look < looks; look++) {
  await delay(job.durationMs / looks);
  const mib = (residentBytes([generator.pid]) ?? Number.NaN) / 2 ** 20;
  held.push(mib);
  console.log(`${((look + 1) * job.durationMs) / looks / 1_000} s  ${mib.toFixed(1)} MiB`);
}
const { counts, generatorCpuUs } = await done;
stub.disconnect();
const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
const growth = mean(held.slice(looks / 2)) / mean(held.slice(0, looks / 2));
console.log(
  `${counts.completed} of ${counts.intended} requests, ${(generatorCpuUs / counts.completed).toFixed(1)} µs of CPU each; ` +
    `second half over first: ${growth.toFixed(3)}, at most ${most}`,
);
process.exitCode = growth <= most && counts.completed === counts.intended ? 0 : 1;
