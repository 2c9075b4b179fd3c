import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { startGenerator } from '../../generator/generator.ts';
import { jobFor } from '../../generator/stub/stub-job.ts';
import { later } from '../../machine/later.ts';
import { residentBytes } from '../../machine/resources.ts';
import { growthOf, isFlat } from './judge.ts';

/**
 * Usage: `node dist/bench/tools/proofs/flat-memory.js [minutes = 10] [rate = 1000]`.
 * Whether the generator's memory is flat over a long block. Prints what it holds every so often; exits with 1 where it
 * grew, or where a request was not answered.
 */
const [minutes = 10, rate = 1_000] = process.argv.slice(2).map(Number);
const looks = 60;

const stub = fork(new URL('../../generator/stub/stub.js', import.meta.url), ['none']);
const [port] = (await once(stub, 'message')) as [number];
await using generator = await startGenerator();
const job = jobFor(port, rate, 5_000, minutes * 60_000);
const done = later(generator.run(job, new AbortController().signal));
await delay(job.warmUpMs);
const held: number[] = [];
for (let look = 0; look < looks; look++) {
  await delay(job.durationMs / looks);
  const mib = (residentBytes([generator.pid]) ?? Number.NaN) / 2 ** 20;
  held.push(mib);
  console.log(`${((look + 1) * job.durationMs) / looks / 1_000} s  ${mib.toFixed(1)} MiB`);
}
const { counts, failures, generatorCpuUs } = await done;
stub.disconnect();
const isGood = isFlat(held) && counts.completed === counts.intended;
const missing = JSON.stringify({ dropped: counts.dropped, ...failures });
console.log(
  `${counts.completed} of ${counts.intended} requests (${missing}), ${(generatorCpuUs / counts.completed).toFixed(1)} µs of CPU each; ` +
    `from the second third to the last, memory grew by ${growthOf(held).toFixed(1)} MiB${isGood ? '' : '  MISSED'}`,
);
process.exitCode = isGood ? 0 : 1;
