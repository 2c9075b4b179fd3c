import { fork } from 'node:child_process';
import { once } from 'node:events';
import { startGenerator } from '../../generator/generator.ts';
import { jobFor } from '../../generator/stub/stub-job.ts';
import { achievedRatio } from '../../load/metrics.ts';
import { isEven, sharesOf } from './judge.ts';

/**
 * Usage: `node dist/bench/tools/proofs/evenness.js [seconds = 10]`.
 * How evenly requests reach a server, by the server's own clock, at 37, 500 and 2,000 in a second. Exits with 1 where the
 * first 100 ms of any second got more than a hundredth above or below a tenth of its requests, or less than 99.5 % of a
 * rate was achieved.
 */
const [seconds = 10] = process.argv.slice(2).map(Number);
const rates = [37, 500, 2_000];
const warmUpMs = 2_000;
const leastAchieved = 0.995;

const stub = fork(new URL('../../generator/stub/stub.js', import.meta.url), ['arrivals']);
const [port] = (await once(stub, 'message')) as [number];
await using generator = await startGenerator();
for (const rate of rates) {
  const result = await generator.run(jobFor(port, rate, warmUpMs, seconds * 1_000), new AbortController().signal);
  const achieved = achievedRatio(result) ?? 0;
  stub.send('when');
  const [cameAt] = (await once(stub, 'message')) as [number[]];
  const shares = sharesOf(cameAt.slice(-result.counts.completed), rate, seconds);
  const percent = (share: number) => (100 * share).toFixed(1);
  const isGood = isEven(shares) && achieved >= leastAchieved;
  console.log(
    `${`${rate}/s`.padEnd(8)}in the first 100 ms of each second ${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} %, ` +
      `achieved ${(100 * achieved).toFixed(2)} %${isGood ? '' : '  MISSED'}`,
  );
  if (!isGood) process.exitCode = 1;
}
stub.disconnect();
